import { type RawBuilder, sql, Kysely } from 'kysely';
import type pg from 'pg';
import { LedgerDialect } from './collected-entries';
import { API } from './roles';
import { type Db, type Database } from './types';

/**
 * Whose data a query may see. Every query on a client's data takes one as an argument, so forgetting it does not
 * compile. The API derives it from the caller's key or session, never from the request.
 */
export interface Scope {
  readonly clientId: number;
  /** Only these campaigns of the client; null means all of them. */
  readonly campaigns: readonly number[] | null;
}

/** All data of a client, for workers and internal jobs. */
export const wholeClient = (clientId: number): Scope => ({ clientId, campaigns: null });

/** SQL condition: the row's campaign is in the scope. `column` holds the campaign id, such as `j.campaign_id`. */
export function inCampaigns(scope: Scope, column = 'campaign_id'): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(column)} = any(${[...scope.campaigns]}::bigint[])`;
}

/**
 * SQL condition: the customer is in the audience of one of the scope's campaigns. `column` holds the customer id with
 * its table, such as `holds.customer_id`: a bare name would be the audience's own column.
 */
export function ofCampaigns(scope: Scope, column: `${string}.${string}`): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`exists (select from audience scoped where scoped.customer_id = ${sql.ref(column)}
    and scoped.campaign_id = any(${[...scope.campaigns]}::bigint[]))`;
}

/**
 * Connections restricted to a caller's scope by row-level security, whatever the query says: each is handed out as
 * tsunagi_api with that scope's settings. The pool has no other use, so settings may stay on a connection and are
 * replaced only for another scope.
 */
export class ScopedPool {
  readonly #settings = new WeakMap<pg.PoolClient, string>();
  readonly #byScope = new Map<string, Db>();

  constructor(private readonly pool: pg.Pool) {}

  /** The database as this scope may see it. */
  db(scope: Scope): Db {
    const settings = settingsOf(scope);
    const known = this.#byScope.get(settings);
    if (known) return known;
    if (this.#byScope.size >= KEPT) this.#byScope.clear();
    const lent = { connect: () => this.#connect(settings), end: async () => undefined };
    const db: Db = new Kysely<Database>({ dialect: new LedgerDialect({ pool: lent }) });
    this.#byScope.set(settings, db);
    return db;
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  async #connect(settings: string): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    if (this.#settings.get(client) === settings) return client;
    try {
      await client.query(`set role ${API}; ${settings}`);
    } catch (error) {
      client.release(true); // in an unknown state
      throw error;
    }
    this.#settings.set(client, settings);
    return client;
  }
}

/** Number of scopes whose handle is cached; about as many as there are callers with different rights. */
const KEPT = 500;

/** Statements that apply a scope to a connection. Ids only; throws for anything else. */
function settingsOf({ clientId, campaigns }: Scope): string {
  const ids = [clientId, ...(campaigns ?? [])];
  if (!ids.every((id) => Number.isSafeInteger(id) && id >= 0)) throw new Error('a scope is made of ids');
  const within = campaigns === null ? 'all' : `{${campaigns.join(',')}}`;
  return `set tsunagi.client = '${clientId}'; set tsunagi.campaigns = '${within}'`;
}
