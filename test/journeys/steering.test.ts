import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { verifyCompleteness } from '../../audit/completeness';
import { redecide } from '../../audit/verify';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';
import { handOverQueued } from '../support/seeding/messages';

let api: Api;
let own: ApiClient;
let journey: number;
let lane: number;
let docs: CampaignDocs;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const NOTICE_AT = '2027-02-01T09:00:00+09:00';
beforeEach(async () => {
  own = await api.client({ status: 'running', customers: [{}] });
  docs = new CampaignDocs();
  lane = await ensureLane(api.t.db, {
    clientId: own.clientId,
    channel: 'mail',
    name: `m${own.campaignId}`,
    burst: 100,
  });
  await stepClock(api.t, NOTICE_AT);
  await createJourneys(api.t.db, own.campaignId);
  const row = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  journey = row.id;
});

const place = async (turn = 0, run = 1) => {
  const deps: StepDeps = { db: api.t.db, vault: api.t.vault, docs, laneOf: async () => lane };
  return (await takeSteps(deps, [{ journeyId: journey, run, turn }]))[0]!;
};
const act = (what: string, body: object, role: 'manager' | 'approver' = 'manager') =>
  api.act(`/api/journeys/${journey}/${what}`, own.keys[role].key, body);
const shown = async () => (await api.send('get', `/api/journeys/${journey}`, own.keys.auditor.key).expect(200)).body;
const claim = async () => {
  const { fence } = await takeOverLane(api.t.db, docs, lane);
  return (await claimMessages(api.t.db, docs, { laneId: lane, fence, limit: 10 })).messages;
};
const contractId = () => own.customers[0]!.contracts[0]!;
const correct = (outcome: string, declaredAt?: string) =>
  act('corrections', {
    contractId: contractId(),
    outcome,
    reason: '用紙の読み違い',
    ...(declaredAt && { declaredAt }),
  });

test('a paused customer gets nothing, not even what was claimed; resumed, the journey goes on', async () => {
  expect(await place()).toMatchObject({ did: 'sent' });
  const [claimed] = await claim();
  const paused = await act('pause', { extendWaits: true, reason: '苦情の確認' }).expect(200);
  expect(paused.body).toMatchObject({ journeyId: journey, paused: true, stopped: false, inFlight: 0 });
  expect(await markHandingOver(api.t.db, claimed!)).toBe(false);
  expect(await claim()).toEqual([]);
  const again = await act('pause', { extendWaits: false, reason: '二度目' }).expect(200);
  expect(again.body.pauseId).toBe(paused.body.pauseId);
  const resumed = await act('resume', { reason: '解決' }).expect(200);
  expect(resumed.body).toMatchObject({ paused: false, pauseId: paused.body.pauseId });
  await place(1);
  expect(await claim()).toHaveLength(1);
  const kinds = (await shown()).timeline.map((event: { kind: string }) => event.kind);
  expect(kinds).toEqual(expect.arrayContaining(['journey_paused', 'journey_resumed', 'arrival.journey_resumed']));
});

test('a stopped customer ends as stopped, with what was queued withdrawn', async () => {
  await place();
  const stopped = await act('stop', { reason: '委託元の指示' }).expect(200);
  expect(stopped.body).toMatchObject({ stopped: true, inFlight: 0 });
  expect(await claim()).toEqual([]);
  expect(await place(1)).toMatchObject({ did: 'closed', why: 'stopped_by_person' });
  const ended = await shown();
  expect(ended).toMatchObject({ status: 'closed', contracts: [{ outcome: 'stopped', reason: 'stopped_by_person' }] });
  expect(ended.messages).toMatchObject([{ status: 'withdrawn' }]);
  await act('stop', { reason: 'もう一度' }).expect(200);
  const refused = await act('pause', { extendWaits: false, reason: 'x' }).expect(409);
  expect(refused.body.code).toBe('journey_closed');
  expect(await redecide(api.t.db, own.campaignId)).toMatchObject({ differing: [] });
});

test('who was stopped and takes one of two answers back keeps the other, and hears no more', async () => {
  const two = await api.client({ status: 'running', customers: [{ contracts: 2 }] });
  await createJourneys(api.t.db, two.campaignId);
  const [customer] = two.customers;
  const { id } = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', two.campaignId)
    .executeTakeFirstOrThrow();
  [own, journey] = [two, id];
  lane = await ensureLane(api.t.db, { clientId: own.clientId, channel: 'mail', name: 'm', burst: 100 });
  const [first, second] = customer!.contracts as [number, number];
  const arrive = (kind: 'answer' | 'answer_withdrawn', at: string, data: object) =>
    api.t.db.transaction().execute((trx) =>
      recordArrival(trx, {
        campaignId: own.campaignId,
        customerId: customer!.id,
        kind,
        at: Date.parse(at),
        source: 'web',
        data: { ...data },
        dedupe: kind,
      }),
    );
  await place();
  await act('stop', { reason: '本人の申し出' }).expect(200);
  await arrive('answer', '2027-02-01T09:00:01+09:00', { choices: { [first]: 'migrate', [second]: 'cancel' } });
  expect(await place(1)).toMatchObject({ did: 'closed', why: 'answered' });
  await stepClock(api.t, '2027-02-02T09:00:00+09:00');
  await arrive('answer_withdrawn', '2027-02-02T09:00:00+09:00', { contracts: [second] });
  const ended = await shown();
  expect(ended).toMatchObject({
    status: 'closed',
    run: 1,
    contracts: [{ outcome: 'migrated' }, { outcome: 'stopped', reason: 'stopped_by_person' }],
  });
  expect(await redecide(api.t.db, own.campaignId)).toMatchObject({ differing: [] });
});

