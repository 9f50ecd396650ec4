import { redecide } from '../../../audit/verify';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { claimMessages } from '../../../db/delivery/claims';
import { type Wave } from '../../../domain/campaigns/campaign';
import { type Api, openApi } from '../../support/api';
import {
  adopt,
  draft,
  type Flight,
  handOver,
  inFlight,
  messages,
  NOTICE_AT,
  runAllJourneys,
} from '../plan-versions-fixture';
import { listedWaves, on, wave, waveName as name, wavesOf } from './in-waves';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const waves = (second = '02-08'): Wave[] => [wave('first', '02-01', { share: 50 }), wave('second', second)];
beforeEach(async () => {
  flight = await inFlight(api, [{}, {}, {}, {}], { waves: waves() });
});

const key = (role: 'manager' | 'client_viewer') => flight.own.keys[role].key;
const get = async (path: string) => (await api.send('get', path, key('client_viewer')).expect(200)).body;
const waveOf = () => wavesOf(api, flight);
const pauses = () => `/api/campaigns/${flight.id}/pauses`;

it("takes each customer's first step from the day of its wave on, and counts each wave's progress", async () => {
  const assigned = await waveOf();
  expect(assigned.toSorted()).toEqual(['first', 'first', 'second', 'second']);
  const early = await runAllJourneys(api, flight, NOTICE_AT);
  for (const [index, own] of assigned.entries()) {
    const expected = own === 'first' ? { did: 'sent', step: 'notice' } : { did: 'waits', why: 'before_wave' };
    expect(early[index]).toMatchObject(expected);
  }
  await handOver(api, flight);
  const plain = { awaits: null, trial: null };
  expect(await listedWaves(api, flight)).toEqual([
    { id: 'first', name, begins: '2027-01-31T15:00:00.000Z', customers: 2, waiting: 0, notified: 2, open: 2, closed: 0, ...plain },
    { id: 'second', name, begins: '2027-02-07T15:00:00.000Z', customers: 2, waiting: 2, notified: 0, open: 2, closed: 0, ...plain },
  ]); // prettier-ignore
  const board = (await get(`/api/campaigns/${flight.id}`)) as { byWave: { wave: string; customers: number }[] };
  expect(board.byWave.map((one) => [one.wave, one.customers])).toEqual([
    ['first', 2],
    ['second', 2],
  ]);
  const later = await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00');
  expect(later.filter(({ did }) => did === 'sent')).toHaveLength(2);
  expect((await messages(api, flight)).filter((line) => line.startsWith('notice queued'))).toHaveLength(2);
  expect(await redecide(api.t.db, flight.id)).toMatchObject({ differing: [] });
});

it('moves a wave that has not begun with a new version; customers who have begun stay', async () => {
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  await adopt(api, flight, { waves: waves('03-01') }, { default: 'migrate' });
  const then = await runAllJourneys(api, flight, '2027-02-15T20:00:00+09:00');
  const assigned = await waveOf();
  expect(then.map(({ did, why }) => (did === 'sent' ? did : why))).toEqual(
    assigned.map((one) => (one === 'first' ? 'sent' : 'before_wave')),
  );
  const last = await runAllJourneys(api, flight, '2027-03-01T20:00:00+09:00');
  expect(last.filter(({ step }) => step === 'notice')).toHaveLength(2);
});

it.each<[string, Wave[], string]>([
  ['another share', [{ ...waves()[0]!, share: 60 }, waves()[1]!], 'waves.first.share'],
  ['another day', [{ ...waves()[0]!, begins: on('02-03') }, waves()[1]!], 'waves.first.begins'],
  ['no waves', [], 'waves.first'],
])('a version with %s for a wave that has begun is refused', async (_, changed, path) => {
  await runAllJourneys(api, flight, NOTICE_AT);
  const { body } = await draft(api, flight, changed.length > 0 ? { waves: changed } : {}).expect(422);
  expect(body).toMatchObject({ code: 'plan_version_refused', issues: [{ path, code: 'wave_begun' }] });
});

it('pauses one wave: counted before, held in decision and claim, and let go', async () => {
  await runAllJourneys(api, flight, '2027-02-08T20:00:00+09:00');
  const scope = { wave: 'second' };
  const preview = await api.send('post', `${pauses()}/preview`, key('manager')).send({ scope }).expect(200);
  expect(preview.body).toMatchObject({ journeys: 2, queued: { mail: 2 } });
  const answers = { scope, extendWaits: false, reason: 'コールセンターの混雑' };
  const { body } = await api.act(pauses(), key('manager'), answers).expect(201);
  expect(body).toMatchObject({ scope: { wave: 'second' }, effect: { journeys: 2 } });
  const { id: laneId, fence } = await api.t.db.selectFrom('lanes').selectAll().executeTakeFirstOrThrow();
  const claim = async () =>
    (await claimMessages(api.t.db, new CampaignDocs(), { laneId, fence, limit: 100 })).messages.filter(
      ({ campaignId }) => campaignId === flight.id,
    );
  await api.t.db
    .updateTable('clock')
    .set({ stepped_to: new Date('2027-02-09T10:00:00+09:00') })
    .execute();
  const assigned = await waveOf();
  const leaving = (await claim()).map(({ journeyId }) => assigned[flight.journeys.indexOf(journeyId)]);
  expect(leaving).toEqual(['first', 'first']);
  await api.act(`${pauses()}/${body.id}/end`, key('manager'), { reason: '落ち着いた' }).expect(200);
  expect(await claim()).toHaveLength(2);
});

it('says before and after the adoption that the pause of a wave that the version drops holds no one', async () => {
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
  const opened = await api.act(pauses(), key('manager'), { scope: { wave: 'second' }, extendWaits: false, reason: '混雑' }).expect(201); // prettier-ignore
  const others = [waves()[0]!, wave('third', '02-22')];
  const { body: drafted } = await draft(api, flight, { waves: others }).expect(201);
  const emptied = [{ id: opened.body.id, wave: 'second', reason: '混雑', openedAt: opened.body.openedAt }];
  expect(drafted).toMatchObject({ dividesAnew: true, emptiedPauses: emptied });
  const rule = { default: 'migrate' };
  const previewed = await api.send('post', `${flight.path}/${drafted.version}/preview`, key('manager')).send({ rule });
  expect(previewed.body).toMatchObject({ emptiedPauses: emptied });
  const stay = await api.send('post', `${flight.path}/${drafted.version}/preview`, key('manager')).send({ rule: { default: 'stay' } }); // prettier-ignore
  expect(stay.body).toMatchObject({ code: 'plan_version_refused', issues: [{ path: 'rule.default', code: 'waves_for_all', advice: expect.stringContaining('次の版で stay') }] }); // prettier-ignore
  const gone = async () =>
    ((await get(pauses())) as { items: { inForce: boolean; waveGone: boolean }[] }).items.map(
      ({ inForce, waveGone }) => [inForce, waveGone],
    );
  expect(await gone()).toEqual([[true, false]]);
  await adopt(api, flight, { waves: others }, rule);
  expect(await gone()).toEqual([[true, true]]);
  const board = (await get(`/api/campaigns/${flight.id}/board`)) as { pauses: { waveGone: boolean }[] };
  expect(board.pauses.map(({ waveGone }) => waveGone)).toEqual([true]);
  const results = await runAllJourneys(api, flight, '2027-02-22T20:00:00+09:00');
  expect(results.filter(({ did, step }) => did === 'sent' && step === 'notice')).toHaveLength(2);
});
