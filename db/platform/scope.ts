import { type RawBuilder, sql } from 'kysely';

/**
 * Whose data a query may see. Every query over a client's data takes one as an argument, so leaving it out does not
 * compile; the API makes it from the caller's key or session, never from the request.
 */
export interface Scope {
  readonly clientId: number;
  /** Only these campaigns of the client; null: all of them. */
  readonly campaigns: readonly number[] | null;
}

/** All of a client: what workers and the product's own jobs see when they act for it. */
export const wholeClient = (clientId: number): Scope => ({ clientId, campaigns: null });

/** Whether the row's campaign is one of the scope's. `column` holds the campaign's id, such as `j.campaign_id`. */
export function inCampaigns(scope: Scope, column = 'campaign_id'): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(column)} = any(${[...scope.campaigns]}::bigint[])`;
}

/**
 * Whether the customer is in the audience of one of the scope's campaigns. `column` holds the customer's id and names its
 * table, such as `holds.customer_id`: a bare name would be the audience's own.
 */
export function ofCampaigns(scope: Scope, column: `${string}.${string}`): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`exists (select from audience scoped where scoped.customer_id = ${sql.ref(column)}
    and scoped.campaign_id = any(${[...scope.campaigns]}::bigint[]))`;
}
