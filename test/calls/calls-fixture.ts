import { takeSteps } from '../../db/journeys/take-steps';
import { createApiKey } from '../../db/access/api-keys';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { writeSearchKeys } from '../../db/customers/search';
import { ensureLane } from '../../db/delivery/lanes';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { channelsDoc, seedCampaign, type SeedCustomer, stepClock } from '../support/seed';
import { type Api, makePerson } from '../support/api';

/** A running campaign that begins with a call, its tasks queued at 10:00 on 1 February 2027 (a Monday), and its desk. */
export interface Desk {
  api: Api;
  clientId: number;
  campaignId: number;
  customers: { id: number; contracts: number[] }[];
  lane: number;
  /** Task of the n-th customer. */
  tasks: number[];
  operator: string;
  second: string;
  manager: string;
  auditor: string;
  /** Lets the journeys take what arrived and decide. */
  place(): Promise<void>;
}

export const TEN = '2027-02-01T10:00:00+09:00';

/** Sets a clock that stands still between two calls, without slots. */
export async function clockAt(api: Api, at: string): Promise<void> {
  await stepClock(api.t, at);
  await api.t.db.updateTable('clock').set({ slot_ms: 0 }).execute();
}

const doc = (change: Partial<CampaignDoc>): CampaignDoc => {
  const base = channelsDoc();
  const steps = base.plan.steps.filter(({ id }) => id === 'call' || id === 'final');
  return { ...base, plan: { steps }, ...change };
};

/** A desk of a client of its own; the clock is everybody's. */
export async function openDesk(api: Api, customers: SeedCustomer[], change: Partial<CampaignDoc> = {}): Promise<Desk> {
  const { t } = api;
  const seeded = await seedCampaign(t, { doc: doc(change), customers });
  const { clientId, campaignId } = seeded;
  const lane = await ensureLane(t.db, { clientId, channel: 'phone', name: 'desk' });
  const letters = await ensureLane(t.db, { clientId, channel: 'post', name: 'letters' });
  const deps = {
    db: t.db,
    vault: t.vault,
    docs: new CampaignDocs(),
    laneOf: async (_trx: unknown, _client: number, channel: string) => (channel === 'phone' ? lane : letters),
  };
  await createJourneys(t.db, campaignId);
  let turn = -1;
  const place = async () => {
    turn += 1;
    const rows = await t.db
      .selectFrom('journeys')
      .select(['id', 'run'])
      .where('campaign_id', '=', campaignId)
      .execute();
    await takeSteps(
      deps,
      rows.map((row) => ({ journeyId: row.id, run: row.run, turn })),
    );
  };
  await stepClock(t, TEN); // in slots, so that no customer is spread over the day
  await place();
  await clockAt(api, TEN);
  const rows = await t.db
    .selectFrom('call_tasks')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .orderBy('customer_id')
    .execute();
  const key = async (role: 'operator' | 'manager' | 'auditor') =>
    (await createApiKey(t.db, { personId: await makePerson(t, role), clientId, role })).key;
  return {
    api,
    ...seeded,
    lane,
    tasks: rows.map((row) => row.id),
    operator: await key('operator'),
    second: await key('operator'),
    manager: await key('manager'),
    auditor: await key('auditor'),
    place,
  };
}

/** Takes a call for an operator (the first one by default). */
export const lease = ({ api, operator }: Desk, task: number, key = operator) =>
  api.send('post', `/api/call-tasks/${task}/lease`, key);

/** Reports what came of a call. */
export const report = ({ api, operator }: Desk, task: number, body: object, key = operator) =>
  api.act(`/api/call-tasks/${task}/outcome`, key, body);

/** Lets the customers be found by the number that the seed gives to all of them, as an import does. */
export const findable = ({ api, clientId, customers }: Desk) =>
  writeSearchKeys(
    api.t.db,
    api.t.vault,
    customers.map(({ id: customerId }, n) => {
      const profile = { name: `見本 ${n}`, phone: '+81312345678' };
      return { customerId, clientId, profile };
    }),
  );

/** Two items that the n-th customer says rightly. */
export const itemsOf = (n: number) => [
  { item: 'birthDate', said: '1970/1/2' },
  { item: 'contractNumber', said: `MN${n}-0` },
];

/** Checks who is on the phone in the call to the n-th customer; by default with what is right. */
export const identify = (desk: Desk, n: number, said: object = { identity: itemsOf(n) }, key = desk.operator) => {
  const place = { campaignId: desk.campaignId, callTask: desk.tasks[n]! };
  return desk.api.act(`/api/customers/${desk.customers[n]!.id}/identity-checks`, key, { ...place, ...said });
};

export const tasksOf = async (desk: Desk, query = '') =>
  (await desk.api.send('get', `/api/call-tasks${query}`, desk.operator).expect(200)).body.items as {
    id: number;
    status: string;
    dueNow: boolean;
    result: string | null;
    attempts: number;
    nextAt: string;
  }[];

export const messageOf = async (desk: Desk, task: number) =>
  desk.api.t.db
    .selectFrom('messages as m')
    .innerJoin('call_tasks as t', 't.message_id', 'm.id')
    .selectAll('m')
    .where('t.id', '=', task)
    .executeTakeFirstOrThrow();

/** What came in for the n-th customer, in order: kind and data. */
export const arrivalsOf = async (desk: Desk, customer: number) => {
  const rows = await desk.api.t.db
    .selectFrom('arrivals as a')
    .innerJoin('journeys as j', 'j.id', 'a.journey_id')
    .select(['a.kind', 'a.data'])
    .where('j.customer_id', '=', desk.customers[customer]!.id)
    .where('j.client_id', '=', desk.clientId)
    .orderBy('a.id')
    .execute();
  return rows.map((row) => [row.kind, row.data] as const);
};
