import { accountsOf } from '../../db/returns/accounts';
import { type BankAccount, accountOf, differingFields } from '../../domain/returns/bank-account';
import { type FormReading, judgeForm } from '../../domain/returns/return-rules';
import { type FormRules, rulesOfForm } from '../../domain/returns/form-rules';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock, testDoc } from '../support/seed';
import { another, type Letter, postLetter, read } from './returns-fixture';

const account: BankAccount = {
  ...{ bank: 'みなと銀行', branch: '海岸支店', type: 'ordinary', number: '0012345', holder: 'ミホン ハナコ' },
};

describe('the holder of an account', () => {
  it.each<[written: string, kana: string, of: string]>([
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダ　タロウ', 'customer'],
    ['シヨウジ リヨウコ', 'ショウジ リョウコ', 'customer'],
    ['やまだ たろう', 'ヤマダ タロウ', 'customer'],
    ['カ)ミナトシヨウジ', 'カブシキガイシャ ミナトショウジ', 'customer'],
    ['（カ）ミナト', 'カブシキカイシャミナト', 'customer'],
    ['ミナト(カ', 'ミナトカブシキガイシャ', 'customer'],
    ['カ)ミナト', 'ミナト', 'customer'],
    ['イ)アサヒ', 'イリョウホウジン アサヒ', 'customer'],
    ['カトウ ハナコ', 'カトウハナコ', 'customer'],
    ['カ)ミナト', 'ミナトカブシキガイシャ', 'other'],
    ['ヤマダ ハナコ', 'ヤマダ タロウ', 'other'],
  ])('%s for %s: %s', (holder, kana, of) => expect(accountOf({ ...account, holder }, kana)).toBe(of));

  it('is not proven where the client gave no kana, and none where the form has no account', () => {
    expect(accountOf(account, undefined)).toBe('unproven');
    expect(accountOf(null, 'ミホン ハナコ')).toBe('none');
  });

  it('is read alike in whatever width, but one digit apart is another account', () => {
    const same = { ...account, bank: 'みなと', branch: '海岸', number: '12345', holder: 'ﾐﾎﾝﾊﾅｺ' };
    expect(differingFields(account, same)).toEqual([]);
    expect(differingFields(account, { ...same, number: '12354', type: 'current' })).toEqual(['type', 'number']);
  });
});

const ALL: FormRules = { hanko: 'required', account: 'always' };
test.each<[string, Partial<FormReading>, Partial<FormRules>, string[]]>([
  ['all there', { hanko: 'matches', account: 'customer' }, ALL, []],
  ['no hanko', { hanko: 'none', account: 'customer' }, ALL, ['no_hanko']],
  ['another hanko', { hanko: 'differs', account: 'customer' }, ALL, ['hanko_differs']],
  ['another hanko where none is asked for', { hanko: 'differs' }, {}, []],
  ['no account', { hanko: 'matches', account: 'none' }, ALL, ['no_account']],
  ["another person's account", { hanko: 'matches', account: 'other' }, ALL, ['other_holder']],
  ['a holder who cannot be proven', { hanko: 'matches', account: 'unproven' }, ALL, []],
  ['no account, asked of who cancels, who moves', { account: 'none' }, { account: 'on_cancel' }, []],
  [
    'no account of who cancels',
    { account: 'none', choices: { 1: 'cancel' } },
    { account: 'on_cancel' },
    ['no_account'],
  ],
  ['hanko and account', { hanko: 'none', account: 'none' }, ALL, ['no_hanko', 'no_account']],
])('%s: %j', (_name, change, rules, defects) => {
  const form = { choices: { 1: 'migrate' as const }, writtenOn: '2027-02-10', signed: true };
  const reading = { ...form, otherPerson: false, illegible: false, remark: false, ...change };
  const verdict = judgeForm(reading, false, { hanko: 'none', account: 'none', ...rules });
  expect(verdict).toEqual({ status: defects.length ? 'defect' : 'accepted', defects, choices: defects.length ? {} : reading.choices }); // prettier-ignore
});

