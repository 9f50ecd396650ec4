/**
 * Whose data a query may see. Every query over a client's data takes one as an argument, so leaving it out does not
 * compile; the API makes it from the caller's key, never from the request.
 */
export interface Scope {
  readonly clientId: number;
}
