import { sql } from 'kysely';
import { callbackOffer, type CallWindow, type NoCallback } from '../../domain/calls/callback';
import { zonesOf } from '../../domain/calls/hours-abroad';
import { calendarOf } from '../../domain/campaigns/holidays';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { closingInstant } from '../../domain/journeys/outcome';
import { ownVersion } from '../campaigns/plan-versions';
import { campaignDoc } from '../campaigns/campaigns';
import { type Link } from '../customers/links';
import { optOutState } from '../customers/page-requests/opt-out-state';
import { getLane, lanesOf, laneState } from '../delivery/lanes';
import { factsNow, type JourneyRow } from '../journeys/facts/load-facts';
import { readClock } from '../platform/clock';
import { type Queryable, type Trx } from '../platform/types';

/** The newest call that a customer asked for. */
export interface Callback {
  id: number;
  taskId: number;
  from: number;
  until: number;
  /** When the plan's call that was moved was due; null: the task was opened for the request. */
  plannedAt: number | null;
  /**
   * `agreed`: nothing has happened yet; `tried`: called, and not reached, the next attempt is due; `done`: the call was made;
   * `ended`: it will not be made any more; `withdrawn`: by the customer.
   */
  state: 'agreed' | 'tried' | 'done' | 'ended' | 'withdrawn';
  /** When it can be made at the earliest, epoch ms. */
  nextAt: number;
}

/** What the newest call asked for has become; null: none was asked for. */
export async function loadCallback(db: Queryable, link: Link): Promise<Callback | null> {
  const { rows } = await sql<
    Omit<Callback, 'state'> & { withdrawn: boolean; open: boolean; made: boolean; tried: boolean }
  >`
    select r.id, r.task_id as "taskId", r.from_at as "from", r.until_at as "until", r.planned_at as "plannedAt",
      t.next_at as "nextAt", r.withdrawn_at is not null as withdrawn,
      t.status <> 'done' and m.status in ('queued', 'claimed') as open, m.status = 'handed_over' as made,
      exists (select from call_attempts a where a.task_id = t.id and a.at >= r.asked_at) as tried
    from callback_requests r join journeys j on j.id = r.journey_id join call_tasks t on t.id = r.task_id
      join messages m on m.id = t.message_id
    where j.campaign_id = ${link.campaignId} and j.customer_id = ${link.customerId}
    order by r.id desc limit 1`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { withdrawn, open, made, tried, ...own } = row;
  const state = withdrawn ? 'withdrawn' : open ? (tried ? 'tried' : 'agreed') : made ? 'done' : 'ended';
  return { ...own, state };
}

/** Whether a call is agreed that has not been made yet. */
export const isOpen = (callback: Callback | null): callback is Callback =>
  callback !== null && (callback.state === 'agreed' || callback.state === 'tried');

/** What can be agreed now, with all that it was decided from. */
export interface CallbackOffer {
  offer: CallWindow[] | NoCallback;
  facts: JourneyFacts;
  doc: CampaignDoc;
  version: number;
  laneId: number | undefined;
  now: number;
}

/** What can be agreed with the customer of a journey that the caller has locked. */
export async function offerCallback(trx: Trx, journey: JourneyRow): Promise<CallbackOffer> {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['status', 'version'])
    .where('id', '=', journey.campaign_id)
    .executeTakeFirstOrThrow();
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, journey.campaign_id, version);
  const clock = await readClock(trx);
  const campaigns = new Map([[journey.campaign_id, { ...campaign, doc }]]);
  const facts = await factsNow(trx, journey, { ...clock, campaigns });
  const laneId = (await lanesOf(trx, [journey.client_id])).get(`${journey.client_id}:phone`);
  const lane = laneId === undefined ? null : laneState(await getLane(trx, laneId));
  const abroad = zonesOf(await countryOf(trx, journey.customer_id));
  const place = { campaignId: journey.campaign_id, customerId: journey.customer_id };
  const { stopped: refused } = await optOutState(trx, place, 'phone');
  const context = { doc, calendar: calendarOf(doc), lane, refused, abroad, end: closingInstant(doc) };
  return { offer: callbackOffer(facts, context), facts, doc, version, laneId, now: clock.now };
}

async function countryOf(trx: Trx, customerId: number): Promise<string | null> {
  const query = trx.selectFrom('customers').select('country').where('id', '=', customerId);
  return (await query.executeTakeFirstOrThrow()).country;
}
