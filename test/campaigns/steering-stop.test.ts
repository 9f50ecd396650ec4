import { takeSteps } from '../../db/journeys/take-steps';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { checkRun } from '../../db/print/handover';
import { openPrintRuns } from '../../db/print/open-runs';
import { takeOverPostLane } from '../../db/print/runs';
import { type Channel } from '../../domain/campaigns/campaign';
import { channelsDoc, stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let docs: CampaignDocs;
let lanes: Record<Channel, number>;
let run: number;
const CHANNELS = ['mail', 'sms', 'post', 'phone'] as const;

/** One customer per channel, each with the notice queued on it. */
beforeAll(async () => {
  api = await openApi();
  own = await api.client({
    status: 'running',
    customers: CHANNELS.map(() => ({ channels: ['sms', 'post', 'phone'] })),
  });
  const doc = channelsDoc();
  const [notice] = doc.plan.steps;
  doc.plan.steps = [{ ...notice!, first: [...CHANNELS], notice: { ...(notice!.notice as object), phone: 'script' } }];
  const version = { campaign_id: own.campaignId, version: 2, client_id: own.clientId, doc: JSON.stringify(doc) };
  await api.t.db.insertInto('campaign_versions').values(version).execute();
  await api.t.db.updateTable('campaigns').set({ version: 2 }).where('id', '=', own.campaignId).execute();
  for (const [index, customer] of own.customers.entries()) {
    const others = CHANNELS.filter((_, at) => at !== index);
    await api.t.db
      .updateTable('contact_points')
      .set({ bad_at: new Date(0), bad_reason: 'test' })
      .where('customer_id', '=', customer.id)
      .where('channel', 'in', others)
      .execute();
  }
  docs = new CampaignDocs();
  lanes = {} as typeof lanes;
  for (const channel of CHANNELS) {
    lanes[channel] = await ensureLane(api.t.db, { clientId: own.clientId, channel, name: channel, burst: 100 });
  }
  await stepClock(api.t, '2027-02-01T14:00:00+09:00');
  await createJourneys(api.t.db, own.campaignId);
  for (const id of await journeys()) await place(id, 0);
});
afterAll(() => api.t.close());

const journeys = async () =>
  (await api.t.db.selectFrom('journeys').select('id').orderBy('customer_id').execute()).map(({ id }) => id);
const place = async (journeyId: number, turn: number) => {
  const laneOf = async (_: unknown, __: number, channel: string) => lanes[channel as Channel];
  return (await takeSteps({ db: api.t.db, vault: api.t.vault, docs, laneOf }, [{ journeyId, run: 1, turn }]))[0]!;
};
const claim = async (channel: 'mail' | 'sms') => {
  const { fence } = await takeOverLane(api.t.db, docs, lanes[channel]);
  return (await claimMessages(api.t.db, docs, { laneId: lanes[channel], fence, limit: 10 })).messages;
};

test('a pause takes letters back out of a run, and calls off the list; over, they go on', async () => {
  const { fence } = await takeOverPostLane(api.t.db, lanes.post);
  const post = { laneId: lanes.post, fence };
  const { messages } = await claimMessages(api.t.db, docs, { ...post, limit: 10 });
  run = (await openPrintRuns(api.t.db, docs, post, messages))[0]!;
  const verdicts = async () =>
    (await api.t.db.transaction().execute((trx) => checkRun(trx, docs, run))).map(({ verdict }) => verdict.kind);
  expect(await verdicts()).toEqual(['print']);
  const pauses = `/api/campaigns/${own.campaignId}/pauses`;
  const asked = { extendWaits: false, reason: '災害救助法の適用' };
  const letters = await api.act(pauses, own.keys.manager.key, { ...asked, scope: { channel: 'post' } }).expect(201);
  expect(letters.body.effect).toMatchObject({ lettersRecalled: 1, lettersGone: 0, journeys: 4 });
  expect(await verdicts()).toEqual(['give_back']);
  const calls = await api.act(pauses, own.keys.manager.key, { ...asked, scope: { channel: 'phone' } }).expect(201);
  expect(calls.body.effect.queued).toEqual({ mail: 0, sms: 0, post: 0, phone: 1 });
  const due = async () =>
    (await api.send('get', '/api/call-tasks?state=due', own.keys.operator.key).expect(200)).body.items;
  expect(await due()).toEqual([]);
  const { id } = await api.t.db.selectFrom('call_tasks').select('id').executeTakeFirstOrThrow();
  const lease = await api.act(`/api/call-tasks/${id}/lease`, own.keys.operator.key).expect(409);
  expect(lease.body).toMatchObject({ code: 'call_not_now', issues: [{ code: 'paused' }] });
  for (const { body } of [letters, calls]) {
    await api.act(`${pauses}/${body.id}/end`, own.keys.manager.key, { reason: '解除' }).expect(200);
  }
  expect(await verdicts()).toEqual(['print']);
  expect(await due()).toHaveLength(1);
});

test('after a stop is acknowledged nothing leaves on any channel', async () => {
  const claimed = [...(await claim('mail')), ...(await claim('sms'))];
  expect(claimed).toHaveLength(2);
  const task = await api.t.db.selectFrom('call_tasks').select('id').executeTakeFirstOrThrow();
  const stopped = await api
    .act(`/api/campaigns/${own.campaignId}/stop`, own.keys.manager.key, { reason: '委託元の指示' })
    .expect(200);
  expect(stopped.body).toMatchObject({ settled: true, inFlight: 0, doubtful: 0 });
  for (const message of claimed) expect(await markHandingOver(api.t.db, message)).toBe(false);
  expect([...(await claim('mail')), ...(await claim('sms'))]).toEqual([]);
  const letters = await api.t.db.transaction().execute((trx) => checkRun(trx, docs, run));
  expect(letters).toMatchObject([{ verdict: { kind: 'take_out', reason: 'campaign_stopped' } }]);
  const lease = await api.act(`/api/call-tasks/${task.id}/lease`, own.keys.operator.key).expect(409);
  expect(lease.body.code).toBe('call_not_now');
  for (const id of await journeys())
    expect(await place(id, 1)).toMatchObject({ did: 'closed', why: 'campaign_stopped' });
});

test('letters that the print shop has are said to be in flight', async () => {
  await api.t.db.updateTable('print_runs').set({ status: 'handed_over' }).execute();
  const again = await api
    .act(`/api/campaigns/${own.campaignId}/stop`, own.keys.manager.key, { reason: '確認' })
    .expect(200);
  expect(again.body).toMatchObject({ settled: false, inFlight: 1 });
});
