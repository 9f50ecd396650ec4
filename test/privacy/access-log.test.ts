import { createApiKey } from '../../db/access/api-keys';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';

let api: Api;
let own: ApiClient;
let other: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  other = await api.client();
  await reveal(own, 'operator', 0, ['phone']);
  await reveal(own, 'manager', 1, ['name', 'mail']);
  await reveal(other, 'operator', 0, ['name']);
  await stepClock(api.t, '2027-01-11T00:00:00+09:00');
  await reveal(own, 'operator', 1, ['name']);
  await api
    .send('post', '/api/customers/search', own.keys.operator.key)
    .send({ by: 'customerId', value: String(own.customers[0]!.id), purpose: 'inquiry', reference: 'INQ-9' })
    .expect(200);
});
afterAll(() => api.t.close());

async function reveal(of: ApiClient, role: 'operator' | 'manager', customer: number, fields: string[]): Promise<void> {
  const path = `/api/customers/${of.customers[customer]!.id}/personal`;
  const body = { purpose: 'inquiry', reference: 'INQ-7', fields };
  await api.send('post', path, of.keys[role].key).send(body).expect(200);
}

interface Entry {
  no: number;
  by: { id: number; name: string };
  customers: number[];
  fields: string[];
  what: string;
}
const read = async (query: Record<string, unknown> = {}, key = own.keys.auditor.key) =>
  (await api.send('get', '/api/access-log', key).query(query).expect(200)).body as {
    items: Entry[];
    next: string | null;
  };

test('the auditor reads who has seen what of whom and what for, newest first', async () => {
  const { items } = await read();
  const [first, second] = own.customers.map(({ id }) => id);
  expect(items.map(({ what, by, customers }) => [what, by.name, customers])).toEqual([
    ['search', 'operator', [first]],
    ['personal', 'operator', [second]],
    ['personal', 'manager', [second]],
    ['personal', 'operator', [first]],
  ]);
  expect(items[2]).toMatchObject({
    at: '2027-01-10T01:00:00.000Z',
    purpose: 'inquiry',
    purposeText: { ja: expect.any(String) },
    reference: 'INQ-7',
    fields: ['name', 'mail'],
    fieldTexts: [{ ja: '氏名・名称' }, { ja: 'メールアドレス' }],
    count: null,
  });
});

test.each([
  ['a person', () => ({ person: own.keys.manager.personId }), 1],
  ['a customer, also as found by a search', () => ({ customer: own.customers[0]!.id }), 2],
  ['a local day', () => ({ day: '2027-01-10' }), 2],
  ['a person on a day', () => ({ person: own.keys.operator.personId, day: '2027-01-11' }), 2],
  ['a customer of another client', () => ({ customer: other.customers[0]!.id }), 0],
  ['a person of another client', () => ({ person: other.keys.operator.personId }), 0],
])('by %s', async (_name, query, count) => {
  expect((await read(query())).items).toHaveLength(count);
});

test('page by page, without a gap or a repeat', async () => {
  const all = (await read()).items.map(({ no }) => no);
  const paged: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await read({ limit: 1, ...(cursor && { cursor }) });
    paged.push(...page.items.map(({ no }) => no));
    cursor = page.next;
  }
  expect(paged).toEqual(all);
});

test('not by a grant limited to campaigns, since access concerns customers of all', async () => {
  const { personId } = own.keys.auditor;
  const limited = { personId, clientId: own.clientId, role: 'auditor' as const, campaigns: [own.campaignId] };
  const { key } = await createApiKey(api.t.db, limited);
  await api.send('get', '/api/access-log', key).expect(403);
});
