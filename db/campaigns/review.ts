import { sql } from 'kysely';
import { addDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { closingInstant } from '../../domain/journeys/outcome';
import { campaignDoc } from './campaigns';
import { type ClockReading, readClock, realSleepMs } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';

/** What the campaign workflow does next. `sleep` is in real milliseconds and belongs to `wait`. */
export type CampaignReview =
  | { next: 'start_journeys' | 'signal_waiting_journeys' | 'done'; why: string }
  | { next: 'wait'; why: string; sleep: number };

/**
 * Real milliseconds a drained campaign waits for its journeys to have moved. Steering is signalled and needs no wait.
 */
const DRAINED_WAIT_MS = 1_000;

/**
 * Reviews the campaign under its lock and decides what to do next. Completes it when every journey is closed and no
 * answer can count any more.
 */
export async function reviewCampaign(db: Db, input: { campaignId: number; turn: number }): Promise<CampaignReview> {
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', input.campaignId)
      .forUpdate() // waits for arrivals that are being recorded, so that none is missed when the campaign completes
      .executeTakeFirstOrThrow();
    const clock = await readClock(trx);
    const doc = await campaignDoc(trx, campaign.id, campaign.version);
    const set = (values: { wake_at: Date | null; status?: 'completed'; ended_at?: Date }) =>
      trx
        .updateTable('campaigns')
        .set({ turn: input.turn, ...values })
        .where('id', '=', campaign.id)
        .execute();
    const counts = await countJourneys(trx, campaign.id, campaign.epoch);
    if (campaign.status === 'running' && (counts.all === 0 || counts.toStart > 0)) {
      await set({ wake_at: null });
      return { next: 'start_journeys', why: 'journeys_to_start' };
    }
    const waitingJourneys =
      campaign.status === 'stopped' ? counts.open : campaign.status === 'running' ? counts.heldBefore : 0;
    if (waitingJourneys > 0 && campaign.wake_at !== null && campaign.wake_at <= clock.now) {
      // Signal once, then let them move before signalling again.
      await set({ wake_at: null });
      return { next: 'signal_waiting_journeys', why: campaign.status };
    }
    const over = campaign.status === 'stopped' || (campaign.status === 'running' && clock.now > closingInstant(doc));
    if (over && counts.open === 0) {
      const status = campaign.status === 'running' ? { status: 'completed' as const } : {};
      await set({ wake_at: null, ended_at: new Date(clock.now), ...status });
      await withdrawLeft(trx, campaign.id, campaign.status === 'stopped');
      await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, clock.now, [
        { kind: campaign.status === 'running' ? 'completed' : 'stop_completed', journeys: counts.all },
      ]);
      return { next: 'done', why: campaign.status === 'running' ? 'completed' : 'stopped' };
    }
    const wakeAt = waitingJourneys > 0 ? clock.now : nextReview(clock, doc.zone, closingInstant(doc));
    await set({ wake_at: new Date(wakeAt) });
    const sleep = waitingJourneys > 0 ? DRAINED_WAIT_MS : realSleepMs(clock, wakeAt);
    return { next: 'wait', why: waitingJourneys > 0 ? 'journeys_moving' : 'daily_review', sleep };
  });
}

/**
 * Withdraws messages that returned to the queue after their journey had closed, such as calls whose lease expired; with
 * `replies` also those that answer a customer, of which a stopped campaign sends none.
 */
async function withdrawLeft(trx: Trx, campaignId: number, replies: boolean): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: 'journey_closed' })
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'queued')
    .$if(!replies, (update) => update.where('reply', '=', false))
    .execute();
}

async function countJourneys(trx: Trx, campaignId: number, epoch: number) {
  return trx
    .selectFrom('journeys')
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(*) filter (where status = 'open')`.as('open'),
      sql<number>`count(*) filter (where status = 'open' and started_run < run)`.as('toStart'),
      sql<number>`count(*) filter (where status = 'open' and held_epoch < ${epoch})`.as('heldBefore'),
    ])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
}

/** Next review: noon of the next day, or just after the closing time if that is earlier; soon once it has passed. */
function nextReview(clock: ClockReading, zone: string, closing: number): number {
  if (clock.now > closing) return clock.now + DRAINED_WAIT_MS;
  const noon = instantOf(addDays(localDate(clock.now, zone), 1), '12:00', zone);
  return Math.min(noon, closing + DRAINED_WAIT_MS);
}
