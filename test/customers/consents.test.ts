import { followRepresentatives } from '../../db/customers/representatives';
import {
  arrivalsOf,
  clockAt,
  type Desk,
  lease,
  messageOf,
  openDesk,
  report,
  tasksOf,
  TEN,
} from '../calls/calls-fixture';
import { type Api, makePerson, openApi } from '../support/api';
import { createApiKey } from '../../db/access/api-keys';
import { channelsDoc } from '../support/seed';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const phone = { channels: ['phone', 'post'] as ('phone' | 'post')[] };
const { policy } = channelsDoc();
const overridable = { yes: 'contact', unknown: 'contact', no: 'override' } as const;
const foreseen = {
  policy: {
    overrides: [],
    table: { ...policy.table, service_notice: { ...policy.table.service_notice, phone: overridable } },
  },
};
beforeEach(async () => {
  desk = await openDesk(api, [phone, phone], foreseen);
});

const path = (tail: string) => `/api/customers/${desk.customers[0]!.id}/${tail}`;
const act = (tail: string, body: object = {}) => api.act(path(tail), desk.operator, body);
const list = async (tail: string) => (await api.send('get', path(tail), desk.auditor).expect(200)).body.items;
const keyOf = async (role: 'approver' | 'client_approver' | 'manager') => {
  const personId = await makePerson(api.t, role);
  return { personId, key: (await createApiKey(api.t.db, { personId, clientId: desk.clientId, role })).key };
};
const refusal = {
  channel: 'phone',
  purpose: 'service_notice',
  value: false,
  source: '問い合わせ 12',
  evidence: '録音 12',
};
const lawyer = { reason: 'lawyer', source: '受任通知 2027-02-01', reviewOn: '2027-03-01' };

describe('consents', () => {
  it('are a history of which the newest by its own time holds', async () => {
    const given = { ...refusal, value: true, at: '2027-01-31T00:00:00.000Z' };
    const older = { ...refusal, at: '2027-01-30T00:00:00.000Z' };
    expect((await act('consents', given).expect(201)).body).toMatchObject({ inForce: true, journeys: 1 });
    expect((await act('consents', older).expect(201)).body).toMatchObject({ inForce: false, journeys: 0 });
    expect(await list('consents')).toMatchObject([
      { value: true, inForce: true, evidence: '録音 12', recordedAt: '2027-02-01T01:00:00.000Z' },
      { value: false, inForce: false, at: older.at },
    ]);
    expect(await arrivalsOf(desk, 0)).toHaveLength(1);
    await desk.place();
    expect(await list('consents')).toHaveLength(2); // the journey writes none of its own
  });

  it.each([
    ['a time to come', { at: '2027-02-02T00:00:00.000Z' }, 'body.at'],
    ['a mail address in the evidence', { evidence: 'taro@example.jp' }, 'body.evidence'],
    ['a phone number in the source', { source: '０９０-1234-5678' }, 'body.source'],
  ])('are refused with %s', async (_what, change, where) => {
    const { body } = await act('consents', { ...refusal, ...change }).expect(400);
    expect(body.issues).toMatchObject([{ path: where }]);
  });
});

describe('a leased call', () => {
  const called = () => desk.tasks[0]!;
  const journeyReads = () =>
    api.t.db
      .updateTable('journeys')
      .set(({ ref }) => ({ read_seq: ref('arrival_seq') }))
      .where('customer_id', '=', desk.customers[0]!.id)
      .execute();

  it('is withdrawn by a hold, and its result can still be reported', async () => {
    await lease(desk, called()).expect(200);
    await act('holds', lawyer).expect(201);
    const tasks = await tasksOf(desk);
    expect(tasks[0]).toMatchObject({ status: 'waiting' });
    expect(tasks[1]).toMatchObject({ status: 'waiting' });
    expect(await messageOf(desk, called())).toMatchObject({ status: 'queued' });
    expect((await lease(desk, called()).expect(409)).body.code).toBe('call_not_now');
    await journeyReads();
    const again = await lease(desk, called(), desk.second).expect(409);
    expect(again.body.params.reason).toBe('hold:lawyer');
    await report(desk, called(), { result: 'intent' }).expect(200);
  });

  it('ends at once with a refusal, and its result can still be reported', async () => {
    await lease(desk, called()).expect(200);
    await act('consents', refusal).expect(201);
    const tasks = await tasksOf(desk);
    expect(tasks[0]).toMatchObject({ status: 'done' });
    expect(tasks[1]).toMatchObject({ status: 'waiting' });
    expect(await messageOf(desk, called())).toMatchObject({ status: 'withdrawn', failure: 'refused' });
    await journeyReads();
    await report(desk, called(), { result: 'intent' }).expect(200);
    expect((await lease(desk, called(), desk.second).expect(409)).body.code).toBe('call_task_done');
  });
});

