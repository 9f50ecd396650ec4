import pg from 'pg';
import { createApiKey } from '../../db/access/api-keys';
import { type Api, type ApiClient, makePerson, openApi } from '../support/api';
import { type Role } from '../../domain/access/access';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client({ customers: [{ channels: ['phone', 'post', 'sms'] }, { protected: true }] });
});

const plain = () => own.customers[0]!.id;
const guarded = () => own.customers[1]!.id;
const asked = { purpose: 'inquiry', reference: 'INQ-42', fields: ['name', 'phone', 'contracts'] };
const reveal = (id: number, key: string, body: object = asked) =>
  api.send('post', `/api/customers/${id}/personal`, key).send(body);
const masked = (id: number, key = own.keys.operator.key) => api.send('get', `/api/customers/${id}`, key);

async function accessLog() {
  const rows = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', 'installation')
    .orderBy('seq')
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>).filter((entry) => entry.kind === 'access');
}

/** An operator whose grant holds the right to see customers under protection. */
async function trusted(role: Role = 'operator'): Promise<string> {
  const personId = await makePerson(api.t, 'trusted');
  const grant = { personId, clientId: own.clientId, role, rights: ['personal.protected' as const] };
  return (await createApiKey(api.t.db, grant)).key;
}

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: api.t.ownerUrl });
  await owner.connect();
  await owner.query(statement).finally(() => owner.end());
}

const CLEAR = /見本|8131234|8190123|海岸|c0@customers|MN0-0|1970-01-02/;

it('shows a customer masked and records nothing of it', async () => {
  const before = (await accessLog()).length;
  const { body, text } = await masked(plain()).expect(200);
  expect(body).toMatchObject({
    kind: 'person',
    protected: false,
    masked: {
      name: '見●●●',
      birth: '****-**-**',
      mail: 'c***@customers.example',
      phone: '03-****-5678',
      mobile: '090-****-5678',
      postalCode: '105-****',
      address: '東京都●●●',
      contracts: [{ contractId: own.customers[0]!.contracts[0], number: '●●●-0', remark: null }],
    },
  });
  expect(text).not.toMatch(CLEAR);
  expect(await accessLog()).toHaveLength(before);
});

it('shows the fields asked for, and records who, whose, which and why, but no value', async () => {
  const { body } = await reveal(plain(), own.keys.operator.key).expect(200);
  const [contractId] = own.customers[0]!.contracts;
  expect(body.values).toEqual({
    name: '見本 0',
    phone: '+81312345678',
    contracts: [{ contractId, number: 'MN0-0', remark: null }],
  });
  const seen = (await accessLog()).at(-1);
  const by = `person:${own.keys.operator.personId}`;
  expect(seen).toMatchObject({
    kind: 'access',
    what: 'personal',
    by,
    client: own.clientId,
    customer: plain(),
    ...asked,
  });
  expect(JSON.stringify(seen)).not.toMatch(CLEAR);
});

it.each([
  ['no purpose', { ...asked, purpose: undefined }],
  ['a purpose of its own', { ...asked, purpose: 'curiosity' }],
  ['no reference', { ...asked, reference: undefined }],
  ['a reference that is a text', { ...asked, reference: '見本 0 様の件' }],
  ['no field', { ...asked, fields: [] }],
  ['a field we do not have', { ...asked, fields: ['password'] }],
])('refuses an access with %s, and then nothing is recorded', async (_what, body) => {
  const before = (await accessLog()).length;
  expect((await reveal(plain(), own.keys.operator.key, body).expect(400)).text).not.toMatch(/8131234/);
  expect(await accessLog()).toHaveLength(before);
});

it.each(['approver', 'client_approver', 'client_viewer', 'administrator'] as const)('refuses %s', async (role) => {
  await reveal(plain(), own.keys[role].key).expect(403);
  await masked(plain(), own.keys[role].key).expect(403);
});

