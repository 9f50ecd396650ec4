import { type Kysely, type Transaction } from 'kysely';
import { type DB } from './schema.generated';

/** Every table, as Kysely sees it: written by `npm run schema` from db/migrations. */
export type Database = DB;
/** The pool: each query takes a connection of its own. */
export type Db = Kysely<Database>;
/** A caller's open transaction: everything written through it is committed together, or not at all. */
export type Trx = Transaction<Database>;
/** For reads that run on the pool as well as inside a caller's transaction. */
export type Queryable = Db | Trx;