test('an envelope with letters of two campaigns asks for what one of them asks for', () => {
  const rules = rulesOfForm([{}, { form: { hanko: 'required', account: 'none' } }, { form: { hanko: 'none', account: 'on_cancel' } }]); // prettier-ignore
  expect(rules).toEqual({ hanko: 'required', account: 'on_cancel' });
});

describe('at the desk', () => {
  let api: Api;
  let own: ApiClient;
  let letter: Letter;
  let second: string;
  let third: string;
  beforeAll(async () => {
    api = await openApi();
  });
  afterAll(() => api.t.close());

  async function openDesk(form?: FormRules) {
    await stepClock(api.t, '2027-02-15T10:00:00+09:00');
    own = await api.client({ status: 'running', doc: testDoc(form && { form }), customers: [{}] });
    letter = await postLetter(api, own);
    [second, third] = [(await another(api, own)).key, (await another(api, own)).key];
    const item = api.t.db.selectFrom('vault_items as i').innerJoin('vault_keys as k', 'k.customer_id', 'i.customer_id');
    const of = item.where('i.customer_id', '=', letter.customerId).where('i.item', '=', 'profile');
    const { wrapped_key: wrapped, data } = await of.select(['k.wrapped_key', 'i.data']).executeTakeFirstOrThrow();
    const key = api.t.vault.unwrap(wrapped);
    const profile = { ...api.t.vault.open<object>(key, data), kana: 'ミホン ハナコ' };
    const update = api.t.db.updateTable('vault_items').set({ data: api.t.vault.encrypt(key, profile) });
    await update.where('customer_id', '=', letter.customerId).where('item', '=', 'profile').execute();
    const body = { kind: 'form', code: letter.code };
    return (await api.act('/api/returns', own.keys.operator.key, body).expect(201)).body.id as number;
  }
  const rowOf = (id: number) =>
    api.t.db.selectFrom('returns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const first = () => own.keys.operator.key;
  const entry = (change: object = {}) => read(letter.contracts, { hanko: 'matches', account, ...change });
  const enter = (id: number, body: object, key = first()) => api.act(`/api/returns/${id}/entries`, key, body);
  const twice = async (id: number, body: object) => {
    await enter(id, body).expect(200);
    return (await enter(id, body, second).expect(200)).body;
  };

  it('two readings alike decide; what is shown is masked, and the account is nowhere but in the vault', async () => {
    const done = await twice(await openDesk(ALL), entry());
    expect(done).toMatchObject({ status: 'accepted', asks: { hanko: true, account: true }, accountDiffers: [] });
    const shown = { bank: 'み•••', type: 'ordinary', number: '••••345', holder: 'ミ•••' };
    expect(done.readings).toMatchObject([{ account: shown }, { account: shown, reading: { account: 'customer' } }]);
    for (const table of ['ledger', 'return_entries', 'arrivals', 'idempotency_keys'] as const) {
      const rows = await api.t.db
        .selectFrom(table as never)
        .selectAll()
        .execute();
      expect(JSON.stringify(rows)).not.toMatch(/0012345|みなと銀行|ミホン ハナコ/);
    }
    expect(api.logged.join()).not.toContain('0012345');
  });

  it('a digit apart goes to a third person, who sees where and not what', async () => {
    const id = await openDesk(ALL);
    await enter(id, entry()).expect(200);
    const { body } = await enter(id, entry({ account: { ...account, number: '0012354' } }), second).expect(200);
    expect(body).toMatchObject({ status: 'mismatch', accountDiffers: ['number'] });
    expect((await enter(id, entry(), third).expect(200)).body).toMatchObject({ status: 'accepted' });
  });

  it.each<[string, object, string]>([
    ['another hanko', { hanko: 'differs' }, '印鑑相違'],
    ['no hanko', { hanko: 'none' }, '印鑑なし'],
    ['no account', { account: null }, '口座の記入なし・不足'],
    ["another person's account", { account: { ...account, holder: 'ミホン タロウ' } }, '口座名義相違'],
  ])('%s is a defect, and no choice counts', async (_name, change, text) => {
    const done = await twice(await openDesk(ALL), entry(change));
    expect(done).toMatchObject({ status: 'defect', texts: [{ ja: text }], countsAt: null });
  });

  it('where the client asks for neither, neither is taken in, and a form without them is accepted', async () => {
    const id = await openDesk();
    const { body } = await enter(id, entry()).expect(400);
    expect(body.issues).toMatchObject([{ path: 'body.hanko', code: 'not_asked' }, { path: 'body.account' }]);
    expect(await twice(id, read(letter.contracts))).toMatchObject({ status: 'accepted' });
  });

  it('where it asks for them, nothing may be left out', async () => {
    const { body } = await enter(await openDesk(ALL), read(letter.contracts)).expect(400);
    expect(body.issues).toMatchObject([{ path: 'body.hanko', code: 'required' }, { path: 'body.account' }]);
  });

  const file = () => api.send('get', `/api/campaigns/${own.campaignId}/accounts`, own.keys.manager.key);
  const released = async () => {
    const asked = { what: 'accounts', days: 1, reason: '払戻のため委託元へ渡す' };
    const path = `/api/campaigns/${own.campaignId}/exports`;
    const { requestId } = (await api.act(path, own.keys.manager.key, asked).expect(201)).body;
    await api.act(`/api/requests/${requestId}/approve`, own.keys.approver.key, {}).expect(200);
    return (await file().expect(200)).text.trim().split('\r\n');
  };

  it('the client gets the accounts of accepted forms once another person has released them', async () => {
    await twice(await openDesk(ALL), entry());
    expect((await file().expect(403)).body).toMatchObject({ code: 'export_not_released' });
    const lines = await released();
    expect(lines).toHaveLength(1 + letter.contracts.length);
    expect(lines[1]).toContain('みなと銀行,海岸支店,普通,0012345,ミホン ハナコ');
  });

  const hold = (what: string, body: object = {}) =>
    api.act(`/api/customers/${letter.customerId}/holds${what}`, own.keys.manager.key, body);

  it('no account reaches the client while a hold keeps the answer, nor once the answer is discarded', async () => {
    const id = await openDesk(ALL);
    const death = { reason: 'death_reported', source: '電話', reviewOn: '2027-02-15' };
    const held = (await hold('', death).expect(201)).body.id as number;
    expect(await twice(id, entry())).toMatchObject({ status: 'accepted' });
    expect(await released()).toHaveLength(1);
    const kept = api.t.db.selectFrom('kept_answers').select('id').where('customer_id', '=', letter.customerId);
    const { id: keptId } = await kept.executeTakeFirstOrThrow();
    const path = `/api/customers/${letter.customerId}/kept-answers/${keptId}/discard`;
    await api.act(path, own.keys.manager.key, { reason: '相続人ではない方のご記入' }).expect(200);
    await hold(`/${held}/release`).expect(200);
    expect((await file().expect(200)).text.trim().split('\r\n')).toHaveLength(1);
  });

  it('the account is that of the reading which decided, also where it found none', async () => {
    const id = await openDesk({ hanko: 'none', account: 'on_cancel' });
    const one = (change: object) => read(letter.contracts, { account, ...change });
    await enter(id, one({})).expect(200);
    await enter(id, one({ account: { ...account, number: '0012354' } }), second).expect(200);
    expect((await enter(id, one({ account: null }), third).expect(200)).body).toMatchObject({ status: 'accepted' });
    expect(await released()).toHaveLength(1);
  });

  it('a booking taken back leaves no account behind', async () => {
    const id = await openDesk(ALL);
    await enter(id, entry()).expect(200);
    await api.act(`/api/returns/${id}/withdraw`, first(), { reason: 'wrong_envelope' }).expect(200);
    expect([...(await accountsOf(api.t.db, api.t.vault, await rowOf(id))).values()]).toEqual([]);
  });
});
