import { parse } from 'yaml';
import { readClock } from '../../../db/platform/clock';
import { countKinds } from '../../../db/campaigns/pacing/count-kinds';
import { ensureLane, SHARED_LANES } from '../../../db/delivery/lanes';
import { storeRehearsalResult } from '../../../db/rehearsals/stored';
import { type Kind } from '../../../domain/campaigns/pacing/pacing';
import { type FileWave, fileWaves } from '../../../domain/campaigns/pacing/fragment';
import { planWaves } from '../../../domain/campaigns/pacing/plan-waves';
import { refusedWaves } from '../../../domain/campaigns/replan/replan';
import { DEFAULT_BEHAVIOUR } from '../../../domain/rehearsals/default-behaviour';
import { resultFixture } from '../../rehearsals/result-fixture';
import { type Api, type ApiClient, EXAMPLE, ledgerKinds, openApi } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import { inFlight, NOTICE_AT, runAllJourneys } from '../plan-versions-fixture';
import { on, wave } from './in-waves';

let api: Api;
beforeAll(async () => {
  api = await openApi({ REHEARSAL_DATABASE_URL: 'postgres://rehearsals@127.0.0.1/rehearsals' });
  for (const lane of SHARED_LANES) await ensureLane(api.t.db, lane);
});
afterAll(() => api.t.close());

let own: ApiClient;
let path: string;
beforeEach(async () => {
  own = await api.client();
  path = `/api/campaigns/${own.campaignId}`;
  const { body } = await api.send('get', path, own.keys.manager.key).expect(200);
  await edit(EXAMPLE, body.version).expect(200);
});

const edit = (file: string, version: number) =>
  api.send('put', path, own.keys.manager.key).set('If-Match', `"${version}"`).type('application/yaml').send(file);
const plan = (body: object = {}, key = own.keys.manager.key, of = path) =>
  api.send('post', `${of}/waves/plan`, key).send(body);
const version = async () => (await api.send('get', path, own.keys.manager.key).expect(200)).body.version as number;
const sum = (waves: { customers: number }[]) => waves.reduce((total, { customers }) => total + customers, 0);

it('proposes waves for everyone included, changes nothing, and its YAML is accepted as part of the file', async () => {
  const before = [await version(), await ledgerKinds(api.t, own.campaignId)];
  const { body } = await plan().expect(200);
  const rows = await countIncluded();
  expect(body).toMatchObject({ customers: rows, begun: 0, kept: true, left: 0, options: [], behaviour: { from: 'default', rehearsal: null } }); // prettier-ignore
  expect(sum(body.waves)).toBe(rows);
  for (const { begins, arrives } of body.waves as { begins: string; arrives: string }[]) {
    expect(begins <= body.lastStart && begins >= '2027-02-01' && arrives >= begins).toBe(true);
    expect([2, 3, 4]).toContain(new Date(arrives).getUTCDay());
  }
  expect([await version(), await ledgerKinds(api.t, own.campaignId)]).toEqual(before);
  await edit(`${EXAMPLE}\n${body.yaml}`, await version()).expect(200);
  const { body: stored } = await api.send('get', `${path}/document`, own.keys.manager.key).expect(200);
  expect(JSON.stringify(stored)).toContain(parse(body.yaml).waves[0].id);
});

async function countIncluded(): Promise<number> {
  const { rows } = await api.t.db
    .selectFrom('audience')
    .select(({ fn }) => fn.count<number>('customer_id').distinct().as('rows'))
    .where('campaign_id', '=', own.campaignId)
    .where('state', '=', 'included')
    .executeTakeFirstOrThrow();
  return Number(rows);
}

it('begins no wave on the day of a first dispatch at a time of day: a wave begins with its day', async () => {
  const file = EXAMPLE.replace('firstDispatch: 2027-02-01', 'firstDispatch: 2027-02-01T09:00:00+09:00');
  await edit(file, await version()).expect(200);
  const { body } = await plan({ deskDays: [] }).expect(200);
  expect(body.waves[0].begins).toBe('2027-02-02');
  await edit(`${file}\n${body.yaml}`, await version()).expect(200);
});

