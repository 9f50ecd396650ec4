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
    expect(await standing(scenario)).toEqual(then);
    await nothingLost(scenario);
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
    .select(['step', 'channel', 'status', 'bounced_at', 'run', 'occurrence'])
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
    contacts: contacts.map(({ step, channel, status, bounced_at: back }) =>
      [`${step}/${channel}`, status, ...(back ? ['came back'] : [])].join(' '),
    ),
    ...(holds.length > 0 && { holds: holds.map(({ reason }) => reason) }),
  };
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
    .execute();
  if (status === 'closed') expect(left).toEqual([]);
}
