import pg from 'pg';
import { named, namedIfFixed } from './planned-once';

/** How long a connection to PostgreSQL may take for what, in ms. */
export const DATABASE_LIMITS = {
  /** To connect, or to be lent by the pool. */
  connectMs: 30_000,
  /** For one statement, by the server; the client gives up a little later, for a server that is not there any more. */
  statementMs: 300_000,
  /** For a lock that another transaction holds. */
  lockMs: 60_000,
  /** Between two statements of a transaction. */
  idleInTransactionMs: 120_000,
  /** Before an idle connection is probed. */
  keepAliveMs: 10_000,
  /** Before it is closed. A new one plans every statement anew, which takes longer than to run it. */
  idleMs: 600_000,
};
const CLIENT_SLACK_MS = 15_000;

/** The server has become a standby, or shuts down: the connection is of no more use. */
const LOST_SERVER = /^(25006|57P0[1-5]|08)/;

/**
 * A connection that never waits for ever: where a statement gets no answer in time, as on a half-open connection, it is
 * cut, and its pool opens another. One whose server turned read-only in a failover is not used again either.
 */
export class BoundedClient extends pg.Client {
  /** Longest time without an answer to a statement, ms; 0: no limit, for a bulk load. */
  limitMs = DATABASE_LIMITS.statementMs + CLIENT_SLACK_MS;
  private useless = false;
  private giveBack: ((destroy?: Error | boolean) => void) | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // pg declares `query` by many overloads: it is wrapped as a whole
    const query = this.query.bind(this) as (...parts: unknown[]) => unknown;
    this.query = ((...parts: unknown[]) => this.bounded(query(...this.named(parts)))) as typeof this.query;
  }

  /** Which statements the server plans once. */
  protected named(parts: unknown[]): unknown[] {
    return named(parts);
  }

  /** Set by the pool whenever it lends the connection. */
  get release(): (destroy?: Error | boolean) => void {
    return (destroy) => this.giveBack?.(destroy || this.useless);
  }

  set release(giveBack: (destroy?: Error | boolean) => void) {
    this.giveBack = giveBack;
  }

  private bounded(result: unknown): unknown {
    if (!(result instanceof Promise)) return result; // a stream, such as COPY
    const timer = this.limitMs > 0 ? setTimeout(() => this.cut(), this.limitMs) : undefined;
    timer?.unref();
    result.then(
      () => clearTimeout(timer),
      (error: unknown) => {
        clearTimeout(timer);
        const { code } = (error ?? {}) as { code?: unknown };
        if (typeof code === 'string' && LOST_SERVER.test(code)) this.useless = true;
      },
    );
    return result;
  }

  private cut(): void {
    this.useless = true;
    const { connection } = this as unknown as { connection: { stream: { destroy(error?: Error): void } } };
    connection.stream.destroy(Object.assign(new Error('no answer from the database'), { code: 'ETIMEDOUT' }));
  }
}

/** The same, for a database whose every statement of a fixed text is worth planning once. */
export class PlanningClient extends BoundedClient {
  protected override named(parts: unknown[]): unknown[] {
    return namedIfFixed(parts);
  }
}