it('begins with the segments given first, and with the channels that each customer can be reached on', async () => {
  const [first] = own.customers;
  await api.t.db.updateTable('customers').set({ kind: 'company' }).where('id', '=', first!.id).execute();
  await api.t.db
    .deleteFrom('contact_points')
    .where('customer_id', '=', first!.id)
    .where('channel', '=', 'mail')
    .execute();
  const { body } = await plan({ priorities: ['companies'] }).expect(200);
  expect(body.groups).toEqual([
    { segment: 'companies', customers: 1 },
    { segment: null, customers: body.customers - 1 },
  ]);
  expect(body.waves[0]).toMatchObject({ segment: 'companies', customers: 1 });
  expect(parse(body.yaml).waves[0]).toMatchObject({ only: ['companies'] });
  const counted = await countKinds(
    api.t.db,
    { id: own.campaignId, client_id: own.clientId },
    {
      asked: { kind: true, age: false, prefecture: false, products: false },
      waves: null,
    },
  );
  const company = counted.filter(({ traits }) => traits.kind === 'company');
  expect([sum(company), company[0]!.reach.map(({ channel }) => channel).includes('mail')]).toEqual([1, false]);
  expect(sum(counted)).toBe(body.customers);
});

it('says that the dates cannot be kept, gives no YAML then, and computes no options unless asked', async () => {
  const capacity = { print: 0, post: 0, mails: 0, sms: 0 };
  const { body } = await plan({ capacity }).expect(200);
  expect(body).toMatchObject({ kept: false, left: body.customers, yaml: null, waves: [] });
  expect((await plan({ capacity, options: false }).expect(200)).body.options).toEqual([]);
});

it('counts with the capacity of the lanes, that given instead, and the behaviour of the last rehearsal', async () => {
  const { id } = (await api.act(`${path}/rehearsals`, own.keys.manager.key, { behaviour: { capacity: { letters: 700, returns: 50 } } }).expect(201)).body as { id: number }; // prettier-ignore
  await storeRehearsalResult(api.t.db, id, resultFixture());
  const { body } = await plan({ capacity: { callMinutes: 900, returns: null } }).expect(200);
  expect(body.behaviour).toEqual({ from: 'rehearsal', rehearsal: id });
  expect(body.limits).toMatchObject({ print: 700, post: 700, callMinutes: 900 });
  expect(body.limits).not.toHaveProperty('returns');
});

it.each([
  ['an unknown segment', { priorities: ['nobody'] }, 422, 'segment_unknown', 'elderly'],
  ['a trial of everyone', { trial: { size: 1_000_000 } }, 422, 'trial_too_large', '1000000'],
  ['a behaviour that does not exist', { behaviour: 'rates: { bouncing: 1 }' }, 422, 'behaviour_file_invalid', 'bouncing'], // prettier-ignore
  ['a capacity below zero', { capacity: { print: -1 } }, 400, 'invalid_request', ''],
])('refuses %s with what to do about it', async (_, body, status, code, words) => {
  const refused = await plan(body).expect(status);
  expect(refused.body.code).toBe(code);
  expect(JSON.stringify(refused.body)).toContain(words);
});

it.each([
  ['administrator', 403],
  ['approver', 200],
] as const)('answers the role %s with %i', async (role, status) => {
  await plan({}, own.keys[role].key).expect(status);
});

it('leaves waves of a running campaign that have begun as they are, and plans only those to come', async () => {
  const nine = '2027-02-01T00:00:00.000Z';
  const waves = [wave('first', '02-01', { size: 1, begins: Date.parse(nine) }), wave('rest', '03-01')];
  const flight = await inFlight(api, [{}, {}, {}], { waves });
  await runAllJourneys(api, flight, NOTICE_AT);
  const of = `/api/campaigns/${flight.id}`;
  const { body } = await plan({}, flight.own.keys.manager.key, of).expect(200);
  expect(body).toMatchObject({ customers: 2, begun: 1, kept: true });
  const [kept, ...planned] = parse(body.yaml).waves as FileWave[];
  expect([kept, planned.map(({ id }) => id)]).toEqual([{ ...waves[0], begins: nine }, ['wave-3']]);
  const fresh = [waves[0]!, ...planned.map((one) => ({ ...one, begins: on(one.begins.slice(5)) }))];
  const { now } = await readClock(api.t.db);
  const judged = { now, goes: new Set<string>() };
  expect(refusedWaves(channelsDoc({ waves }), channelsDoc({ waves: fresh }), judged)).toEqual([]);
  await runAllJourneys(api, flight, '2027-03-02T20:00:00+09:00');
  const late = await plan({}, flight.own.keys.manager.key, of).expect(409);
  expect(late.body.code).toBe('waves_all_begun');
});

