import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { API } from './roles';
import { type Scope } from './scope';
import { type Db, type Database } from './types';

/**
 * Connections on which a caller's scope holds by row-level security, whatever the query says: each is handed out as
 * tsunagi_api with the settings of that scope. The pool is used for nothing else, so a connection can't come back into
 * other hands with more or less than that. The settings stay on a connection and are made anew only for another scope.
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
    const db: Db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: lent }) });
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
      client.release(true); // in no known state
      throw error;
    }
    this.#settings.set(client, settings);
    return client;
  }
}

/** Scopes whose handle is kept; there are about as many as callers with different rights. */
const KEPT = 500;

/** The statements that make a scope hold on a connection. Ids only; throws for anything else. */
function settingsOf({ clientId, campaigns }: Scope): string {
  const ids = [clientId, ...(campaigns ?? [])];
  if (!ids.every((id) => Number.isSafeInteger(id) && id >= 0)) throw new Error('a scope is made of ids');
  const within = campaigns === null ? 'all' : `{${campaigns.join(',')}}`;
  return `set tsunagi.client = '${clientId}'; set tsunagi.campaigns = '${within}'`;
}