describe('the correction of an outcome', () => {
  /** Notified and silent to the end. */
  async function lapse(): Promise<void> {
    await place();
    await handOverQueued(api.t, Date.parse(NOTICE_AT), { journeyId: journey });
    await stepClock(api.t, '2027-04-17T00:00:00+09:00');
    expect(await place(1)).toMatchObject({ did: 'closed', why: 'deadline_passed' });
    await api.t.db
      .updateTable('campaigns')
      .set({ status: 'completed', ended_at: new Date(NOTICE_AT) })
      .where('id', '=', own.campaignId)
      .execute();
  }
  const outcome = async () => (await shown()).contracts[0].outcome;
  const agrees = async () => expect(await verifyCompleteness(api.t.db, own.campaignId)).toMatchObject({ ok: true });

  test('counts once another person has confirmed it; the audit agrees before and after', async () => {
    await lapse();
    await agrees();
    const asked = await correct('migrated', '2027-03-01T00:00:00.000Z').expect(201);
    expect(await outcome()).toBe('lapsed');
    const self = await act(`corrections/${asked.body.id}/confirm`, {}).expect(403);
    expect(self.body.code).toBe('correction_self');
    const open = await correct('cancelled', '2027-03-01T00:00:00.000Z').expect(409);
    expect(open.body.code).toBe('correction_open');
    const confirmed = await act(`corrections/${asked.body.id}/confirm`, {}, 'approver').expect(200);
    expect(confirmed.body).toMatchObject({ status: 'confirmed', before: 'lapsed', outcome: 'migrated' });
    expect(await outcome()).toBe('migrated');
    await agrees();
    const twice = await act(`corrections/${asked.body.id}/decline`, {}, 'approver').expect(409);
    expect(twice.body.code).toBe('correction_decided');
  });

  test.each<[string, string[], string]>([
    ['taken back', ['migrated', 'lapsed'], 'lapsed'],
    ['turned round', ['migrated', 'cancelled'], 'cancelled'],
    ['not reached after all', ['unreachable'], 'unreachable'],
    ['not of the audience', ['excluded'], 'excluded'],
  ])('%s', async (_, outcomes, expected) => {
    await lapse();
    for (const to of outcomes) {
      const declared = to === 'migrated' || to === 'cancelled' ? '2027-03-01T00:00:00.000Z' : undefined;
      const asked = await correct(to, declared).expect(201);
      await act(`corrections/${asked.body.id}/confirm`, {}, 'approver').expect(200);
    }
    expect(await outcome()).toBe(expected);
    await agrees();
  });

  test('reopens the journey where contacts must follow', async () => {
    await place();
    await act('stop', { reason: '取り違え' }).expect(200);
    await place(1);
    const asked = await correct('open').expect(201);
    await act(`corrections/${asked.body.id}/confirm`, {}, 'approver').expect(200);
    expect(await shown()).toMatchObject({ status: 'open', run: 2, contracts: [{ outcome: null }] });
    expect(await place(0, 2)).toMatchObject({ did: 'waits', next: 'notice' });
    expect(await redecide(api.t.db, own.campaignId)).toMatchObject({ differing: [] });
  });

  test('declined, nothing changes', async () => {
    await lapse();
    const asked = await correct('unreachable').expect(201);
    await act(`corrections/${asked.body.id}/decline`, {}, 'approver').expect(200);
    expect(await outcome()).toBe('lapsed');
    const { body } = await api.send('get', `/api/journeys/${journey}/corrections`, own.keys.auditor.key).expect(200);
    expect(body.items).toMatchObject([{ status: 'declined' }]);
  });

  test.each<[string, string, string | undefined, string]>([
    ['a declaration without its time', 'migrated', undefined, 'declared_at'],
    ['one after the last day', 'migrated', '2027-04-20T00:00:00.000Z', 'declared_at'],
    ['what it is already', 'lapsed', undefined, 'same'],
    ['contacts after the end', 'open', undefined, 'too_late'],
  ])('%s is refused', async (_, to, declared, why) => {
    await lapse();
    const { body } = await correct(to, declared).expect(409);
    expect(body).toMatchObject({ code: 'correction_not_possible', params: { why } });
  });
});
