import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type SeedCustomer } from '../../support/seed';
import { Scenario, type World } from './world';

/** How things stand with a customer. */
export interface Standing {
  state: string;
  /** `outcome/reason` by contract; `open` without one. */
  outcomes: string[];
  /** `step/channel status` in their order, `came back` where that is so. */
  contacts: string[];
  /** What the customer heard in reply, in the same words; compared only where a row names it. */
  replies?: string[];
  /** Reasons of open holds. */
  holds?: string[];
}

/** One order of arrival: its id is the one of docs/orders-of-arrival.md. */
export interface Row {
  id: string;
  what: string;
  customer?: SeedCustomer;
  doc?: CampaignDoc;
  play(scenario: Scenario): Promise<void>;
  then: Standing;
}

/** Plays each row through the real channels and engine, then compares the result and checks that nothing was lost. */
export function play(world: () => World, rows: Row[]): void {
  test.each(rows)('$id $what', async ({ customer = {}, doc, play: acts, then }) => {
    const scenario = await Scenario.begin(world(), customer, doc);
    await acts(scenario);
    const { replies, ...now } = await standing(scenario);
    expect({ ...now, ...(then.replies && { replies }) }).toEqual(then);
    await nothingLost(scenario);
    await confirmedOnce(scenario);
    await scenario.db
      .updateTable('campaigns')
      .set({ status: 'completed' })
      .where('id', '=', scenario.campaignId)
      .execute();
  });
}

export async function standing(scenario: Scenario): Promise<Standing> {
  const { state } = await scenario.journey();
  const outcomes = await scenario.db
    .selectFrom('audience as a')
    .leftJoin('outcomes as o', (join) =>
      join.onRef('o.campaign_id', '=', 'a.campaign_id').onRef('o.contract_id', '=', 'a.contract_id'),
    )
    .select(['o.outcome', 'o.reason'])
    .where('a.campaign_id', '=', scenario.campaignId)
    .orderBy('a.contract_id')
    .execute();
  const contacts = await scenario.db
    .selectFrom('messages')
    .select(['step', 'channel', 'status', 'bounced_at', 'run', 'occurrence', 'reply'])
    .where('journey_id', '=', scenario.journeyId)
    .orderBy('id')
    .execute();
  const holds = await scenario.db
    .selectFrom('holds')
    .select('reason')
    .where('customer_id', '=', scenario.customerId)
    .where('released_at', 'is', null)
    .execute();
  return {
    state,
    outcomes: outcomes.map(({ outcome, reason }) => (outcome ? `${outcome}/${reason}` : 'open')),
    contacts: contacts.filter(({ reply }) => !reply).map(said),
    replies: contacts.filter(({ reply }) => reply).map(said),
    ...(holds.length > 0 && { holds: holds.map(({ reason }) => reason) }),
  };
}

const said = ({ step, channel, status, bounced_at: back }: Sent): string =>
  [`${step}/${channel}`, status, ...(back ? ['came back'] : [])].join(' ');
type Sent = Record<'step' | 'channel' | 'status', string> & { bounced_at: number | null };

/**
 * Every answer by which a contract has its outcome has one receipt that is not lost, unless a hold keeps it back or the
 * customer has no channel for it, or the campaign was stopped; no answer has two.
 */
async function confirmedOnce({ db, campaignId, customerId, journeyId }: Scenario): Promise<void> {
  const { rows } = await sql<{ seq: number; stands: boolean; receipts: number }>`
    select a.seq, (select count(*)::int from messages m where m.journey_id = a.journey_id and m.step = 'receipt'
        and m.occurrence = a.seq and m.bounced_at is null and m.status not in ('failed', 'withdrawn')) as receipts,
      exists (select from outcomes o cross join lateral (select w.arrival_id, w.choice from choices w
          where w.campaign_id = o.campaign_id and w.contract_id = o.contract_id order by w.at desc, w.id desc limit 1) w
        where o.campaign_id = ${campaignId} and o.customer_id = ${customerId} and w.arrival_id = a.id
          and w.choice = case o.outcome when 'migrated' then 'migrate' when 'cancelled' then 'cancel' end
          and o.reason ~ '^(web|form|phone)') as stands
    from arrivals a where a.journey_id = ${journeyId} and a.kind = 'answer' order by a.seq`.execute(db);
  expect(rows.filter(({ receipts }) => receipts > 1)).toEqual([]);
  const { rows: reach } = await sql`
    select 1 from contact_points p where p.customer_id = ${customerId} and p.channel <> 'phone' and p.bad_at is null
      and exists (select from campaigns c where c.id = ${campaignId} and c.status <> 'stopped')
      and not exists (select from holds h where h.customer_id = ${customerId} and h.released_at is null)
      and not exists (select from representatives r where r.customer_id = ${customerId})
      and coalesce((select k.value from consents k where k.customer_id = ${customerId} and k.channel = p.channel
        and k.purpose = 'service_notice' order by k.at desc, k.id desc limit 1), true)`.execute(db);
  if (reach.length > 0) expect(rows.filter(({ stands, receipts }) => stands && receipts !== 1)).toEqual([]);
}

/** Every arrival has been read and is in the ledger; nothing that has left twice; nothing queued for a closed journey. */
async function nothingLost(scenario: Scenario): Promise<void> {
  const arrivals = await scenario.db
    .selectFrom('arrivals')
    .select(['id', 'read_at'])
    .where('journey_id', '=', scenario.journeyId)
    .execute();
  expect(arrivals.filter((arrival) => arrival.read_at === null)).toEqual([]);
  const ledger = await scenario.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${scenario.campaignId}`)
    .execute();
  const noted = ledger.map(({ body }) => JSON.parse(body) as { kind: string; arrivalId?: number });
  const ids = noted.flatMap(({ kind, arrivalId }) => (kind === 'arrival' ? [arrivalId] : []));
  expect(ids.sort()).toEqual(arrivals.map(({ id }) => id).sort());
  const { status } = await scenario.journey();
  const left = await scenario.db
    .selectFrom('messages')
    .select('status')
    .where('journey_id', '=', scenario.journeyId)
    .where('status', 'in', ['queued', 'claimed', 'handing_over'])
    .where('reply', '=', false)
    .execute();
  if (status === 'closed') expect(left).toEqual([]);
}
