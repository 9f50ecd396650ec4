import { expireCallLeases } from '../../db/calls/expire-leases';
import { channelsDoc, laterVersion } from '../support/seed';
import { arrivalsOf, clockAt, type Desk, lease, messageOf, openDesk, report, tasksOf, TEN } from './calls-fixture';
import { type Api, openApi } from '../support/api';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [{ ...phone, contracts: 2 }, phone]);
});

const task = () => desk.tasks[0]!;
const customer = () => desk.customers[0]!;
const db = () => api.t.db;

describe('taking a call', () => {
  it('lists due calls without personal data, and reveals the number only with the lease', async () => {
    const text = JSON.stringify(await tasksOf(desk, `?campaign=${desk.campaignId}&state=due`));
    expect(JSON.parse(text)).toMatchObject([
      { id: task(), customerId: customer().id, status: 'waiting', dueNow: true, attempts: 0, maxAttempts: 2 },
      { id: desk.tasks[1] },
    ]);
    expect(text).not.toMatch(/見本|8131234/);
    const { body } = await lease(desk, task()).expect(200);
    expect(body).toMatchObject({
      leaseUntil: '2027-02-01T01:10:00.000Z',
      name: '見本 0',
      number: '+81312345678',
      numberText: '03-1234-5678',
      representative: null,
      identified: false,
      contracts: [],
      attempts: [],
    });
    expect(body.script.ja).toContain('見本 0 様でいらっしゃいますか');
    expect(await tasksOf(desk, '?state=leased')).toMatchObject([{ id: task(), status: 'leased' }]);
    expect(await messageOf(desk, task())).toMatchObject({ status: 'claimed' });
    const seen = await db()
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', 'installation')
      .orderBy('seq')
      .execute();
    expect(seen.map((row) => JSON.parse(row.body)).at(-1)).toMatchObject({
      kind: 'access',
      what: 'call',
      purpose: 'call',
      customer: customer().id,
      callTask: task(),
    });
  });

  it('gives one call to one of two who ask at once, and the same one to the same person again', async () => {
    const answers = await Promise.all([lease(desk, task()), lease(desk, task(), desk.second)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const winner = answers[0]!.status === 200 ? desk.operator : desk.second;
    const loser = winner === desk.operator ? desk.second : desk.operator;
    await lease(desk, task(), winner).expect(200);
    expect((await lease(desk, task(), loser).expect(409)).body).toMatchObject({ code: 'call_task_taken' });
    expect(await db().selectFrom('lanes').select('used').where('id', '=', desk.lane).execute()).toEqual([{ used: 1 }]);
  });

  it('frees a call when the lease has run out; the new holder counts then', async () => {
    await lease(desk, task()).expect(200);
    await clockAt(api, '2027-02-01T10:10:00+09:00');
    expect(await tasksOf(desk, '?state=due')).toHaveLength(2);
    await lease(desk, task(), desk.second).expect(200);
    expect((await report(desk, task(), { result: 'busy' }).expect(409)).body.code).toBe('call_lease_lost');
    await report(desk, task(), { result: 'busy' }, desk.second).expect(200);
  });

  it('puts a call back in the queue when its lease expired, and still accepts the report', async () => {
    await lease(desk, task()).expect(200);
    await clockAt(api, '2027-02-01T10:30:00+09:00');
    expect((await expireCallLeases(db())).freed).toBeGreaterThan(0);
    expect(await messageOf(desk, task())).toMatchObject({ status: 'queued' });
    await report(desk, task(), { result: 'intent' }).expect(200);
  });

  it('looks through open calls from where the run before has stopped, and then from the first again', async () => {
    const [first, second] = desk.tasks as [number, number];
    await db()
      .updateTable('messages')
      .set({ status: 'withdrawn' })
      .where('campaign_id', '=', desk.campaignId)
      .execute();
    const ofDesk = db().selectFrom('call_tasks').select('status').where('id', 'in', [first, second]).orderBy('id');
    const walk = { after: first };
    await expireCallLeases(db(), walk);
    expect(await ofDesk.execute()).toEqual([{ status: 'waiting' }, { status: 'done' }]);
    await expireCallLeases(db(), walk);
    expect(await ofDesk.execute()).toEqual([{ status: 'done' }, { status: 'done' }]);
  });

  it.each<[string, (desk: Desk) => Promise<unknown>]>([
    ['hold:lawyer', hold],
    ['campaign_paused', () => db().updateTable('campaigns').set({ status: 'paused' }).execute()],
    ['unread', () => db().updateTable('journeys').set({ arrival_seq: 1 }).execute()],
    ['breaker_open', () => db().updateTable('lanes').set({ breaker: 'open' }).execute()],
    ['quiet_hours', () => clockAt(api, '2027-02-01T20:30:00+09:00')],
    ['lane_hours', () => db().updateTable('lanes').set({ opens: '11:00' }).execute()],
    ['capacity', () => db().updateTable('lanes').set({ daily_capacity: 0 }).execute()],
  ])('refuses for now: %s', async (reason, happen) => {
    await happen(desk);
    const { body } = await lease(desk, task()).expect(409);
    expect(body).toMatchObject({ code: 'call_not_now', params: { reason }, issues: [{ code: reason }] });
    expect(await tasksOf(desk)).toMatchObject([{ status: 'waiting' }, { status: 'waiting' }]);
  });

  it('waits for another day over the capacity, which counts leases', async () => {
    await db().updateTable('lanes').set({ daily_capacity: 1 }).execute();
    await lease(desk, task()).expect(200);
    expect((await lease(desk, desk.tasks[1]!).expect(409)).body.params.until).toBe('2027-02-02T01:00:00.000Z');
    expect(await tasksOf(desk, '?state=due')).toEqual([]);
    await clockAt(api, '2027-02-02T10:00:00+09:00');
    await lease(desk, desk.tasks[1]!).expect(200);
  });

  const refuse = () =>
    db()
      .insertInto('consents')
      .values({
        customer_id: customer().id,
        client_id: desk.clientId,
        channel: 'phone',
        purpose: 'service_notice',
        value: false,
        source: 'web',
        at: new Date(TEN),
      })
      .execute();
  const endings: [string, () => Promise<unknown>][] = [
    ['refused', refuse],
    [
      'contact_bad:x',
      () =>
        db()
          .updateTable('contact_points')
          .set({ bad_reason: 'x', bad_at: new Date(TEN) })
          .execute(),
    ],
    ['no_contact', () => db().deleteFrom('contact_points').where('channel', '=', 'phone').execute()],
    ['last_dispatch_passed', () => clockAt(api, '2027-04-05T11:00:00+09:00')],
    ['journey_over', () => db().updateTable('journeys').set({ run: 2 }).execute()],
  ];
  it.each(endings)(
    'ends a call that may not be made any more, and notifies the journey: %s',
    async (reason, happen) => {
      await happen();
      const { body } = await lease(desk, task()).expect(409);
      expect(body).toMatchObject({ code: 'call_not_possible', params: { reason } });
      expect(await messageOf(desk, task())).toMatchObject({ status: 'withdrawn', failure: reason });
      expect(await arrivalsOf(desk, 0)).toMatchObject([['not_sent', { reason }]]);
      expect((await lease(desk, task()).expect(409)).body).toMatchObject({ code: 'call_task_done' });
    },
  );
  it.each(endings)('does the same without a lease request: %s', async (reason, happen) => {
    await happen();
    expect((await expireCallLeases(db())).refused).toBeGreaterThan(0);
    expect(await messageOf(desk, task())).toMatchObject({ status: 'withdrawn', failure: reason });
    expect(await expireCallLeases(db())).toEqual({ freed: 0, ended: 0, refused: 0 });
  });

  it('goes by the last dispatch of the version that a journey keeps', async () => {
    const base = channelsDoc();
    const later = { ...base, dates: { ...base.dates, lastDispatch: base.dates.lastDispatch + 7 * 86_400_000 } };
    const journeys = await db()
      .selectFrom('journeys')
      .select('id')
      .where('campaign_id', '=', desk.campaignId)
      .orderBy('id')
      .execute();
    await laterVersion(api.t, desk.campaignId, later, [journeys[0]!.id]);
    await clockAt(api, '2027-04-05T11:00:00+09:00');
    await expireCallLeases(db());
    expect(await messageOf(desk, desk.tasks[0]!)).toMatchObject({
      status: 'withdrawn',
      failure: 'last_dispatch_passed',
    });
    expect(await messageOf(desk, desk.tasks[1]!)).toMatchObject({ status: 'queued' });
  });

  it('shows no call whose journey has closed', async () => {
    await db().updateTable('messages').set({ status: 'withdrawn', failure: 'journey_closed' }).execute();
    expect(await tasksOf(desk, '?state=due')).toEqual([]);
    expect((await lease(desk, task()).expect(409)).body.code).toBe('call_not_possible');
    await expireCallLeases(db());
    const rows = db().selectFrom('call_tasks').select('status').where('client_id', '=', desk.clientId);
    expect(await rows.execute()).toEqual([{ status: 'done' }, { status: 'done' }]);
    expect(await tasksOf(desk, '?state=done')).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  });

  it('calls the representative instead of the customer', async () => {
    const person = { name: '後見 花子', relation: 'guardian', phone: '090-1111-2222', evidence: '登記事項証明書' };
    const path = `/api/customers/${customer().id}/representatives`;
    await api.act(path, desk.operator, { ...person, validFrom: '2027-01-01' }).expect(201);
    await desk.place();
    const { body } = await lease(desk, task()).expect(200);
    expect(body).toMatchObject({
      name: '後見 花子',
      number: '+819011112222',
      representative: { relation: 'guardian', for: '見本 0', mayDecide: true },
    });
    await report(desk, task(), { result: 'wrong_number' }).expect(200);
    const own = db().selectFrom('contact_points').select('bad_at').where('client_id', '=', desk.clientId);
    const points = await own.execute();
    expect(points.every((point) => point.bad_at === null)).toBe(true);
    const channels = db().selectFrom('representatives').select('channels').where('client_id', '=', desk.clientId);
    expect(await channels.execute()).toEqual([{ channels: [] }]);
  });
});

async function hold(): Promise<void> {
  const body = { reason: 'lawyer', source: '受任通知', reviewOn: '2027-03-01' };
  await api.act(`/api/customers/${customer().id}/holds`, desk.operator, body).expect(201);
  await desk.place();
}
