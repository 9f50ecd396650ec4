import { Readable } from 'node:stream';
import { importAudience } from '../../db/audience/import/import-audience';
import { createApiKey } from '../../db/access/api-keys';
import { changeContacts } from '../../db/customers/changed-contacts';
import { exampleColumns } from '../../examples/columns';
import { type Change, csvOf } from '../audience/fixture';
import { testDoc } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';

const ROWS: Change[] = [
  { 氏名: '山田　太郎', 氏名カナ: 'ﾔﾏﾀﾞ ﾀﾛｳ' },
  { 氏名: '山本　翔', 氏名カナ: 'ヤマモト　ショウ', 固定電話: '045-201-0011', 携帯電話: '', 郵便番号: '220-0012' },
  { 氏名: '高橋　守', 氏名カナ: 'タカハシ　マモル', 携帯電話: '090-8888-1234', 郵便番号: '060-0001', 備考: '支援措置' },
  { 氏名: '株式会社みなと商事', 氏名カナ: 'カブシキガイシャミナトショウジ', 個人法人区分: '法人', 生年月日: '' },
  { 氏名: '林', 氏名カナ: 'ハヤシ', 郵便番号: '' },
].map((change, at) => ({
  町域: `${at}町`,
  固定電話: '',
  携帯電話: `090-1234-567${at}`,
  都道府県: '',
  ...change,
}));

let api: Api;
let own: ApiClient;
let other: ApiClient;
let ids: number[];
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ customers: [{}] });
  other = await api.client({ customers: [{}] });
  await put(other, ROWS.slice(0, 1));
  ids = await put(own, ROWS);
});
afterAll(() => api.t.close());

async function put({ clientId, campaignId, keys }: ApiClient, rows: Change[]): Promise<number[]> {
  const { db, pool, vault } = api.t;
  const doc = testDoc({ columns: await exampleColumns() });
  const body = Readable.from([Buffer.from(csvOf(rows))]);
  await importAudience({ db, pool, vault, clientId, campaignId, personId: keys.manager.personId, doc, body });
  const found = await db
    .selectFrom('audience')
    .select('customer_id')
    .where('campaign_id', '=', campaignId)
    .orderBy('line')
    .execute();
  return found.map((row) => row.customer_id);
}

const PURPOSE = { purpose: 'inquiry', reference: 'INQ-7' };
const search = (body: object, key = own.keys.operator.key) =>
  api.send('post', '/api/customers/search', key).send({ ...PURPOSE, ...body });
type Page = { items: { customerId: number; name: string | null; protected: boolean }[]; next: string | null };
async function found(body: object, key?: string): Promise<Page> {
  return (await search(body, key).expect(200)).body as Page;
}
const placesOf = (page: Page) => page.items.map(({ customerId }) => ids.indexOf(customerId));

it.each<[by: string, value: string, rows: number[]]>([
  ['name', '山田太郎', [0]],
  ['name', ' 山田 ', [0]],
  ['name', '山田太', [0]],
  ['name', '山田太郎丸', []],
  ['name', '林', [4]],
  ['name', '山', []],
  ['name', 'みなと商事', [3]],
  ['name', '(株)みなと', [3]],
  ['kana', 'ヤマ', [0, 1]],
  ['kana', 'やまもと', [1]],
  ['kana', 'ﾔﾏﾓﾄｼﾖｳ', [1]],
  ['kana', 'ヤマモトシ', [1]],
  ['kana', 'ヤマモトタ', []],
  ['kana', 'ミナト', [3]],
  ['phone', '090-1234-5670', [0]],
  ['phone', '+81 90 1234 5670', [0]],
  ['phone', '０４５（２０１）００１１', [1]],
  ['phone', '03-1111-2222', []],
  ['contractNumber', 'ＭＮ170000002', [1]],
  ['postalCode', '〒220-0012', [1]],
  ['postalCode', '2200012', [1]],
])('by %s "%s"', async (by, value, rows) => {
  expect(placesOf(await found({ by, value }))).toEqual(rows);
});

it('by the code of an envelope, of a link, and by id', async () => {
  const { campaignId, clientId } = own;
  const piece = { client_id: clientId, campaign_id: campaignId, customer_id: ids[1]!, code: 'ABCD23456X' };
  await api.t.db.insertInto('pieces').values(piece).execute();
  const token = api.t.vault.linkToken({ campaignId, customerId: ids[0]!, kind: 'page', version: 1 });
  await api.t.db
    .insertInto('links')
    .values({
      campaign_id: campaignId,
      customer_id: ids[0]!,
      client_id: clientId,
      kind: 'page',
      token_hash: api.t.vault.tokenHash(token),
      expires_at: new Date('2028-01-01'),
    })
    .execute();
  expect(placesOf(await found({ by: 'code', value: 'abcd23456x' }))).toEqual([1]);
  expect(placesOf(await found({ by: 'code', value: token }))).toEqual([0]);
  expect(placesOf(await found({ by: 'code', value: `https://x.example/m/${token}?lang=en` }))).toEqual([0]);
  expect(placesOf(await found({ by: 'customerId', value: String(ids[4]) }))).toEqual([4]);
  expect(placesOf(await found({ by: 'customerId', value: String(ids[4]) }, other.keys.operator.key))).toEqual([]);
});