describe('holds', () => {
  it('have an owner of the client, are listed when due, and stay after a review', async () => {
    const { personId } = await keyOf('manager');
    const stranger = await makePerson(api.t, 'stranger');
    await act('holds', { ...lawyer, ownerId: stranger }).expect(400);
    const { body } = await act('holds', { ...lawyer, ownerId: personId }).expect(201);
    expect(body).toMatchObject({ ownerId: personId, reviewOn: '2027-03-01' });
    const due = async (query: string) => (await api.send('get', `/api/holds${query}`, desk.auditor).expect(200)).body;
    expect((await due('')).items).toEqual([]);
    expect((await due(`?due=2027-03-01&owner=${stranger}`)).items).toEqual([]);
    expect((await due('?due=2027-03-01')).items).toEqual([body]);
    const reviewed = await act(`holds/${body.id}/review`, { reviewOn: '2027-04-01', note: '係争は続く' }).expect(200);
    expect(reviewed.body).toMatchObject({ reviewOn: '2027-04-01', ownerId: personId, releasedAt: null });
    expect((await due('?due=2027-03-31')).items).toEqual([]);
  });

  it('come page by page', async () => {
    for (const reviewOn of ['2027-03-02', '2027-03-01']) await act('holds', { ...lawyer, reviewOn }).expect(201);
    const first = (await api.send('get', '/api/holds?due=2027-12-31&limit=1', desk.auditor).expect(200)).body;
    expect(first.items).toMatchObject([{ reviewOn: '2027-03-01' }]);
    const query = `/api/holds?due=2027-12-31&limit=1&cursor=${first.next}`;
    const second = (await api.send('get', query, desk.auditor).expect(200)).body;
    expect([second.items[0].reviewOn, second.next]).toEqual(['2027-03-02', null]);
  });
});