it('plans no wave before a trial that has begun can have shown enough, unless it has its go', async () => {
  const waves = [wave('trial', '02-01', { size: 1, trial: true }), wave('rest', '02-08')];
  const flight = await inFlight(api, [{}, {}, {}], { waves });
  await runAllJourneys(api, flight, NOTICE_AT);
  const of = `/api/campaigns/${flight.id}`;
  const { key } = flight.own.keys.manager;
  const { body: waiting } = await plan({ deskDays: [] }, key, of).expect(200);
  expect(waiting.waves[0].begins >= '2027-02-06').toBe(true);
  await api.act(`${of}/waves/trial/go`, key, { reason: '急ぐため', early: true }).expect(200);
  const { body: gone } = await plan({ deskDays: [] }, key, of).expect(200);
  expect(gone.waves[0].begins).toBe('2027-02-02');
});

it('plans waves for a running campaign that has none, until its first dispatch', async () => {
  const flight = await inFlight(api, [{}, {}, {}]);
  const of = `/api/campaigns/${flight.id}`;
  const { body } = await plan({}, flight.own.keys.manager.key, of).expect(200);
  expect(body).toMatchObject({ customers: 3, begun: 0, kept: true });
  await stepClock(api.t, NOTICE_AT);
  const late = await plan({}, flight.own.keys.manager.key, of).expect(409);
  expect(late.body.code).toBe('waves_all_begun');
});

it('finds several ways to keep the dates of a million customers of many kinds', () => {
  const reached: Kind['channels'][] = [['post'], ['post', 'phone'], ['mail', 'post'], ['mail', 'post', 'phone'], ['mail', 'sms', 'post', 'phone'], ['mail'], ['sms'], ['phone']]; // prettier-ignore
  const kinds = ['a', 'b', 'c'].flatMap((segment) =>
    reached.map((channels) => ({ channels, segments: [segment], customers: 1_000_000 / 24 })),
  );
  const proposal = planWaves({
    ...{ doc: channelsDoc(), behaviour: DEFAULT_BEHAVIOUR, from: '2027-02-01', earliest: '2027-01-12' },
    ...{ groups: [{ segment: null, kinds }], limits: { print: 15_000, returns: 100_000 }, trial: null, fixed: [] },
    ...{ size: { min: 10_000, max: 1_000_000 }, deskDays: ['tue', 'wed', 'thu'] as const as never },
  });
  expect(proposal.left).toBeGreaterThan(0);
  expect(proposal.options.length).toBeGreaterThan(1);
  for (const { left } of proposal.options) expect(left).toBeLessThan(proposal.left);
  expect(proposal.options[0]).toMatchObject({ kept: true, left: 0 });
});

it('gives the last wave its size where one that has begun takes all others, and no id twice', () => {
  const begun = [wave('wave-2', '02-01')];
  const one = { begins: '2027-03-02', arrives: '2027-03-02', customers: 5, share: 1, segment: null };
  expect(fileWaves([one], { before: begun, after: 1 })).toMatchObject([{ id: 'wave-2-2027-03-02', size: 5 }]);
  const shares = [wave('one', '02-01', { share: 40 }), wave('other', '02-02', { share: 60 })];
  expect(fileWaves([one], { before: shares, after: 2 })).toMatchObject([{ id: 'wave-3', size: 5 }]);
  expect(fileWaves([one])[0]).not.toHaveProperty('size');
});
