import { sql } from 'kysely';
import { type CampaignDocs } from './campaign-docs';
import { type Db } from './connect';
import { recordDelivered } from './handovers';
import { giveBack } from './lanes';

/**
 * Makes the caller the lane's only drainer: the fencing number goes up, what an earlier drainer had only claimed is
 * queued again, and what it was handing over is doubtful: perhaps sent, so never sent again by itself.
 */
export async function takeOverLane(
  db: Db,
  docs: CampaignDocs,
  laneId: number,
): Promise<{ fence: number; requeued: number; doubtful: number }> {
  const { fence } = await db
    .updateTable('lanes')
    .set({ fence: sql<number>`fence + 1` })
    .where('id', '=', laneId)
    .returning('fence')
    .executeTakeFirstOrThrow();
  const requeued = await requeueClaimed(db, laneId, fence);
  const inHand = await db
    .selectFrom('messages')
    .select(['id as messageId', 'journey_id as journeyId', 'campaign_id as campaignId', 'fence'])
    .where('lane_id', '=', laneId)
    .where('status', '=', 'handing_over')
    .where('fence', '<', fence)
    .execute();
  const doubtful = await recordDelivered(
    db,
    docs,
    inHand.map((message) => ({ ...message, fence: message.fence!, kind: 'doubtful' as const })),
  );
  return { fence, requeued, doubtful };
}

/** Gives claims of older fences back, with the capacity they had taken. */
async function requeueClaimed(db: Db, laneId: number, fence: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('lanes').select('id').where('id', '=', laneId).forUpdate().execute();
    const { numUpdatedRows } = await trx
      .updateTable('messages')
      .set({ status: 'queued' })
      .where('lane_id', '=', laneId)
      .where('status', '=', 'claimed')
      .where('fence', '<', fence)
      .executeTakeFirstOrThrow();
    const count = Number(numUpdatedRows);
    if (count > 0) await giveBack(trx, laneId, count);
    return count;
  });
}
