/** The API refused the request and would refuse it again. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'Refused';
  }
}

const WAIT_MS = 60_000;

/** Client of the API with the client's key. Throws Refused, or another error when the API is unavailable. */
export class ClientApi {
  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await this.fetch(path, {})).json()) as Answer;
  }

  async text(path: string): Promise<string> {
    return (await this.fetch(path, {})).text();
  }

  /** Requests with the same key are idempotent. */
  async act<Answer>(path: string, key: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return (await (await this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer;
  }

  async upload<Answer>(path: string, file: Buffer): Promise<Answer> {
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: new Uint8Array(file) };
    return (await (await this.fetch(path, init)).json()) as Answer;
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, this.base), {
      ...init,
      headers: { authorization: `Bearer ${this.key}`, ...init.headers },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    if (response.ok) return response;
    const { code = 'unknown' } = (await response.json().catch(() => ({}))) as { code?: string };
    const passing = response.status >= 500 || response.status === 429 || code === 'idempotency_in_progress';
    throw passing ? new Error(`status ${response.status}`) : new Refused(code);
  }
}
