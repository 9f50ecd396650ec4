import { verifyRows } from '../../audit/rows/verify-rows';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeSteps } from '../../db/journeys/take-steps';
import { type Api, type ApiClient, openApi } from '../support/api';
import { channelsDoc, stepClock } from '../support/seed';
import { handOverQueued } from '../support/seeding/messages';
import { another, read, scanOf, sendScan } from './returns-fixture';

const base = channelsDoc();
const onUndeliverable = { reasons: { moved: 'call' as const }, notice: 'script', reviewAfter: 7 };
const doc = { ...base, plan: { ...base.plan, onUndeliverable } };
let api: Api;
let own: ApiClient;
let code: string;
let journeyId: number;
let turn: number;

beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

/** A letter was posted on 1 February; without an answer a call follows on 17 February, and at once if it comes back as moved. */
beforeEach(async () => {
  await stepClock(api.t, '2027-02-01T09:00:00+09:00');
  own = await api.client({ status: 'running', doc, customers: [{ mail: null, channels: ['post', 'phone'] }] });
  const { db } = api.t;
  await createJourneys(db, own.campaignId);
  const journeys = db.updateTable('journeys').set({ started_run: 1 }).where('campaign_id', '=', own.campaignId);
  journeyId = (await journeys.returning('id').executeTakeFirstOrThrow()).id;
  turn = 0;
  expect(await step()).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
  await handOverQueued(api.t, Date.parse('2027-02-01T14:00:00+09:00'), { journeyId });
  const pieces = db.selectFrom('pieces').select('code').where('campaign_id', '=', own.campaignId);
  code = (await pieces.executeTakeFirstOrThrow()).code;
  await stepClock(api.t, '2027-02-16T10:00:00+09:00');
});

const first = () => own.keys.operator.key;
async function step() {
  const { db, vault } = api.t;
  const lane = db.selectFrom('lanes').select('id').where('channel', '=', 'post');
  const laneOf = async () =>
    (await lane.executeTakeFirst())?.id ??
    (await db.insertInto('lanes').values({ channel: 'post', name: 'test' }).returning('id').executeTakeFirstOrThrow())
      .id;
  const deps = { db, vault, docs: new CampaignDocs(), laneOf };
  return (await takeSteps(deps, [{ journeyId, run: 1, turn: turn++ }]))[0]!;
}
const book = async (body: object) => (await api.act('/api/returns', first(), { code, ...body }).expect(201)).body;
const withdraw = (id: number, reason = 'wrong_envelope') => api.act(`/api/returns/${id}/withdraw`, first(), { reason });
const journey = () =>
  api.t.db.selectFrom('journeys').select(['state', 'status']).where('id', '=', journeyId).executeTakeFirstOrThrow();
const letter = () =>
  api.t.db
    .selectFrom('messages')
    .select(['bounced_at', 'failure'])
    .where('journey_id', '=', journeyId)
    .where('step', '=', 'notice')
    .where('channel', '=', 'post')
    .orderBy('id')
    .executeTakeFirstOrThrow();
const consents = async () =>
  (await api.send('get', `/api/customers/${own.customers[0]!.id}/consents`, first()).expect(200)).body.items;
const daybook = async () => (await api.send('get', '/api/returns/daybook', first()).expect(200)).body;

/** The records agree with the ledger. */
async function requireProved(): Promise<void> {
  const { faults } = await verifyRows(api.t.db, own.campaignId);
  expect(faults.filter(({ table }) => ['returns', 'return_entries', 'messages', 'consents'].includes(table))).toEqual(
    [],
  );
}

