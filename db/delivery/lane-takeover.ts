import { type CampaignDocs } from '../campaigns/documents';
import { recordDelivered, requeue } from './handovers';
import { raiseFence } from './lanes';
import { type Db } from '../platform/types';

/**
 * Makes the caller the lane's only drainer: increments the fencing number, queues again what an earlier drainer had
 * only claimed, and marks what it was handing over as doubtful: perhaps sent, so never sent again automatically. With
 * `repeatable` that is queued again too, because the provider accepts a key only once.
 */
export async function takeOverLane(
  db: Db,
  docs: CampaignDocs,
  laneId: number,
  repeatable = false,
): Promise<{ fence: number; requeued: number; doubtful: number }> {
  const fence = await raiseFence(db, laneId);
  const requeued = await requeue(db, laneId, (update) =>
    update
      .where('lane_id', '=', laneId)
      .where('status', 'in', repeatable ? ['claimed', 'handing_over'] : ['claimed'])
      .where('fence', '<', fence),
  );
  const inHand = await db
    .selectFrom('messages')
    .select(['id as messageId', 'journey_id as journeyId', 'campaign_id as campaignId', 'fence', 'version', 'step'])
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
