import { randomUUID } from 'node:crypto';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { arrivalsOf, type Letter, postLetter, read } from './returns-fixture';

let api: Api;
let own: ApiClient;
let letter: Letter;
let returnId: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}, {}] });
  letter = await postLetter(api, own);
  const body = { kind: 'form', code: letter.code };
  returnId = (await api.act('/api/returns', first(), body).expect(201)).body.id;
});

const first = () => own.keys.operator.key;
const written = { postalCode: '105-0022', address: '東京都港区海岸1-2-3 見本ビル405号' };
const propose = (body: object = written) => api.act(`/api/returns/${returnId}/new-address`, first(), body);
const proposals = async () =>
  (await api.send('get', `/api/customers/${letter.customerId}/address-proposals`, first()).expect(200)).body.items;
const file = () => api.send('get', `/api/campaigns/${own.campaignId}/address-proposals`, own.keys.manager.key);
async function release() {
  const asked = { what: 'addresses', days: 1, reason: '住所の変更を委託元へ渡す' };
  const path = `/api/campaigns/${own.campaignId}/exports`;
  const { body } = await api.act(path, own.keys.manager.key, asked).expect(201);
  await api.act(`/api/requests/${body.requestId}/approve`, own.keys.approver.key, {}).expect(200);
}
const profile = () =>
  api.t.db
    .selectFrom('vault_items')
    .select('data')
    .where('customer_id', '=', letter.customerId)
    .where('item', '=', 'profile')
    .executeTakeFirstOrThrow();

it('goes to the client with the contract, and overwrites nothing', async () => {
  const before = await profile();
  const { body } = await propose().expect(200);
  expect(body.items).toMatchObject([{ returnId, by: own.keys.operator.personId, changed: false }]);
  expect(JSON.stringify(body)).not.toContain('海岸');
  expect((await profile()).data.equals(before.data)).toBe(true);
  expect(await arrivalsOf(api, letter)).toEqual([]);
  expect((await file().expect(403)).body).toMatchObject({ code: 'export_not_released' });
  await release();
  const { text } = await file().expect(200);
  const lines = text.trim().split('\r\n');
  expect(lines).toHaveLength(1 + letter.contracts.length);
  expect(lines[1]).toContain('105-0022,東京都港区海岸1-2-3 見本ビル405号');
});

it('read again, the newer reading holds; the ledger says that it was proposed, not what', async () => {
  await propose({ ...written, address: '東京都港区海岸9' }).expect(200);
  await propose().expect(200);
  expect(await proposals()).toHaveLength(1);
  await release();
  expect((await file().expect(200)).text).not.toContain('海岸9');
  const rows = await api.t.db.selectFrom('ledger').select('body').execute();
  expect(rows.some(({ body }) => body.includes('address_proposed'))).toBe(true);
  expect(rows.some(({ body }) => body.includes('海岸'))).toBe(false);
});

it('is over once the client has changed the address', async () => {
  await propose().expect(200);
  await api.t.db
    .insertInto('arrivals')
    .values({
      ...{ client_id: own.clientId, campaign_id: own.campaignId, journey_id: letter.journeyId, seq: 99 },
      ...{ kind: 'contact_changed', source: 'client', data: '{"channels":["post"]}', dedupe: randomUUID() },
      ...{ at: new Date('2027-02-16T00:00:00Z'), received_at: new Date('2027-02-16T00:00:00Z') },
    })
    .execute();
  expect(await proposals()).toMatchObject([{ changed: true }]);
  await release();
  expect((await file().expect(200)).text.trim().split('\r\n')).toHaveLength(1);
});

it('of a customer under protection is neither taken nor listed', async () => {
  await propose().expect(200);
  const protection = { customer_id: letter.customerId, client_id: own.clientId, source: 'x', opened_at: new Date(0) };
  await api.t.db.insertInto('protections').values(protection).execute();
  expect((await propose().expect(403)).body).toMatchObject({ code: 'protected_customer' });
  await release();
  expect((await file().expect(200)).text).not.toContain('海岸');
});

it('leaves the form itself to the rules: it is accepted', async () => {
  await propose().expect(200);
  await api.act(`/api/returns/${returnId}/entries`, first(), read(letter.contracts)).expect(200);
  const manager = own.keys.manager.key;
  const { body } = await api.act(`/api/returns/${returnId}/entries`, manager, read(letter.contracts)).expect(200);
  expect(body).toMatchObject({ status: 'accepted' });
});