describe('an override for one customer', () => {
  const at = (tail = '') => `/api/campaigns/${desk.campaignId}/overrides${tail}`;
  const wanted = () => ({
    customerId: desk.customers[0]!.id,
    channel: 'phone',
    reason: '約款第28条',
    evidence: '稟議 7',
  });

  it('counts once another person has confirmed it, and the ledger names both', async () => {
    await act('consents', refusal).expect(201);
    await desk.place();
    await api.act(at(), desk.operator, wanted()).expect(403);
    const asked = (await api.act(at(), desk.manager, wanted()).expect(201)).body;
    expect(asked).toMatchObject({ status: 'asked', decidedBy: null });
    await api.act(at(), desk.manager, wanted()).expect(409);
    const approver = await keyOf('approver');
    const decide = (confirm: boolean) => api.act(at(`/${asked.id}/decision`), approver.key, { confirm });
    expect((await decide(true).expect(200)).body).toMatchObject({ status: 'confirmed', decidedBy: approver.personId });
    expect((await decide(false).expect(409)).body.code).toBe('override_decided');
    expect((await arrivalsOf(desk, 0)).at(-1)).toEqual([
      'contact_changed',
      { channels: ['phone'], source: `override:${asked.id}` },
    ]);
    const entries = await api.t.db.selectFrom('ledger').select('body').execute();
    const confirmed = entries.map(({ body }) => JSON.parse(body)).find(({ kind }) => kind === 'override_confirmed');
    expect(confirmed).toMatchObject({ by: `person:${approver.personId}`, askedBy: `person:${asked.askedBy}` });
  });

  it('withdrawn, stops a leased call; the journey goes on without it, and it may be requested again', async () => {
    await act('consents', refusal).expect(201);
    const asked = (await api.act(at(), desk.manager, wanted()).expect(201)).body;
    const approver = await keyOf('approver');
    await api.act(at(`/${asked.id}/decision`), approver.key, { confirm: true }).expect(200);
    const { journey_id: journey } = await messageOf(desk, desk.tasks[0]!);
    await api.t.db
      .updateTable('messages')
      .set({ status: 'queued', failure: null, override_reason: '約款第28条' })
      .where('journey_id', '=', journey)
      .where('channel', '=', 'phone')
      .execute();
    await api.t.db
      .updateTable('journeys')
      .set((eb) => ({ read_seq: eb.ref('arrival_seq') }))
      .where('id', '=', journey)
      .execute();
    await api.t.db
      .updateTable('call_tasks')
      .set({ status: 'waiting', result: null, ended_at: null })
      .where('journey_id', '=', journey)
      .execute();
    await lease(desk, desk.tasks[0]!).expect(200);
    const back = (key: string) => api.act(at(`/${asked.id}/withdraw`), key, { reason: '委託元が撤回' });
    await back(desk.operator).expect(403);
    expect((await back(desk.manager).expect(200)).body).toMatchObject({
      status: 'withdrawn',
      withdrawReason: '委託元が撤回',
    });
    expect((await back(desk.manager).expect(200)).body.status).toBe('withdrawn');
    await desk.place();
    expect((await lease(desk, desk.tasks[0]!).expect(409)).body.params.reason).toBe('refused');
    expect(await messageOf(desk, desk.tasks[0]!)).toMatchObject({ status: 'withdrawn', failure: 'refused' });
    expect((await api.act(at(`/${asked.id}/decision`), approver.key, { confirm: true }).expect(409)).body.code).toBe(
      'override_decided',
    );
    await api.act(at(), desk.manager, wanted()).expect(201);
  });

  it('is never confirmed by the person who requested it, and only where the table foresees it', async () => {
    const both = await keyOf('manager');
    const key = (await createApiKey(api.t.db, { personId: both.personId, clientId: desk.clientId, role: 'approver' }))
      .key;
    const { id } = (await api.act(at(), both.key, wanted()).expect(201)).body;
    const own = await api.act(at(`/${id}/decision`), key, { confirm: true }).expect(403);
    expect(own.body.code).toBe('override_self');
    const post = await api.act(at(), desk.manager, { ...wanted(), channel: 'post' }).expect(409);
    expect(post.body.code).toBe('override_not_foreseen');
  });
});

describe('a representative', () => {
  const liquidator = {
    relation: 'liquidator',
    name: '清算 一郎',
    phone: '03-1234-9999',
    evidence: '履歴事項全部証明書 2027-01-20',
    validFrom: '2027-02-03',
    validUntil: '2027-02-04',
  };

  it('begins and ends by its dates, and the journeys are notified on those days, once', async () => {
    await act('representatives', liquidator).expect(201);
    expect(await arrivalsOf(desk, 0)).toEqual([]);
    const counts = [];
    for (const day of ['02', '03', '04', '05']) {
      await clockAt(api, `2027-02-${day}T00:00:00+09:00`);
      await followRepresentatives(api.t.db);
      await followRepresentatives(api.t.db);
      counts.push((await arrivalsOf(desk, 0)).length);
    }
    expect(counts).toEqual([0, 1, 1, 2]);
    await clockAt(api, TEN);
  });

  it('who may not decide is informed, but completes nothing', async () => {
    const contact = { ...liquidator, relation: 'contact', validFrom: '2027-02-01', validUntil: undefined };
    const { body } = await act('representatives', contact).expect(201);
    expect(body).toMatchObject({ mayDecide: false, channels: ['phone'], purposes: null });
    await desk.place();
    const leased = await lease(desk, desk.tasks[0]!).expect(200);
    expect(leased.body.representative).toMatchObject({ relation: 'contact', mayDecide: false });
    const choices = Object.fromEntries(desk.customers[0]!.contracts.map((id) => [id, 'migrate']));
    const refused = await report(desk, desk.tasks[0]!, { result: 'completed', choices }).expect(409);
    expect(refused.body.code).toBe('representative_may_not_decide');
    await report(desk, desk.tasks[0]!, { result: 'intent' }).expect(200);
  });

  it('for offers only gets no service notice, nor does the customer', async () => {
    await act('representatives', { ...liquidator, validFrom: '2027-02-01', purposes: ['offer'] }).expect(201);
    await desk.place();
    const { body } = await lease(desk, desk.tasks[0]!).expect(409);
    expect(body.params.reason).toBe('not_in_scope');
  });
});
