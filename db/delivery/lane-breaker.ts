import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';

/**
 * Opens the breaker, so that nothing is claimed until it is closed, with an entry in the installation's chain. With a
 * fence only the current drainer may. Returns false for an older drainer, and if the breaker is open already.
 */
export async function openBreaker(db: Db, lane: { laneId: number; fence?: number; reason: string }): Promise<boolean> {
  const { laneId, fence, reason } = lane;
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('lanes')
      .set({ breaker: 'open', breaker_reason: reason })
      .where('id', '=', laneId)
      .where('breaker', '=', 'closed')
      .$if(fence !== undefined, (update) => update.where('fence', '=', fence!))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await note(trx, { kind: 'lane_stopped', lane: laneId, reason });
    return numUpdatedRows > 0n;
  });
}

/** Closes a breaker if it was opened for this reason; one opened for another reason stays open. */
export async function closeBreaker(db: Db, lane: { laneId: number; reason: string }): Promise<void> {
  const { laneId, reason } = lane;
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('lanes')
      .set({ breaker: 'closed', breaker_reason: null })
      .where('id', '=', laneId)
      .where('breaker', '=', 'open')
      .where('breaker_reason', '=', reason)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await note(trx, { kind: 'lane_restarted', lane: laneId, reason });
  });
}

async function note(trx: Trx, entry: { kind: string; lane: number; reason: string }): Promise<void> {
  const { now } = await readClock(trx);
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ by: 'system', ...entry }]);
}