it('does not show what it cannot record', async () => {
  await asOwner(
    'revoke execute on function ledger_append(text, bigint, timestamptz, text[]) from tsunagi_app, tsunagi_api',
  );
  try {
    expect((await reveal(plain(), own.keys.operator.key).expect(500)).text).not.toMatch(CLEAR);
  } finally {
    await asOwner(
      'grant execute on function ledger_append(text, bigint, timestamptz, text[]) to tsunagi_app, tsunagi_api',
    );
  }
});

describe('a customer under protection', () => {
  it.each(['operator', 'manager', 'auditor'] as const)('is shown to no %s by the role alone', async (role) => {
    const before = (await accessLog()).length;
    for (const answer of [await reveal(guarded(), own.keys[role].key), await masked(guarded(), own.keys[role].key)]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'protected_customer']);
      expect(answer.text).not.toMatch(CLEAR);
    }
    expect(await accessLog()).toHaveLength(before);
  });

  it('is shown with a grant that allows it, but not to search for the address', async () => {
    const key = await trusted();
    expect((await masked(guarded(), key).expect(200)).body).toMatchObject({ protected: true });
    expect((await reveal(guarded(), key).expect(200)).body.values.name).toBe('見本 1');
    const research = await reveal(guarded(), key, { ...asked, purpose: 'address_research' });
    expect([research.status, research.body.code]).toEqual([409, 'research_not_allowed']);
  });

  it('has nothing of its number in the list of held rows', async () => {
    await api.t.db
      .updateTable('audience')
      .set({ state: 'held', reason: 'protection' })
      .where('customer_id', '=', guarded())
      .execute();
    const path = `/api/campaigns/${own.campaignId}/audience/held`;
    const numberFor = async (key: string) => (await api.send('get', path, key).expect(200)).body.items[0].number;
    expect(await numberFor(own.keys.operator.key)).toBe('●●●');
    expect(await numberFor(await trusted())).toBe('●●●-0');
  });
});

describe('texts that are kept outside the vault', () => {
  const day = '2027-03-01';
  const acts: [string, (text: string) => { path: string; body: object }][] = [
    ['the note of a hold', (note) => ({ path: 'holds', body: { reason: 'vip', source: 'x', reviewOn: day, note } })],
    ['the source of a hold', (source) => ({ path: 'holds', body: { reason: 'vip', source, reviewOn: day } })],
    ['the source of a refusal', (source) => ({ path: 'opt-outs', body: { channel: 'sms', purpose: 'offer', source } })],
    [
      'the evidence of a consent',
      (evidence) => ({
        path: 'consents',
        body: { channel: 'sms', purpose: 'offer', value: true, source: 'x', evidence },
      }),
    ],
    [
      'the evidence of a representative',
      (evidence) => ({
        path: 'representatives',
        body: { relation: 'agent', name: '代理 次郎', phone: '0311112222', evidence, validFrom: '2027-01-01' },
      }),
    ],
  ];
  const telling = ['見本 0 様より', '℡ 03-1234-5678', '番号 MN0-0 の件', 'c0@customers.example'];
  const cases = acts.flatMap(([what, make]) => telling.map((text) => [what, text, make] as const));

  it.each(cases)('%s does not take “%s”', async (_what, text, make) => {
    const { path, body } = make(text);
    const refused = await api.act(`/api/customers/${plain()}/${path}`, own.keys.operator.key, body);
    expect([400, 422]).toContain(refused.status);
    expect(refused.body.code).toMatch(/^(invalid_request|text_holds_personal_data)$/);
    expect(refused.text).not.toContain(text);
  });

  it.each(acts)('%s takes a reference', async (_what, make) => {
    const { path, body } = make('INQ-42 2027-01-09');
    await api.act(`/api/customers/${plain()}/${path}`, own.keys.operator.key, body).expect(201);
  });

  it('the evidence of a representative does not name the representative either', async () => {
    const body = { relation: 'agent', name: '代理 次郎', phone: '0311112222', validFrom: '2027-01-01' };
    const path = `/api/customers/${plain()}/representatives`;
    const refused = await api.act(path, own.keys.operator.key, { ...body, evidence: '次郎さんの委任状' }).expect(422);
    expect(refused.body.issues).toMatchObject([{ path: 'body.evidence', code: 'known_value_in_text' }]);
  });
});
