import { createApiKey } from '../../db/access/api-keys';
import { GUARDED_HOLDS } from '../../domain/customers/hold-release';
import { clockAt, type Desk, openDesk, TEN } from '../calls/calls-fixture';
import { type Api, makePerson, openApi } from '../support/api';

let api: Api;
let desk: Desk;
let owner: { key: string; personId: number };
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await clockAt(api, TEN);
  desk = await openDesk(api, [{ channels: ['phone', 'post'] }]);
  const personId = await makePerson(api.t, '平井');
  owner = {
    personId,
    key: (await createApiKey(api.t.db, { personId, clientId: desk.clientId, role: 'operator' })).key,
  };
});

const path = (tail: string) => `/api/customers/${desk.customers[0]!.id}/holds${tail}`;
const openHold = async (reason: string) =>
  (await api.act(path(''), owner.key, { reason, source: 'INQ-7', reviewOn: '2027-02-01' }).expect(201)).body
    .id as number;
const release = (id: number, key: string) => api.act(path(`/${id}/release`), key, { note: '確認済み' });

const guarded = GUARDED_HOLDS.filter((reason) => reason !== 'protection');

describe.each(guarded)('a hold for %s', (reason) => {
  it('is released by its owner or a manager; another operator reads who can', async () => {
    const id = await openHold(reason);
    const refused = await release(id, desk.operator).expect(403);
    expect(refused.body).toMatchObject({ code: 'hold_not_yours', params: { owner: '平井' } });
    expect(refused.body.detail).toContain('平井');
    await release(id, owner.key).expect(200);
    await release(await openHold(reason), desk.manager).expect(200);
  });
});

it('another operator does not make himself the owner first', async () => {
  const id = await openHold('lawyer');
  const me = { reviewOn: '2027-04-01', ownerId: owner.personId, note: '引き継ぎ' };
  expect((await api.act(path(`/${id}/review`), desk.operator, me).expect(403)).body.code).toBe('hold_not_yours');
  await api.act(path(`/${id}/review`), desk.operator, { reviewOn: '2027-04-01', note: '継続' }).expect(200);
});

it('a hold without an owner, as imports open it, takes a manager', async () => {
  const row = { client_id: desk.clientId, customer_id: desk.customers[0]!.id, source: 'import:1' };
  const held = { ...row, reason: 'death', opened_at: new Date(0) };
  const { id } = await api.t.db.insertInto('holds').values(held).returning('id').executeTakeFirstOrThrow();
  await release(id, owner.key).expect(403);
  await release(id, desk.manager).expect(200);
});

it('other holds are released by any operator', async () => {
  await release(await openHold('complaint'), desk.operator).expect(200);
});
