import { type Role } from '../../domain/access/access';
import { sql } from 'kysely';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { makeWorld, type World } from './access-world';

let api: Api;
let own: ApiClient;
let other: ApiClient;
let world: World;
beforeAll(async () => {
  api = await openApi();
  await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  own = await api.client();
  other = await api.client();
  const of = (client: ApiClient) => ({ clientId: client.clientId, personId: client.keys.manager.personId });
  world = await makeWorld(api.t, of(own), 5_000_000);
  await makeWorld(api.t, of(other), 6_000_000);
  // the world's task can be called once neither a hold nor a pause is in its way
  await sql`update holds set customer_id = ${own.customers[0]!.id} where client_id = ${own.clientId}`.execute(api.t.db);
  await sql`update pauses set ended_at = opened_at where client_id = ${own.clientId}`.execute(api.t.db);
});
afterAll(() => api.t.close());

const work = async (role: Role) => (await api.send('get', '/api/work', own.keys[role].key).expect(200)).body;
const change = (statement: ReturnType<typeof sql>) => statement.execute(api.t.db);

test.each<[Role, string[]]>([
  ['manager', ['alerts', 'calls', 'clientFiles', 'decisions', 'holds', 'inquiries', 'questions', 'returns']],
  ['operator', ['alerts', 'calls', 'clientFiles', 'decisions', 'holds', 'inquiries', 'questions', 'returns']],
  ['approver', ['decisions', 'questions']],
  ['client_approver', ['clientFiles', 'decisions', 'questions']],
  ['auditor', ['alerts', 'questions']],
  ['client_viewer', ['questions']],
  ['administrator', ['alerts']],
])('%s sees the parts of the desks of that role', async (role, parts) => {
  const { asOf, ...rest } = await work(role);
  expect(asOf).toBe('2027-01-10T01:00:00.000Z');
  expect(Object.keys(rest).sort()).toEqual(parts);
});

test('counts one of each of the own client, and no more once it is done', async () => {
  expect(await work('operator')).toMatchObject({
    returns: { toEnter: 1, toJudge: 0, oldestOn: '2027-01-08' },
    calls: { due: 1, mine: 0, nextAt: null },
    holds: { due: 1, mine: 0 },
    alerts: { open: 1 },
    clientFiles: { preview: 1 },
  });
  const operator = own.keys.operator.personId;
  await change(sql`update returns set status = 'mismatch' where id = ${world['returns']!}`);
  await change(
    sql`update call_tasks set status = 'leased', leased_by = ${operator}, lease_until = '2027-01-10T10:10:00+09:00'
      where id = ${world['call_tasks']!}`,
  );
  await change(sql`update holds set owner_id = ${operator} where id = ${world['holds']!}`);
  await change(sql`update alerts set closed_at = now() where id = ${world['alerts']!}`);
  await change(sql`update client_files set status = 'applied' where id = ${world['client_files']!}`);
  expect(await work('operator')).toMatchObject({
    returns: { toEnter: 0, toJudge: 1 },
    calls: { due: 0, mine: 1 },
    holds: { due: 1, mine: 1 },
    alerts: { open: 0 },
    clientFiles: { preview: 0 },
  });
  await change(
    sql`update call_tasks set status = 'waiting', leased_by = null, lease_until = null, next_at = '2027-01-12T00:00:00Z'
      where id = ${world['call_tasks']!}`,
  );
  expect((await work('operator')).calls).toEqual({ due: 0, mine: 0, nextAt: '2027-01-12T00:00:00.000Z' });
});

test('decisions count those on which the caller may decide', async () => {
  const [approver, manager] = [await work('approver'), await work('manager')];
  const listed = async (role: Role) => {
    const { body } = await api.send('get', '/api/decisions', own.keys[role].key).expect(200);
    return (body.items as { may: boolean }[]).filter(({ may }) => may).length;
  };
  expect(approver.decisions.mine).toBeGreaterThan(0);
  expect([approver.decisions.mine, manager.decisions.mine]).toEqual([
    await listed('approver'),
    await listed('manager'),
  ]);
});
