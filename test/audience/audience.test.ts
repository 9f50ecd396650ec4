import { releaseExport } from '../privacy/exports-support';
import { approveAll, type Api, type ApiClient, EXAMPLE, ledgerKinds, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let id: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client({ customers: [] });
  const created = api.act('/api/campaigns', own.keys.manager.key).set('Content-Type', 'application/yaml').send(EXAMPLE);
  ({ id } = (await created.expect(201)).body);
});

const HEADER =
  '契約番号,氏名,氏名カナ,生年月日,個人法人区分,郵便番号,都道府県,市区町村,町域,番地・建物,固定電話,携帯電話,メールアドレス,契約プラン,契約開始日,メール通知同意,SMS通知同意,郵送停止,備考';
interface Row {
  number: string;
  name?: string;
  birth?: string;
  kind?: string;
  phone?: string;
  remark?: string;
}
const line = ({ number, name = '坂本 良枝', birth = '1972/07/26', kind = '個人', phone = '', remark = '' }: Row) =>
  `${number},${name},,${birth},${kind},100-0001,東京都,千代田区,千代田,1-1,${phone},,${number.toLowerCase()}@customers.example,ライト,2018/07/22,1,,0,${remark}`;
const PERSON = line({ number: 'MN170001001' });
const HELD = line({ number: 'MN170001002', name: '高瀬 一', remark: 'ご逝去の連絡あり' });
const COMPANY = line({ number: 'MN170001003', name: '株式会社みほん', birth: '', kind: '法人' });
const NAMELESS = line({ number: 'MN170001004', name: '' });
const ALL = [PERSON, HELD, COMPANY, NAMELESS];

const at = (path: string) => `/api/campaigns/${id}/audience${path}`;
const put = (lines: string[]) =>
  api
    .send('put', at(''), own.keys.manager.key)
    .set('Content-Type', 'text/csv')
    .send([HEADER, ...lines, ''].join('\r\n'));
const read = async (path: string, role: keyof ApiClient['keys'] = 'operator') =>
  (await api.send('get', path, own.keys[role].key).expect(200)).body;
const decide = (contractId: number, decision: string) =>
  api.act(at(`/held/${contractId}`), own.keys.operator.key, { decision, reason: '委託元に確認した' });
const status = async () => (await read(`/api/campaigns/${id}`)).status;
const installation = async () =>
  (await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').orderBy('seq').execute()).map(
    (row) => JSON.parse(row.body),
  );

it('imports a file, and says what was refused and why', async () => {
  const { body } = await put(ALL).expect(200);
  expect(body).toMatchObject({
    rows: 4,
    refused: 1,
    held: 1,
    doubles: 0,
    contracts: 3,
    customers: 3,
    unchanged: false,
  });
  expect(await read(at(''), 'client_viewer')).toMatchObject({
    import: { rows: 4, refused: 1 },
    customers: 3,
    contracts: { total: 3, included: 2, held: 1, excluded: 0 },
  });
  const findings = await read(at('/findings?limit=200'));
  expect(findings.items).toContainEqual(
    expect.objectContaining({ line: 5, code: 'name_missing', severity: 'refused', column: '氏名' }),
  );
  expect(
    findings.items.every((finding: { message: string; advice: string }) => finding.message && finding.advice),
  ).toBe(true);
  expect(api.logged.join()).not.toMatch(/坂本|MN1700010|customers\.example/);
});

it('pages through findings, and gives them as CSV', async () => {
  await put(ALL).expect(200);
  const all = (await read(at('/findings?limit=200'))).items;
  const seen = [];
  let cursor: string | null = '';
  for (let left = all.length; cursor !== null && left > 0; left--) {
    const { items, next }: { items: unknown[]; next: string | null } = await read(at(`/findings?limit=1${cursor}`));
    seen.push(...items);
    cursor = next && `&cursor=${next}`;
  }
  expect(cursor).toBeNull();
  expect(seen).toEqual(all);
  const csv = await api.send('get', at('/findings?format=csv'), own.keys.operator.key).expect(200);
  expect(csv.headers['content-disposition']).toContain('attachment');
  expect(csv.text).toContain('name_missing');
  expect(csv.text.trim().split('\r\n')).toHaveLength(all.length + 1);
  const accepted = await api.send('get', at('/findings'), own.keys.operator.key).set('Accept', 'text/csv').expect(200);
  expect(accepted.text).toBe(csv.text);
});

