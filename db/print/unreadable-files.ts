import { sql } from 'kysely';
import { type Db } from '../platform/types';

/** A file of the print shop that could not be read, and its folder. */
interface UnreadableFile {
  folder: 'ack' | 'recall-ack' | 'track';
  name: string;
}

/** Notes a file, which raises an alert. Returns false if it is noted already. */
export async function noteUnreadable(db: Db, file: UnreadableFile): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('unreadable_files')
    .values({ ...file, found_at: sql<Date>`tsunagi_now()` })
    .onConflict((conflict) => conflict.columns(['folder', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}

/** Forgets the files of a folder that are not there any more: read, replaced or removed. */
export async function keepUnreadable(db: Db, folder: UnreadableFile['folder'], names: string[]): Promise<void> {
  await db
    .deleteFrom('unreadable_files')
    .where('folder', '=', folder)
    .where(sql<boolean>`name <> all(${names}::text[])`)
    .execute();
}