it('shows a masked name and nothing else of the person, and stores the searched value nowhere', async () => {
  const { items } = await found({ by: 'name', value: '山田太郎' });
  expect(items).toEqual([{ customerId: ids[0], protected: false, kind: 'person', name: '山●●●', journeys: [] }]);
  const ledger = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  const entry = JSON.parse(ledger.at(-1)!.body) as object;
  expect(entry).toMatchObject({ kind: 'access', what: 'search', ...PURPOSE, customers: [ids[0]], fields: ['name'] });
  const rows = await api.t.db.selectFrom('search_keys').selectAll().execute();
  const kept = [...ledger.map(({ body }) => body), ...api.logged, JSON.stringify(rows)].join('\n');
  for (const value of ['山田', 'ヤマダ', 'ﾔﾏﾀﾞ', '12345670', '1234-5670']) expect(kept).not.toContain(value);
});

it("finds nothing of another client, nor of campaigns that are not the caller's", async () => {
  const theirs = await found({ by: 'name', value: '山田太郎' }, other.keys.operator.key);
  expect(theirs.items).toHaveLength(1);
  expect(ids).not.toContain(theirs.items[0]!.customerId);
  const second = await api.t.db
    .insertInto('campaigns')
    .values({ client_id: own.clientId, name: 'second' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { personId } = own.keys.operator;
  const key = (campaigns: number[]) =>
    createApiKey(api.t.db, { personId, clientId: own.clientId, role: 'operator', campaigns }).then((made) => made.key);
  const body = { by: 'kana', value: 'ヤマ' };
  expect(placesOf(await found(body, await key([own.campaignId])))).toEqual([0, 1]);
  expect(placesOf(await found(body, await key([second.id])))).toEqual([]);
  expect(placesOf(await found({ ...body, campaignId: own.campaignId }, await key([second.id])))).toEqual([]);
  expect(placesOf(await found({ ...body, campaignId: own.campaignId }))).toEqual([0, 1]);
});

describe('a customer under 支援措置', () => {
  it.each([
    ['name', '高橋守'],
    ['kana', 'タカハシ'],
    ['phone', '090-8888-1234'],
    ['postalCode', '060-0001'],
  ])('is not found by %s', async (by, value) => {
    expect(await found({ by, value })).toEqual({ items: [], next: null });
  });

  it('is returned by id only when searched by number', async () => {
    const only = { customerId: ids[2], protected: true, kind: null, name: null, journeys: [] };
    expect((await found({ by: 'contractNumber', value: 'MN170000003' })).items).toEqual([only]);
    expect((await found({ by: 'customerId', value: String(ids[2]) })).items).toEqual([only]);
  });

  it('is found with the right to see protected customers', async () => {
    const { personId } = own.keys.operator;
    const rights = ['personal.protected'] as const;
    const { key } = await createApiKey(api.t.db, { personId, clientId: own.clientId, role: 'operator', rights });
    const { items } = await found({ by: 'kana', value: 'タカハシ' }, key);
    expect(items).toMatchObject([{ customerId: ids[2], protected: true, name: '高●●●' }]);
  });
});

it('goes on from page to page', async () => {
  const first = await found({ by: 'kana', value: 'ヤマ', limit: 1 });
  expect(placesOf(first)).toEqual([0]);
  const second = await found({ by: 'kana', value: 'ヤマ', limit: 1, cursor: first.next });
  expect([placesOf(second), second.next]).toEqual([[1], null]);
});

it('follows changed contact data', async () => {
  const { clientId } = own;
  const change = { mobile: '+819099990000', phone: undefined };
  await api.t.db
    .transaction()
    .execute((trx) => changeContacts(trx, api.t.vault, { customerId: ids[4]!, clientId, change }));
  expect(placesOf(await found({ by: 'phone', value: '090-9999-0000' }))).toEqual([4]);
  expect(placesOf(await found({ by: 'phone', value: '090-1234-5674' }))).toEqual([]);
  expect(placesOf(await found({ by: 'name', value: '林' }))).toEqual([4]);
});

it('a new delivery replaces what a customer is found by', async () => {
  const again = ROWS.map((row, at) => (at === 1 ? { ...row, 固定電話: '045-201-0099' } : row));
  await put(own, again);
  expect(placesOf(await found({ by: 'phone', value: '045-201-0011' }))).toEqual([]);
  expect(placesOf(await found({ by: 'phone', value: '045-201-0099' }))).toEqual([1]);
});

it.each([
  ['no purpose', { by: 'name', value: '山田', purpose: undefined }],
  ['no number', { by: 'phone', value: 'abc' }],
  ['no postal code', { by: 'postalCode', value: '12' }],
  ['no id', { by: 'customerId', value: '0' }],
  ['nothing', { by: 'name', value: '　' }],
  ['a value of one more than 100 signs', { by: 'name', value: '山'.repeat(101) }],
  ['a NUL', { by: 'name', value: '山\u0000田' }],
  ['a reference that could be a name', { by: 'name', value: '山田', reference: '山田太郎' }],
  ['a cursor of our own making only', { by: 'name', value: '山田', cursor: 'abc' }],
])('refuses %s', async (_, body) => {
  const { body: problem } = await search(body).expect(400);
  expect(problem).toMatchObject({ code: 'invalid_request' });
  expect(JSON.stringify(problem)).not.toContain('山田');
});
