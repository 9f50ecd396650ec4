import { createApiKey } from '../../db/access/api-keys';
import { clockAt, type Desk, openDesk, TEN } from '../calls/calls-fixture';
import { type Api, type ApiClient, makePerson, openApi } from '../support/api';
import { another, type Letter, postLetter, read, scanOf, sendScan } from '../returns/returns-fixture';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

async function trusted(clientId: number): Promise<string> {
  const personId = await makePerson(api.t, 'trusted');
  const grant = { personId, clientId, role: 'operator' as const, rights: ['personal.protected' as const] };
  return (await createApiKey(api.t.db, grant)).key;
}

const protect = (clientId: number, customerId: number) =>
  api.t.db
    .insertInto('protections')
    .values({ client_id: clientId, customer_id: customerId, source: 'police', opened_at: new Date(0) })
    .execute();

describe('paper of a customer under protection', () => {
  let own: ApiClient;
  let letter: Letter;
  let id: number;
  beforeEach(async () => {
    await clockAt(api, '2027-02-15T10:00:00+09:00');
    own = await api.client({ status: 'running', customers: [{ protected: true }] });
    letter = await postLetter(api, own);
    const sent = await sendScan(api, own.keys.operator.key, await scanOf(letter.code), { kind: 'form' }).expect(201);
    expect(sent.body.contracts).toMatchObject([{ number: '' }]);
    id = sent.body.id;
  });

  it('can be booked by all, but seen and entered only with a grant that allows it', async () => {
    const may = await trusted(own.clientId);
    for (const role of ['operator', 'manager', 'auditor'] as const) {
      const refused = await api.send('get', `/api/returns/${id}/image`, own.keys[role].key).expect(403);
      expect(refused.body.code).toBe('protected_customer');
    }
    await api.send('get', `/api/returns/${id}/image`, may).expect(200);
    const entry = read(letter.contracts);
    const plain = await another(api, own);
    expect((await api.act(`/api/returns/${id}/entries`, plain.key, entry).expect(403)).body.code).toBe(
      'protected_customer',
    );
    const entered = await api.act(`/api/returns/${id}/entries`, may, entry).expect(200);
    expect(entered.body.contracts).toMatchObject([{ number: 'N0-0' }]);
  });
});

describe('a call that was taken before the customer came under protection', () => {
  let desk: Desk;
  beforeEach(async () => {
    await clockAt(api, TEN);
    desk = await openDesk(api, [{ channels: ['phone', 'post'] }]);
  });

  it('shows neither name nor number when it is asked for again', async () => {
    const lease = () => api.send('post', `/api/call-tasks/${desk.tasks[0]}/lease`, desk.operator);
    expect((await lease().expect(200)).body.name).toBe('見本 0');
    await protect(desk.clientId, desk.customers[0]!.id);
    const again = await lease();
    expect([403, 409]).toContain(again.status);
    expect(again.text).not.toMatch(/見本|8131234/);
  });
});
