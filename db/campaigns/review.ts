import { sql } from 'kysely';
import { addDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { closingInstant } from '../../domain/journeys/outcome';
import { campaignDoc, type CampaignRow } from './campaigns';
import { countJourneys } from './board/figures';
import { type ClockReading, readClock, realSleepMs } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { afterInCampaign } from '../platform/keyset';
import { type Db, type Queryable, type Trx } from '../platform/types';

/** What the campaign workflow does next. `sleep` is in real milliseconds and belongs to `wait`. */
export type CampaignReview =
  | { next: 'start_journeys' | 'signal_waiting_journeys' | 'done'; why: string }
  | { next: 'wait'; why: string; sleep: number };

/**
 * Real milliseconds a drained campaign waits for its journeys to have moved. Steering is signalled and needs no wait.
 */
const DRAINED_WAIT_MS = 1_000;

/**
 * Reviews the campaign and decides what to do next. Completes it when every journey is closed and no answer can count
 * any more. Reads without a lock; where the campaign has changed meanwhile, it is reviewed again.
 */
export async function reviewCampaign(db: Db, input: { campaignId: number; turn: number }): Promise<CampaignReview> {
  for (;;) {
    const review = await reviewOnce(db, input);
    if (review) return review;
  }
}

/** A campaign row, and `seen`: which writing of the row this is. */
type SeenCampaign = CampaignRow & { seen: string };

async function reviewOnce(
  db: Db,
  { campaignId, turn }: { campaignId: number; turn: number },
): Promise<CampaignReview | undefined> {
  const campaign = await db
    .selectFrom('campaigns')
    .selectAll()
    .select(sql<string>`xmin::text`.as('seen'))
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const clock = await readClock(db);
  const doc = await campaignDoc(db, campaign.id, campaign.version);
  const left = await journeysLeft(db, campaign);
  const next = async (wakeAt: number | null, review: CampaignReview) =>
    (await noteReview(db, campaign, { turn, wake_at: wakeAt === null ? null : new Date(wakeAt) })) ? review : undefined;
  if (left.start) return next(null, { next: 'start_journeys', why: 'journeys_to_start' });
  if (left.signal && campaign.wake_at !== null && campaign.wake_at <= clock.now) {
    // Signal once, then let them move before signalling again.
    return next(null, { next: 'signal_waiting_journeys', why: campaign.status });
  }
  const over = campaign.status === 'stopped' || (campaign.status === 'running' && clock.now > closingInstant(doc));
  if (over && !left.open) return completeCampaign(db, campaign, turn);
  if (left.signal) return next(clock.now, { next: 'wait', why: 'journeys_moving', sleep: DRAINED_WAIT_MS });
  const wakeAt = nextReview(clock, doc.zone, closingInstant(doc));
  return next(wakeAt, { next: 'wait', why: 'daily_review', sleep: realSleepMs(clock, wakeAt) });
}

/** What is left to do of a campaign's journeys: whether there is one at all, never how many. */
interface JourneysLeft {
  start: boolean;
  signal: boolean;
  open: boolean;
}

async function journeysLeft(db: Queryable, campaign: CampaignRow): Promise<JourneysLeft> {
  const { id, status, epoch, journeys_created_at: created } = campaign;
  const all = afterInCampaign(id, 0, 'customer_id');
  const still = sql`${afterInCampaign(id, 0)} and status = 'open'`;
  const { rows } = await sql<{ any: boolean; open: boolean; unstarted: boolean; held: boolean }>`
    select (select true from journeys where ${all} order by campaign_id, customer_id limit 1) is not null as any,
      (select true from journeys where ${still} order by campaign_id, id limit 1) is not null as open,
      (select true from journeys where ${still} and started_run < run order by campaign_id, id limit 1)
        is not null as unstarted,
      (select true from journeys where campaign_id = ${id} and status = 'open' and held_epoch is not null
        and held_epoch < ${epoch} order by held_epoch, id limit 1) is not null as held`.execute(db);
  const { any, open, unstarted, held } = rows[0]!;
  // A campaign stopped while its journeys were being created has the rest created too, so that each ends as stopped.
  const begun = status === 'running' || (status === 'stopped' && any);
  return {
    start: begun && (created === null || unstarted),
    signal: status === 'stopped' ? open : status === 'running' && held,
    open,
  };
}

/** Stores what a review has decided; false if the campaign has changed since it was read. */
async function noteReview(
  db: Db,
  campaign: SeenCampaign,
  values: { turn: number; wake_at: Date | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('campaigns')
    .set(values)
    .where('id', '=', campaign.id)
    .where(sql<boolean>`xmin::text = ${campaign.seen}`)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

/** Ends a campaign without an open journey; undefined if it has changed, or an arrival has reopened one. */
async function completeCampaign(db: Db, read: SeenCampaign, turn: number): Promise<CampaignReview | undefined> {
  const journeys = await countJourneys(db, read);
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', read.id)
      .where(sql<boolean>`xmin::text = ${read.seen}`)
      .forUpdate() // waits for arrivals that are being recorded, so that none is missed when the campaign completes
      .executeTakeFirst();
    if (!campaign || (await journeysLeft(trx, campaign)).open) return undefined;
    const { now } = await readClock(trx);
    const stopped = campaign.status === 'stopped';
    const status = stopped ? {} : { status: 'completed' as const };
    const ended = { turn, wake_at: null, ended_at: new Date(now), ...status };
    await trx.updateTable('campaigns').set(ended).where('id', '=', campaign.id).execute();
    await withdrawLeft(trx, campaign.id, stopped);
    const entry = { kind: stopped ? 'stop_completed' : 'completed', journeys };
    await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
    return { next: 'done', why: stopped ? 'stopped' : 'completed' };
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

/**
 * Next review: when the day is over, so that the campaign's figures of that day are noted, or just after the closing time
 * if that is earlier; soon once it has passed.
 */
function nextReview(clock: ClockReading, zone: string, closing: number): number {
  if (clock.now > closing) return clock.now + DRAINED_WAIT_MS;
  const tomorrow = instantOf(addDays(localDate(clock.now, zone), 1), '00:00', zone);
  return Math.min(tomorrow, closing + DRAINED_WAIT_MS);
}
