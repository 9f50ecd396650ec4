import { sql } from 'kysely';
import { type Queryable } from './types';

/** Runs one trivial statement; throws when the database cannot be reached. */
export async function ping(db: Queryable): Promise<void> {
  await sql`select 1`.execute(db);
}
