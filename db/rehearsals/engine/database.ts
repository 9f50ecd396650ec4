import { sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { connectDb } from '../../platform/connect';
import { migrate, withConnection } from '../../platform/migrate';
import { type Db } from '../../platform/types';
import { REHEARSAL_SCHEMA } from './schema';

/**
 * Of its sessions. A rehearsal that a power cut spoils is run again. Plans are made once, while the tables are still
 * empty, and serve until the last journey: they find rows by index.
 */
const SETTINGS = [
  ['synchronous_commit', 'off'],
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_seqscan', 'off'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
] as const;

/**
 * Makes a database of rehearsals, or brings it to the newest schema: a database of its own beside the product's, with the
 * same migrations and roles. A schema within the product's database would be nearer at hand; a separate database is the
 * stronger wall, because no connection of the product can reach it, and none of a rehearsal the product's. Idempotent.
 * Throws rehearsal_database_in_use for a database that is used for anything else.
 */
export async function prepareRehearsalDatabase(options: { ownerUrl: string }): Promise<void> {
  await migrate({ url: options.ownerUrl });
  await withConnection(options.ownerUrl, async (db) => {
    const { rows } = await sql<{ name: string; marked: boolean; used: boolean }>`
      select current_database() as name, to_regnamespace('rehearsal') is not null as marked,
        exists (select from clients) or exists (select from persons) as used`.execute(db);
    const { name, marked, used } = rows[0]!;
    if (!marked && used) throw new AppError('rehearsal_database_in_use', { database: name });
    await db.transaction().execute((trx) => sql.raw(REHEARSAL_SCHEMA).execute(trx));
    for (const [setting, value] of SETTINGS)
      await sql`alter database ${sql.id(name)} set ${sql.id(setting)} = ${sql.lit(value)}`.execute(db);
  });
}

/**
 * Opens the database of rehearsals. Throws rehearsal_database_in_use when it is the product's, or any other that
 * `prepareRehearsalDatabase` has not made.
 */
export async function openRehearsalDatabase(options: { url: string; main: Db; max?: number }): Promise<Db> {
  const { db } = connectDb({
    url: options.url,
    max: options.max ?? 8,
    application: 'tsunagi-rehearsal',
    plansOnce: true,
  });
  try {
    const [own, main] = await Promise.all([placeOf(db), placeOf(options.main)]);
    if (!own.marked || main.marked || own.place === main.place)
      throw new AppError('rehearsal_database_in_use', { database: own.name });
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Which database of which server this is. */
async function placeOf(db: Db): Promise<{ name: string; place: string; marked: boolean }> {
  const { rows } = await sql<{ name: string; place: string; marked: boolean }>`
    select current_database() as name, to_regnamespace('rehearsal') is not null as marked,
      concat_ws('/', pg_postmaster_start_time(), current_setting('port'), (select oid from pg_database where datname = current_database())) as place`.execute(
    db,
  );
  return rows[0]!;
}

/** Forgets the rehearsal before. `firstJourney`: the id that journeys are numbered from. */
export async function emptyRehearsalDatabase(db: Db, firstJourney: number): Promise<void> {
  await sql`select rehearsal.empty(${firstJourney})`.execute(db);
}
