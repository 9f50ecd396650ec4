import { takeSteps } from '../../db/journeys/take-steps';
import { type StepResult } from '../../domain/journeys/story';
import { finishAdoptions } from '../../db/campaigns/finish-adoption';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type SeedCustomer, stepClock, testDoc } from '../support/seed';
import { type Api, type ApiClient, approveAll } from '../support/api';
import { handOverQueued } from '../support/seeding/messages';

export const NOTICE_AT = '2027-02-01T09:00:00+09:00';
const columns = { contractNumber: '契約番号', name: '氏名' };
const mail = { yes: 'contact', unknown: 'contact', no: 'dont' } as const;
const policy = { table: { service_notice: { mail }, offer: {} }, overrides: [] };

/** A campaign file (JSON) that says what the document does. */
export function fileOf(change: Partial<CampaignDoc> = {}): string {
  const doc = testDoc({ columns, policy, ...change });
  const dateEntry = ([name, value]: [string, unknown]) => [
    name,
    typeof value === 'number' ? new Date(value).toISOString() : value,
  ];
  const waves = doc.waves?.map((wave) => ({ ...wave, begins: new Date(wave.begins).toISOString() }));
  return JSON.stringify({ ...doc, waves, dates: Object.fromEntries(Object.entries(doc.dates).map(dateEntry)) });
}

/** A campaign in flight, started through the API; lanes are played by the test. */
export interface Flight {
  own: ApiClient;
  id: number;
  path: string;
  journeys: number[];
}

export async function inFlight(api: Api, customers: SeedCustomer[], change?: Partial<CampaignDoc>): Promise<Flight> {
  await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  const own = await api.client({ customers });
  const created = await api
    .act('/api/campaigns', own.keys.manager.key)
    .set('Content-Type', 'application/json')
    .send(fileOf(change));
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const { id } = created.body as { id: number };
  for (const { id: customer, contracts } of own.customers) {
    const row = {
      campaign_id: id,
      client_id: own.clientId,
      customer_id: customer,
      line: 2,
      state: 'included' as const,
    };
    await api.t.db
      .insertInto('audience')
      .values(contracts.map((contract_id) => ({ ...row, contract_id })))
      .execute();
  }
  await approveAll(api, own, id);
  await api.act(`/api/campaigns/${id}/start`, own.keys.manager.key).expect(200);
  await createJourneys(api.t.db, id);
  const rows = await api.t.db.selectFrom('journeys').select('id').where('campaign_id', '=', id).orderBy('id').execute();
  return { own, id, path: `/api/campaigns/${id}/versions`, journeys: rows.map((row) => row.id) };
}

/** Wakes every open journey once, as its workflow would at this instant. */
export async function runAllJourneys(api: Api, { id }: Flight, at?: string): Promise<StepResult[]> {
  if (at) await stepClock(api.t, at);
  const open = await api.t.db
    .selectFrom('journeys')
    .select(['id', 'run', 'turn'])
    .where('campaign_id', '=', id)
    .where('status', '=', 'open')
    .orderBy('id')
    .execute();
  const lane = await laneId(api);
  const deps = { db: api.t.db, vault: api.t.vault, docs: new CampaignDocs(), laneOf: async () => lane };
  const requests = open.map((journey) => ({ journeyId: journey.id, run: journey.run, turn: journey.turn + 1 }));
  return takeSteps(deps, requests);
}

async function laneId(api: Api): Promise<number> {
  const known = await api.t.db.selectFrom('lanes').select('id').executeTakeFirst();
  const made = () =>
    api.t.db.insertInto('lanes').values({ channel: 'mail', name: 'test' }).returning('id').executeTakeFirstOrThrow();
  return (known ?? (await made())).id;
}

/** What is queued has left, now. */
export async function handOver(api: Api, { id }: Flight): Promise<void> {
  const { stepped_to: now } = await api.t.db.selectFrom('clock').select('stepped_to').executeTakeFirstOrThrow();
  await handOverQueued(api.t, now!, { campaignId: id });
}

/** Steps of the campaign's messages with status and version, in order. */
export async function messages(api: Api, { id }: Flight): Promise<string[]> {
  const rows = await api.t.db
    .selectFrom('messages')
    .select(['step', 'status', 'version'])
    .where('campaign_id', '=', id)
    .orderBy('journey_id')
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.step} ${row.status} v${row.version}`);
}

export const draft = (api: Api, { own, path }: Flight, change: Partial<CampaignDoc>) =>
  api.act(path, own.keys.manager.key).set('Content-Type', 'application/json').send(fileOf(change));

export const submit = (api: Api, { own, path }: Flight, version: number, rule: object) =>
  api.act(`${path}/${version}/submit`, own.keys.manager.key, { rule });

/** Drafts, submits, approves at both gates and adopts, then carries it over to the journeys; answers the version. */
export async function adopt(api: Api, flight: Flight, change: Partial<CampaignDoc>, rule: object): Promise<number> {
  const { own, path } = flight;
  const { version } = (await draft(api, flight, change).expect(201)).body as { version: number };
  const { contentHash } = (await submit(api, flight, version, rule).expect(200)).body as { contentHash: string };
  for (const role of ['approver', 'client_approver'] as const) {
    await api.act(`${path}/${version}/approve`, own.keys[role].key, { contentHash }).expect(200);
  }
  await api.act(`${path}/${version}/adopt`, own.keys.manager.key).expect(200);
  await finishAdoptions(api.t.db);
  return version;
}
