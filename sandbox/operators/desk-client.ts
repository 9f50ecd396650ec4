import { randomUUID } from 'node:crypto';

/** The API refused the request and would refuse it again. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** Fields of the problem besides its code. */
    readonly params: Record<string, unknown>,
  ) {
    super(`${status} ${code}`);
    this.name = 'Refused';
  }
}

/** The API is unavailable. */
export class NotNow extends Error {}

export interface Sent {
  body: Buffer | object;
  type?: string;
  /** Idempotency key; without it each attempt is a separate action. */
  key?: string;
}

const WAIT_MS = 15_000;
const PAGE = 200;

/** HTTP client for one person, with an API key or anonymous. */
export class DeskClient {
  constructor(
    private readonly base: string,
    private readonly apiKey?: string,
  ) {}

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await this.fetch(path, {})).json()) as Answer;
  }

  async text(path: string): Promise<string> {
    return (await this.fetch(path, {})).text();
  }

  async image(path: string): Promise<{ bytes: Buffer; type: string }> {
    const response = await this.fetch(path, {});
    const type = (response.headers.get('content-type') ?? '').split(';')[0]!;
    return { bytes: Buffer.from(await response.arrayBuffer()), type };
  }

  async post<Answer>(path: string, { body, type, key }: Sent): Promise<Answer> {
    const raw = Buffer.isBuffer(body);
    const headers = { 'content-type': type ?? 'application/json', 'idempotency-key': key ?? randomUUID() };
    const init = { method: 'POST', headers, body: raw ? new Uint8Array(body) : JSON.stringify(body) };
    return (await (await this.fetch(path, init)).json()) as Answer;
  }

  /** All items of a list, page by page. */
  async *all<Item>(path: string): AsyncGenerator<Item> {
    let next: string | null = null;
    do {
      const query: string = next === null ? `limit=${PAGE}` : `limit=${PAGE}&cursor=${encodeURIComponent(next)}`;
      const page = await this.get<{ items: Item[]; next: string | null }>(
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
      );
      yield* page.items;
      next = page.next;
    } while (next !== null);
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, this.base), {
      ...init,
      headers: {
        accept: 'application/json, image/*, application/pdf',
        ...(this.apiKey && { authorization: `Bearer ${this.apiKey}` }),
        ...init.headers,
      },
      signal: AbortSignal.timeout(WAIT_MS),
    }).catch((error: unknown) => {
      throw new NotNow(error instanceof Error ? error.message : 'no answer');
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { code?: string; params?: Record<string, unknown> };
    if (response.status >= 500 || response.status === 429 || problem.code === 'idempotency_in_progress') {
      throw new NotNow(`status ${response.status}`);
    }
    throw new Refused(response.status, problem.code ?? 'unknown', problem.params ?? {});
  }
}