describe('a form booked for the wrong envelope', () => {
  it.each([false, true])('no longer keeps its journey waiting (already signalled: %s)', async (signalled) => {
    const { id } = await book({ kind: 'form' });
    if (signalled) {
      expect(await step()).toMatchObject({ did: 'waits', why: 'form_on_desk' });
      expect(await journey()).toMatchObject({ state: 'awaiting_reply' });
    }
    const { body } = await withdraw(id).expect(200);
    expect(body).toMatchObject({
      status: 'withdrawn',
      withdrawnBecause: 'wrong_envelope',
      mayEnter: false,
      notes: [{ code: 'withdrawn' }],
    });
    expect(await step()).toMatchObject({ did: 'waits', next: 'call' });
    expect(await journey()).toEqual({ state: 'notified', status: 'open' });
    await stepClock(api.t, '2027-02-19T11:00:00+09:00');
    expect(await step()).toMatchObject({ did: 'sent', step: 'call' });
    await requireProved();
  });

  it('keeps its journey waiting for another form of the same customer', async () => {
    const { id } = await book({ kind: 'form' });
    await book({ kind: 'form', again: true });
    await step();
    await withdraw(id).expect(200);
    expect(await step()).toMatchObject({ did: 'waits', why: 'form_on_desk' });
    expect(await journey()).toMatchObject({ state: 'awaiting_reply' });
  });

  it('loses its image, which may be of another customer, and the same scan can be booked again', async () => {
    const image = await scanOf(null);
    const { body } = await sendScan(api, first(), image, { kind: 'form', code }).expect(201);
    await withdraw(body.id).expect(200);
    await api.send('get', `/api/returns/${body.id}/image`, first()).expect(404);
    const again = await sendScan(api, first(), image, { kind: 'form', code }).expect(201);
    expect(again.body).toMatchObject({ status: 'received', hasImage: true, duplicateOf: null });
  });

  it('can be withdrawn after a first reading, not after the decision', async () => {
    const { id } = await book({ kind: 'form' });
    const other = await book({ kind: 'form', again: true });
    const reading = read(own.customers[0]!.contracts);
    await api.act(`/api/returns/${id}/entries`, first(), reading).expect(200);
    await withdraw(id).expect(200);
    expect((await withdraw(id).expect(409)).body).toMatchObject({ code: 'return_not_withdrawable' });
    expect((await api.act(`/api/returns/${id}/entries`, own.keys.manager.key, reading).expect(409)).body.code).toBe(
      'return_decided',
    );
    await api.act(`/api/returns/${other.id}/entries`, first(), reading).expect(200);
    await api.act(`/api/returns/${other.id}/entries`, (await another(api, own)).key, reading).expect(200);
    await withdraw(other.id).expect(409);
    expect(await daybook()).toMatchObject({ received: 2, accepted: 1, withdrawn: 1, open: 0, balanced: true });
    await requireProved();
  });
});

describe('a letter booked as undeliverable by mistake', () => {
  it('counts as sent again, its address as good', async () => {
    const { id } = await book({ kind: 'undeliverable', reason: 'moved' });
    expect(await step()).toMatchObject({ did: 'sent', on: 'phone' });
    expect(await letter()).toMatchObject({ failure: 'moved' });
    const { body } = await withdraw(id, 'wrong_reason').expect(200);
    expect(body.notes).toMatchObject([{ code: 'withdrawn' }]);
    await step();
    expect(await letter()).toEqual({ bounced_at: null, failure: null });
    const points = api.t.db.selectFrom('contact_points').select('bad_at').where('channel', '=', 'post');
    const point = points.where('customer_id', '=', own.customers[0]!.id).executeTakeFirst();
    expect(await point).toEqual({ bad_at: null });
    expect(await daybook()).toMatchObject({ undeliverable: 0, withdrawn: 1, balanced: true });
    await requireProved();
  });

  it('says that another contact has left in its place', async () => {
    const { id } = await book({ kind: 'undeliverable', reason: 'moved' });
    await step();
    await handOverQueued(api.t, Date.parse('2027-02-16T10:30:00+09:00'), { journeyId });
    const { body } = await withdraw(id).expect(200);
    expect(body.notes).toMatchObject([{ code: 'withdrawn' }, { code: 'withdrawn_followed' }]);
  });

  it.each([false, true])('as refused leaves no refusal behind (already read: %s)', async (signalled) => {
    const { id } = await book({ kind: 'undeliverable', reason: 'refused' });
    if (signalled) {
      await step();
      expect(await consents()).toMatchObject([{ channel: 'post', value: false, inForce: true }]);
    }
    await withdraw(id, 'wrong_reason').expect(200);
    await step();
    expect((await consents())[0]).toMatchObject({ channel: 'post', value: null, inForce: true });
    await requireProved();
  });

  it('can be withdrawn on the same day only', async () => {
    const { id } = await book({ kind: 'undeliverable', reason: 'moved' });
    await stepClock(api.t, '2027-02-17T00:01:00+09:00');
    expect((await withdraw(id).expect(409)).body).toMatchObject({ code: 'return_not_withdrawable' });
  });

  it('can be booked again with the right reason', async () => {
    const { id } = await book({ kind: 'undeliverable', reason: 'refused' });
    await withdraw(id, 'wrong_reason').expect(200);
    const again = await book({ kind: 'undeliverable', reason: 'unknown' });
    expect(again.id).not.toBe(id);
    await step();
    expect(await letter()).toMatchObject({ failure: 'unknown' });
    await requireProved();
  });
});
