import { createHash } from 'node:crypto';
import { sleep } from '../../config/sleep';

/** Response of the API to a refused request. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: {
      code?: string;
      title?: string;
      detail?: string;
      issues?: { path: string; message: string; advice?: string }[];
    },
  ) {
    const issues = (problem.issues ?? [])
      .map((issue) => `\n  ${issue.path}: ${issue.message} ${issue.advice ?? ''}`)
      .join('');
    super(`${problem.title ?? status}: ${problem.detail ?? ''}${issues}`);
    this.name = 'ApiRefusal';
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT';
  body?: string | Buffer | object;
  type?: string;
  headers?: Record<string, string>;
}

/** Client of the API for one person. A request without a response is repeated with the same Idempotency-Key. */
export class ApiClient {
  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  async call<Answer>(path: string, call: Call = {}): Promise<Answer> {
    const response = await this.fetch(path, call);
    return (await response.json()) as Answer;
  }

  async text(path: string, headers: Record<string, string> = {}): Promise<string> {
    return (await this.fetch(path, { headers })).text();
  }

  async bytes(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.fetch(path, {})).arrayBuffer());
  }

  private async fetch(path: string, call: Call): Promise<Response> {
    const method = call.method ?? 'GET';
    const raw = typeof call.body === 'string' || Buffer.isBuffer(call.body);
    const body = raw ? (call.body as string | Buffer) : call.body && JSON.stringify(call.body);
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.key}`,
      accept: 'application/json',
      ...(body && { 'content-type': call.type ?? 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': idempotencyKey(path, body ?? '') }),
      ...call.headers,
    };
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(`${this.base}${path}`, {
          method,
          headers,
          ...(body && { body: new Uint8Array(Buffer.from(body)) }),
        });
        if (response.ok) return response;
        const problem = (await response.json().catch(() => ({}))) as ApiRefusal['problem'];
        if (response.status < 500 || attempt > 20) throw new ApiRefusal(response.status, problem);
      } catch (error) {
        if (error instanceof ApiRefusal || attempt > 60) throw error;
      }
      await sleep(500);
    }
  }
}

/** Idempotency key of an action of the scenario, so that an interrupted demo can repeat it. */
function idempotencyKey(path: string, body: string | Buffer): string {
  return createHash('sha256').update(path).update('\n').update(body).digest('hex').slice(0, 32);
}
