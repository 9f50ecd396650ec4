import { type Kysely, type Transaction } from 'kysely';
import { type DB } from './schema.generated';

/** Every table, as Kysely sees it: written by `npm run schema` from db/migrations. */
export type Database = DB;
/** The pool: each query uses any free connection. */
export type Db = Kysely<Database>;
/**
 * A caller's open transaction: everything written through it is committed together, or not at all.
 *
 * One lock strength per purpose:
 * - FOR NO KEY UPDATE for rows read before they are written: one writer at a time, while rows that refer to them by
 *   foreign key can still be added;
 * - FOR SHARE for the state that a decision depends on, above all the campaign's: many readers, no change until commit;
 * - FOR UPDATE only where rows that refer to the locked one must not be added meanwhile; the architecture test lists
 *   those places with their reasons.
 */
export type Trx = Transaction<Database>;
/** For reads, on the pool as well as inside a transaction. */
export type Queryable = Db | Trx;