it('shows held rows masked, their remark by a recorded access, and takes a decision once', async () => {
  await put(ALL).expect(200);
  const held = await read(at('/held'));
  expect(held).toMatchObject({
    items: [{ line: 3, number: '●●●1002', hasRemark: true, reason: 'death' }],
    next: null,
  });
  const { contractId, customerId } = held.items[0];
  const asked = { purpose: 'hold_review', reference: `campaign:${id}`, fields: ['contracts'] };
  const seen = await api
    .send('post', `/api/customers/${customerId}/personal`, own.keys.operator.key)
    .send(asked)
    .expect(200);
  expect(seen.body.values).toEqual({ contracts: [{ contractId, number: 'MN170001002', remark: 'ご逝去の連絡あり' }] });
  const by = `person:${own.keys.operator.personId}`;
  expect((await installation()).at(-1)).toMatchObject({ kind: 'access', by, ...asked, customer: customerId });
  const { body } = await decide(contractId, 'exclude').expect(200);
  expect(body).toEqual({ contractId, decision: 'exclude', undecided: 0 });
  expect((await decide(contractId, 'release').expect(409)).body.code).toBe('held_already_decided');
  expect((await decide(contractId + 999, 'release').expect(404)).body.code).toBe('not_found');
  expect((await read(at(''))).contracts).toEqual({ total: 3, included: 2, held: 0, excluded: 1 });
  const statement = await read(`/api/campaigns/${id}/statement`, 'client_approver');
  expect(statement).toMatchObject({
    rows: { total: 4, refused: 1, doubles: 0, contracts: 3 },
    refusedByCode: [{ code: 'name_missing', count: 1 }],
    held: { undecided: 0, released: 0, excluded: 1 },
    contracts: { total: 3, open: 2, byOutcome: { excluded: 1 } },
  });
});

it('a change of the audience voids approvals; the same file again does not', async () => {
  await put([PERSON, COMPANY]).expect(200);
  await approveAll(api, own, id);
  expect((await put([PERSON, COMPANY]).expect(200)).body.unchanged).toBe(true);
  expect(await status()).toBe('approved');
  await put([PERSON]).expect(200);
  expect(await status()).toBe('draft');
  const start = await api.act(`/api/campaigns/${id}/start`, own.keys.manager.key).expect(409);
  expect(start.body.code).toBe('approval_void');
  expect((await ledgerKinds(api.t, id)).filter((kind) => kind === 'approval_voided')).toHaveLength(2);
});

it('is closed to changes once the campaign runs', async () => {
  await put([PERSON]).expect(200);
  await approveAll(api, own, id);
  await api.act(`/api/campaigns/${id}/start`, own.keys.manager.key).expect(200);
  expect((await put([COMPANY]).expect(409)).body.code).toBe('campaign_not_editable');
});

it.each([
  ['an empty file', '', 'file_empty'],
  ['another header', 'a,b,c\r\n1,2,3\r\n', 'file_without_header'],
  ['no good row', `${HEADER}\r\n${NAMELESS}\r\n`, 'file_without_good_row'],
  ['an unclosed quote', `${HEADER}\r\n"MN1,x\r\n`, 'file_quote_unclosed'],
])('refuses %s whole', async (_what, text, code) => {
  const sent = api.send('put', at(''), own.keys.manager.key).set('Content-Type', 'application/octet-stream');
  const { body } = await sent.send(Buffer.from(text)).expect(422);
  expect(body.code).toBe(code);
  expect(body.detail).not.toContain('?');
  expect((await read(at(''))).import).toBeNull();
});

it('lists codes for customers without another factor, and records the access', async () => {
  await put([PERSON, COMPANY]).expect(200);
  await releaseExport(api, own, 'codes', id);
  const path = `/api/campaigns/${id}/second-factor-codes`;
  const { text, headers } = await api.send('get', path, own.keys.client_approver.key).expect(200);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = text.trim().split('\r\n');
  expect(lines).toEqual([expect.stringContaining('契約番号'), expect.stringMatching(/^MN170001003,\d{8}$/)]);
  const by = `person:${own.keys.client_approver.personId}`;
  expect((await installation()).at(-1)).toMatchObject({ kind: 'access', what: 'code_list', by, campaign: id });
});
