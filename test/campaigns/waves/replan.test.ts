import { sql } from 'kysely';
import { redecide } from '../../../audit/verify';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { finishAdoptions } from '../../../db/campaigns/finish-adoption';
import { divideAnew } from '../../../db/campaigns/replan/divide-anew';
import { waitingJourneysToSignal } from '../../../db/journeys/create-journeys';
import { type Api, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import {
  adopt,
  draft,
  type Flight,
  handOver,
  inFlight,
  NOTICE_AT,
  runAllJourneys,
  submit,
} from '../plan-versions-fixture';
import { listedWaves, on, wave, wavesOf } from './in-waves';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const first = wave('first', '02-01', { size: 2 });
const old = [first, wave('second', '02-08', { size: 4 }), wave('third', '02-15')];
/** The same customers over more waves, since fewer can be called a day; `second` is gone. */
const anew = [first, wave('b', '02-10', { size: 3 }), wave('c', '02-17', { size: 3 }), wave('third', '02-24')];
const migrate = { default: 'migrate' };

beforeEach(async () => {
  const customers = Array.from({ length: 10 }, () => ({}));
  flight = await inFlight(api, customers, { waves: old });
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  await stepClock(api.t, '2027-02-03T10:00:00+09:00');
});

const journeys = () =>
  api.t.db.selectFrom('journeys').selectAll().where('campaign_id', '=', flight.id).orderBy('id').execute();
const waves = () => wavesOf(api, flight);
const counts = (list: (string | null)[]) =>
  Object.fromEntries([...new Set(list)].map((one) => [String(one), list.filter((other) => other === one).length]));
const sent = (results: { did: string }[]) => results.flatMap(({ did }, index) => (did === 'sent' ? [index] : []));
const entries = async (kind: string) =>
  (await api.t.db.selectFrom('ledger').select('body').where('chain', '=', `campaign:${flight.id}`).orderBy('seq').execute())
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    .filter((entry) => entry.kind === kind); // prettier-ignore
const toSignal = async () =>
  (await waitingJourneysToSignal(api.t.db, { campaignId: flight.id, after: { epoch: -1, id: 0 }, limit: 100 })).map(
    ({ id }) => id,
  );

it('divides anew those whose wave has not begun, as the preview says, and each begins once on the new day', async () => {
  const before = await waves();
  const { version } = (await draft(api, flight, { waves: anew }).expect(201)).body as { version: number };
  const preview = await api
    .send('post', `${flight.path}/${version}/preview`, flight.own.keys.manager.key)
    .send({ rule: migrate })
    .expect(200);
  await adopt(api, flight, { waves: anew }, migrate);
  const after = await waves();
  expect(counts(after)).toEqual({ first: 2, b: 3, c: 3, third: 2 });
  expect(after.filter((_, index) => before[index] === 'first')).toEqual(['first', 'first']);
  const moves = before.flatMap((from, index) => (from === after[index] ? [] : [`${from}>${after[index]}`])).sort();
  const listed = (list: unknown) =>
    (list as { from: string; to: string; customers: number }[])
      .flatMap(({ from, to, customers }) => Array.from({ length: customers }, () => `${from}>${to}`))
      .sort();
  expect(listed((preview.body as { waves: unknown }).waves)).toEqual(moves);
  expect((await entries('waves_divided')).map((entry) => listed(entry.moves))).toEqual([moves]);

  const places = (id: string) => after.flatMap((one, index) => (one === id ? [index] : []));
  expect(sent(await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00'))).toEqual([]);
  expect(sent(await runAllJourneys(api, flight, '2027-02-10T20:00:00+09:00'))).toEqual(places('b'));
  expect(sent(await runAllJourneys(api, flight, '2027-02-17T20:00:00+09:00'))).toEqual([...places('first'), ...places('c')].sort((a, b) => a - b)); // prettier-ignore
  expect(sent(await runAllJourneys(api, flight, '2027-02-24T20:00:00+09:00'))).toEqual(expect.arrayContaining(places('third'))); // prettier-ignore
  const notices = await api.t.db.selectFrom('messages').select('journey_id').where('campaign_id', '=', flight.id).where('step', '=', 'notice').execute(); // prettier-ignore
  expect(notices.map((row) => row.journey_id).sort()).toEqual(flight.journeys.toSorted());
  expect(await redecide(api.t.db, flight.id)).toMatchObject({ differing: [] });
});

it('wakes those whose wave now begins sooner, and no one else', async () => {
  await adopt(api, flight, { waves: [first, wave('second', '02-08', { size: 4 }), wave('soon', '02-05')] }, migrate);
  const early = (await journeys()).filter((row) => row.wave === 'soon').map(({ id }) => id);
  expect(early).toHaveLength(4);
  expect(await toSignal()).toEqual(early);
});

/** Adopted, and the campaign has moved; no journey has been given its new wave. */
async function adopted(): Promise<{ campaign_id: number; version: number }> {
  const { version } = (await draft(api, flight, { waves: anew }).expect(201)).body as { version: number };
  const { contentHash } = (await submit(api, flight, version, migrate).expect(200)).body as { contentHash: string };
  for (const role of ['approver', 'client_approver'] as const)
    await api.act(`${flight.path}/${version}/approve`, flight.own.keys[role].key, { contentHash }).expect(200);
  await api.act(`${flight.path}/${version}/adopt`, flight.own.keys.manager.key).expect(200);
  return { campaign_id: flight.id, version };
}

it('goes on where it was cut off, to the same waves, with each move noted once', async () => {
  const key = await adopted();
  const before = await waves();
  let batches = 0;
  const cut = api.t.db.withPlugin({
    transformQuery: ({ node }) => {
      if (node.kind === 'UpdateQueryNode' && ++batches > 2) throw new Error('cut off');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await expect(divideAnew(cut, new CampaignDocs(), key, 2)).rejects.toThrow('cut off');
  const half = await waves();
  expect(half).not.toEqual(before);
  await Promise.all([finishAdoptions(api.t.db), finishAdoptions(api.t.db)]);
  await finishAdoptions(api.t.db);
  const after = await waves();
  expect(counts(after)).toEqual({ first: 2, b: 3, c: 3, third: 2 });
  const noted = await entries('waves_divided');
  expect(noted).toHaveLength(1);
  const total = (noted[0]!.moves as { customers: number }[]).reduce((sum, { customers }) => sum + customers, 0);
  expect(total).toBe(after.filter((one, index) => one !== before[index]).length);
});

it('sends nothing between the adoption and the new wave, and moves no one to whom something was sent', async () => {
  await adopted();
  const before = await waves();
  const meanwhile = await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00');
  expect(sent(meanwhile)).toEqual([]);
  const [one] = (await journeys()).filter((row) => row.wave === 'second');
  await sql`
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before)
    select client_id, campaign_id, ${one!.customer_id}, ${one!.id}, piece_id, lane_id, run, step, channel, purpose, notice,
      version, due_at, not_before from messages where campaign_id = ${flight.id} limit 1`.execute(api.t.db);
  await finishAdoptions(api.t.db);
  const after = await waves();
  expect(after[flight.journeys.indexOf(one!.id)]).toBe('second');
  expect(after.filter((_x, index) => before[index] === 'second').filter((id) => id === 'second')).toHaveLength(1);
  const waited = flight.journeys.filter((_x, index) => before[index] === 'second');
  expect(await toSignal()).toEqual(expect.arrayContaining(waited));
});

it('counts who ended before a wave began that is no more with the last one', async () => {
  const [ended] = (await journeys()).filter((row) => row.wave === 'second');
  await api.t.db
    .updateTable('journeys')
    .set({ status: 'closed', state: 'closed', closed_at: new Date(on('02-02')), wake_at: null })
    .where('id', '=', ended!.id)
    .execute();
  await adopt(api, flight, { waves: anew }, migrate);
  const items = await listedWaves<{ id: string; customers: number; closed: number }>(api, flight);
  expect(items.map(({ id, customers, closed }) => [id, customers, closed])).toEqual([
    ['first', 2, 0],
    ['b', 3, 0],
    ['c', 3, 0],
    ['third', 2, 1],
  ]);
});
