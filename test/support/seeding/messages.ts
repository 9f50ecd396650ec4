import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { recordDelivered } from '../../../db/delivery/handovers';
import { newPieceCode } from '../../../db/journeys/step-writes';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type TestDb } from '../test-db';
import { type Place } from './customers';

type Rows = Pick<TestDb, 'db'>;

/** A message of a journey as a step writes it. */
export interface QueuedMessage {
  journeyId: number;
  customerId: number;
  laneId: number;
  channel: Channel;
  step: string;
  notice: string;
  occurrence?: number;
  /** Epoch ms. */
  dueAt: number;
}

/** Queues a message in an envelope of its own. */
export async function queueMessage(
  { db }: Rows,
  { clientId, campaignId }: Place,
  message: QueuedMessage,
): Promise<{ messageId: number; pieceId: number; code: string }> {
  const { journeyId, customerId, laneId, channel, step, notice, occurrence = 0 } = message;
  const own = { client_id: clientId, campaign_id: campaignId, customer_id: customerId };
  const piece = await db
    .insertInto('pieces')
    .values({ ...own, code: newPieceCode() })
    .returning(['id', 'code'])
    .executeTakeFirstOrThrow();
  const due = new Date(message.dueAt);
  const { id } = await db
    .insertInto('messages')
    .values({
      ...own,
      ...{ journey_id: journeyId, piece_id: piece.id, lane_id: laneId, run: 1, step, occurrence, channel, notice },
      ...{ purpose: 'service_notice', version: 1, due_at: due, not_before: due },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { messageId: id, pieceId: piece.id, code: piece.code };
}

/**
 * Hands a message over as a lane does after the provider has taken it, at this instant (epoch ms): status, state of the
 * journey, ledger. A letter is expected two days later, unless said otherwise.
 */
export async function handOver(
  { db }: Rows,
  messageId: number,
  at: number,
  expectedAt = at + 2 * 86_400_000,
): Promise<void> {
  const when = new Date(at);
  const { channel, ...claim } = await db
    .updateTable('messages')
    .set({ status: 'handing_over', claimed_at: when, handed_over_at: when, fence: 1 })
    .where('id', '=', messageId)
    .returning(['id as messageId', 'journey_id as journeyId', 'campaign_id as campaignId', 'version', 'notice', 'step'])
    .returning('channel')
    .executeTakeFirstOrThrow();
  if (channel === 'post') {
    const expected = { expected_at: new Date(expectedAt) };
    await db.updateTable('messages').set(expected).where('id', '=', messageId).execute();
  }
  await recordDelivered(db, new CampaignDocs(), [{ ...claim, fence: 1, kind: 'handed_over', ref: 'test' }]);
}

/** Hands over everything that is queued for one journey, one campaign, or at all. */
export async function handOverQueued(
  rows: Rows,
  at: number,
  { journeyId, campaignId }: { journeyId?: number; campaignId?: number } = {},
): Promise<void> {
  const queued = await rows.db
    .selectFrom('messages')
    .select('id')
    .where('status', '=', 'queued')
    .$if(journeyId !== undefined, (query) => query.where('journey_id', '=', journeyId!))
    .$if(campaignId !== undefined, (query) => query.where('campaign_id', '=', campaignId!))
    .orderBy('id')
    .execute();
  for (const { id } of queued) await handOver(rows, id, at);
}
