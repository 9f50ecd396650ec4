import { createApiKey } from '../../db/access/api-keys';
import { type Right, type Role } from '../../domain/access/access';
import { clockAt, type Desk, lease, openDesk, TEN } from '../calls/calls-fixture';
import { type Api, makePerson, openApi } from '../support/api';
import { channelsDoc } from '../support/seed';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await clockAt(api, TEN);
  desk = await openDesk(api, [{ channels: ['phone', 'post'] }, { channels: ['phone', 'post'], protected: true }], {
    plan,
  });
});

/** A call, then a letter that may be the first contact. */
const plan = {
  steps: channelsDoc()
    .plan.steps.filter(({ id }) => id === 'call' || id === 'final')
    .map((step) => ({ ...step, kind: step.id === 'final' ? ('notice' as const) : step.kind })),
};
const path = (tail: string, index = 0) => `/api/customers/${desk.customers[index]!.id}/${tail}`;
const open = (index = 0, key = desk.operator) =>
  api.act(path('protections', index), key, { source: '申出 2027-02-01' });
const marks = async (index = 0) =>
  (await api.send('get', path('protections', index), desk.operator).expect(200)).body.items as {
    id: number;
    liftedAt: string | null;
  }[];
const stands = async (index = 0) => (await marks(index)).some(({ liftedAt }) => liftedAt === null);
const keyOf = async (role: Role, rights: Right[] = ['protection.lift'], personId?: number) => {
  const person = personId ?? (await makePerson(api.t, role));
  return (await createApiKey(api.t.db, { personId: person, clientId: desk.clientId, role, rights })).key;
};
const messages = async (index: number) => {
  const query = api.t.db.selectFrom('messages').select(['channel', 'status', 'failure']);
  return query.where('customer_id', '=', desk.customers[index]!.id).orderBy('id').execute();
};

describe('while a customer is under protection', () => {
  it('notices go out as usual, but no one calls: the step takes its next channel', async () => {
    await desk.place();
    const [first] = await messages(1);
    expect(first).toMatchObject({ channel: 'post', status: 'queued' });
    const decided = await api.t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', `campaign:${desk.campaignId}`)
      .execute();
    expect(decided.map(({ body }) => body).join()).toContain('"channel":"phone","reason":"protected"');
  });

  it('a call that was open ends at once, and the journey goes on by letter', async () => {
    expect((await lease(desk, desk.tasks[0]!).expect(200)).body.number).toBe('+81312345678');
    await open().expect(201);
    const again = await lease(desk, desk.tasks[0]!);
    expect([again.status, again.body.code]).toEqual([409, 'call_task_done']);
    expect(again.text).not.toMatch(/8131234|見本/);
    await desk.place();
    expect(await messages(0)).toMatchObject([
      { channel: 'phone', status: 'withdrawn', failure: 'protected' },
      { channel: 'post', status: 'queued' },
    ]);
  });

  it('not even a person who may see the data calls', async () => {
    const key = await keyOf('operator', ['personal.protected']);
    await open().expect(201);
    expect((await lease(desk, desk.tasks[0]!, key)).status).toBe(409);
  });

  it('no address is searched for', async () => {
    const hold = { reason: 'address_research', source: 'INQ-1', reviewOn: '2027-03-01' };
    const { body } = await api.act(path('holds', 1), desk.manager, hold).expect(409);
    expect(body.code).toBe('research_not_allowed');
  });

  it('it is marked once, by any person, and refuses a text that names a person', async () => {
    const first = (await open().expect(201)).body.id;
    expect((await open(0, desk.manager).expect(201)).body.id).toBe(first);
    expect(await marks()).toHaveLength(1);
    await api.act(path('protections'), desk.operator, { source: '見本 0 様より' }).expect(422);
  });
});

describe('a protection is lifted', () => {
  const ask = (key: string) => api.act(path('protections/lift', 1), key, { reason: '措置の終了を確認' });
  const approve = (id: number, key: string) => api.act(`/api/requests/${id}/approve`, key, { comment: '確認' });

  it('by two persons who each have the right, and both are in the ledger', async () => {
    const asked = await ask(await keyOf('manager')).expect(201);
    expect(await stands(1)).toBe(true);
    const done = await approve(asked.body.requestId, await keyOf('approver')).expect(200);
    expect(done.body.result).toEqual({ done: 1, refused: [] });
    expect(await marks(1)).toMatchObject([{ liftedAt: expect.any(String), liftRequestId: asked.body.requestId }]);
    const ledger = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
    const lifted = ledger.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    const entry = lifted.find(
      ({ kind, customer }) => kind === 'protection_lifted' && customer === desk.customers[1]!.id,
    );
    expect(entry).toMatchObject({ by: expect.any(String), askedBy: expect.any(String) });
    expect(entry!.by).not.toBe(entry!.askedBy);
    await api.send('get', path('', 1).replace(/\/$/, ''), desk.operator).expect(200);
  });

  it.each<[string, Role, Right[]]>([
    ['an operator, even with the right', 'operator', ['protection.lift']],
    ['a manager without the right', 'manager', []],
    ['a manager who may only see', 'manager', ['personal.protected']],
    ['an auditor', 'auditor', ['protection.lift']],
  ])('not by %s', async (_who, role, rights) => {
    const refused = await ask(await keyOf(role, rights)).expect(403);
    expect(refused.body.code).toBe('forbidden');
    expect(await stands(1)).toBe(true);
  });

  it('not by one person with two keys, and not by a second one without the right', async () => {
    const personId = await makePerson(api.t, 'manager');
    const asked = await ask(await keyOf('manager', ['protection.lift'], personId)).expect(201);
    const same = await approve(asked.body.requestId, await keyOf('approver', ['protection.lift'], personId)).expect(
      403,
    );
    expect(same.body.code).toBe('own_request');
    const without = await approve(asked.body.requestId, await keyOf('approver', [])).expect(403);
    expect([without.body.code, without.body.params.needs]).toEqual(['forbidden', 'protection.lift']);
    expect(await stands(1)).toBe(true);
  });

  it('never by releasing a hold, whose release is no matter of protection', async () => {
    const hold = { reason: 'vip', source: 'INQ-2', reviewOn: '2027-02-01' };
    const { id } = (await api.act(path('holds', 1), desk.operator, hold).expect(201)).body;
    await api.act(path(`holds/${id}/release`, 1), desk.operator, {}).expect(200);
    expect(await stands(1)).toBe(true);
    expect(
      (await api.act(path('protections/lift'), await keyOf('manager'), { reason: 'x' }).expect(409)).body.code,
    ).toBe('not_protected');
  });
});
