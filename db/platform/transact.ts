import { sleep } from '../../config/sleep';
import { type Db, type Trx } from './types';

/** SQLSTATEs of a transaction that the database undid so that others could go on: serialisation failure, deadlock. */
const UNDONE = ['40001', '40P01'];
/** How often a transaction is tried in all. */
const TRIES = 3;
const PAUSE_MS = 50;

/** Whether the database undid the whole transaction, so that it may be tried again at once. */
export const wasUndone = (error: unknown): boolean =>
  UNDONE.includes(String((error as { code?: unknown } | null)?.code));

/**
 * Runs `work` in one transaction, and again, up to three times in all, when the database undid it because of a deadlock.
 * `work` may therefore act only through its transaction. Throws what it throws; after the last try, the deadlock.
 */
export async function transact<Result>(db: Db, work: (trx: Trx) => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!wasUndone(error) || tried === TRIES) throw error;
      await sleep(Math.random() * PAUSE_MS * tried); // so that the two do not meet again
    }
  }
}
