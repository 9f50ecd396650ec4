import { randomUUID } from 'node:crypto';
import { arrivalsOf, clockAt, type Desk, lease, messageOf, openDesk, report, tasksOf } from './calls-fixture';
import { type Api, ledgerKinds, openApi } from '../support/api';

let api: Api;
let desk: Desk;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
const phone = { mail: null, channels: ['phone', 'post'] as ('phone' | 'post')[] };
beforeEach(async () => {
  desk = await openDesk(api, [
    { ...phone, contracts: 2 },
    { ...phone, ageFrom: 0 },
    { ...phone, protected: true },
  ]);
});

const BIRTH = { item: 'birthDate', said: '昭和45年1月2日' };
const NUMBER = { item: 'contractNumber', said: 'ＭＮ0-0' };
const RIGHT = [BIRTH, NUMBER];
const customer = (n = 0) => desk.customers[n]!;
const path = (n = 0) => `/api/customers/${customer(n).id}/answers`;
const contracts = (n = 0) => customer(n).contracts;
const all = (choice: string, n = 0) => Object.fromEntries(contracts(n).map((id) => [id, choice]));
const says = (more: object, n = 0) => ({ campaignId: desk.campaignId, identity: identityOf(n), ...more });
const identityOf = (n: number) => [BIRTH, { item: 'contractNumber', said: `MN${n}-0` }];
const book = (more: object, n = 0, key = desk.operator) => api.act(path(n), key, says(more, n));
const outcomes = async () => {
  const rows = api.t.db.selectFrom('outcomes').select(['outcome', 'reason']).where('client_id', '=', desk.clientId);
  return (await rows.orderBy('contract_id').execute()).map(({ outcome, reason }) => `${outcome}/${reason}`);
};
const checks = () =>
  api.t.db
    .selectFrom('caller_checks')
    .select(['items', 'passed', 'asked'])
    .where('customer_id', '=', customer().id)
    .orderBy('id')
    .execute();

it('an answer of a customer who calls is booked with a receipt, and the call to make is dropped without an attempt', async () => {
  const { body } = await book({ choices: all('migrate'), recording: 'rec-7' }).expect(201);
  expect(body).toMatchObject({
    receipt: expect.stringMatching(/^\w{4}-\w{4}$/),
    kept: null,
    booked: contracts().map((contractId) => ({ contractId, choice: 'migrate' })),
    requested: [],
    openContracts: [],
    changeUntil: '2027-04-09T14:59:59.999Z',
    callTask: { id: desk.tasks[0], status: 'done', result: 'inbound', attempts: 0 },
  });
  await desk.place();
  expect(await outcomes()).toEqual(['migrated/phone', 'migrated/phone']);
  expect(await messageOf(desk, desk.tasks[0]!)).toMatchObject({ status: 'withdrawn', attempts: 0 });
  expect((await lease(desk, desk.tasks[0]!).expect(409)).body.code).toBe('call_task_done');
  const attempts = api.t.db.selectFrom('call_attempts').select('no').where('client_id', '=', desk.clientId);
  expect(await attempts.execute()).toEqual([]);
  expect(await ledgerKinds(api.t, desk.campaignId)).toEqual(
    expect.arrayContaining(['caller_identified', 'arrival', 'call_not_needed']),
  );
  const { id } = await api.t.db
    .selectFrom('journeys')
    .select('id')
    .where('customer_id', '=', customer().id)
    .executeTakeFirstOrThrow();
  const journey = await api.send('get', `/api/journeys/${id}`, desk.manager).expect(200);
  expect(journey.body.timeline.map(({ what }: { what: { ja: string } }) => what.ja)).toEqual(
    expect.arrayContaining([
      '電話をかけてきた方の本人確認をした',
      'お客様の回答を電話（受電）で受け付けた',
      '受電で手続きが済み、架電を取りやめた',
    ]),
  );
});

it('sent again with the same key it is one answer with the same receipt', async () => {
  const key = randomUUID();
  const send = () =>
    api
      .send('post', path(), desk.operator)
      .set('Idempotency-Key', key)
      .send(says({ choices: all('cancel') }));
  const first = await send().expect(201);
  expect((await send().expect(201)).body).toEqual(first.body);
  expect(await arrivalsOf(desk, 0)).toHaveLength(1);
});

it('a call that leaves contracts open keeps its task', async () => {
  const [move, other] = contracts();
  const { body } = await book({ choices: { [move!]: 'migrate' } }).expect(201);
  expect(body).toMatchObject({ openContracts: [other], callTask: { status: 'waiting', attempts: 0 } });
  const rest = await book({ choices: { [other!]: 'cancel' } }).expect(201);
  expect(rest.body).toMatchObject({ openContracts: [], callTask: { status: 'done', result: 'inbound' } });
});

it('books also while a colleague has the call: the colleague reads that the customer has called', async () => {
  await lease(desk, desk.tasks[0]!, desk.second).expect(200);
  await book({ choices: all('migrate') }).expect(201);
  const { body } = await report(desk, desk.tasks[0]!, { result: 'no_answer' }, desk.second).expect(409);
  expect(body.code).toBe('call_task_done');
  expect(body.detail).toContain('お客様からの電話（受電）で済んだ');
  await desk.place();
  expect(await messageOf(desk, desk.tasks[0]!)).toMatchObject({ status: 'withdrawn' });
  expect(await outcomes()).toEqual(['migrated/phone', 'migrated/phone']);
});

it('an answer is changed and taken back before the deadline, and neither after it', async () => {
  await book({ choices: all('migrate') }).expect(201);
  await desk.place();
  await clockAt(api, '2027-02-02T10:00:00+09:00');
  const changed = await book({ choices: all('cancel') }).expect(201);
  await desk.place();
  expect(await outcomes()).toEqual(['cancelled/phone', 'cancelled/phone']);
  await clockAt(api, '2027-02-03T10:00:00+09:00');
  const [back, stays] = contracts();
  const taken = await book({ takeBack: [back] }).expect(201);
  expect(taken.body).toMatchObject({ booked: [{ contractId: back, choice: 'withdrawn' }], openContracts: [back] });
  expect(taken.body.receipt).not.toBe(changed.body.receipt);
  await desk.place();
  expect(await outcomes()).toEqual(['cancelled/phone']);
  expect((await book({ takeBack: [back] }).expect(409)).body.code).toBe('nothing_to_take_back');
  await clockAt(api, '2027-04-17T00:00:00+09:00');
  for (const late of [{ choices: all('migrate') }, { takeBack: [stays] }]) {
    expect((await book(late).expect(409)).body.code).toBe('answer_too_late');
  }
});

describe('who calls', () => {
  const asks = () => ({ choices: all('migrate') });
  it.each([
    ['one item only', [BIRTH], 400, 'invalid_request'],
    ['the same item twice', [BIRTH, BIRTH], 400, 'invalid_request'],
    ['an item that cannot be read', [NUMBER, { item: 'birthDate', said: '忘れた' }], 400, 'invalid_request'],
    ['an item that is not on file', [NUMBER, { item: 'nameKana', said: 'ミホン' }], 422, 'identity_insufficient'],
  ])('%s: refused, and no try counts', async (_, identity, status, code) => {
    for (let n = 0; n < 4; n++) {
      expect((await book({ ...asks(), identity }).expect(status)).body.code).toBe(code);
    }
    expect(await checks()).toEqual([]);
  });

  it.each([
    [
      'phone number and postal code',
      [
        { item: 'phone', said: '03-1234-5678' },
        { item: 'postalCode', said: '〒105-0022' },
      ],
    ],
    ['three items', [...RIGHT, { item: 'phone', said: '０３（１２３４）５６７８' }]],
  ])('%s, as people say them', async (_, identity) => {
    await book({ ...asks(), identity }).expect(201);
    expect(await checks()).toMatchObject([{ passed: true, asked: 'answer' }]);
  });

  it('three wrong tries of a day end it, whatever is said then; no reply says which item was wrong', async () => {
    const wrong = [NUMBER, { item: 'birthDate', said: '1971-01-02' }];
    const first = await book({ ...asks(), identity: wrong }).expect(403);
    expect(first.body).toMatchObject({ code: 'caller_not_identified', params: { left: 2 }, issues: [] });
    expect(first.body.detail).not.toMatch(/生年月日|契約番号/);
    await book({ ...asks(), identity: [BIRTH, { item: 'contractNumber', said: 'MN9-9' }] }).expect(403);
    expect((await book({ ...asks(), identity: wrong }).expect(409)).body.code).toBe('caller_locked');
    expect((await book(asks()).expect(409)).body).toMatchObject({ code: 'caller_locked' });
    expect(await checks()).toEqual(
      Array(3).fill({ items: ['birthDate', 'contractNumber'], passed: false, asked: 'answer' }),
    );
    expect(await arrivalsOf(desk, 0)).toEqual([]);
    const ledger = await api.t.db.selectFrom('ledger').select('body').where('client_id', '=', desk.clientId).execute();
    expect(ledger.filter(({ body }) => body.includes('caller_not_identified'))).toHaveLength(3);
    expect(ledger.some(({ body }) => /1971|MN9/.test(body))).toBe(false);
    expect(api.logged.some((line) => /1971-01-02|MN9-9/.test(line))).toBe(false);
    await clockAt(api, '2027-02-02T10:00:00+09:00');
    await book(asks()).expect(201);
  });

  it('a wrong try sent again with the same key counts once', async () => {
    const identity = [NUMBER, { item: 'birthDate', said: '1971-01-02' }];
    const key = randomUUID();
    const send = () =>
      api
        .send('post', path(), desk.operator)
        .set('Idempotency-Key', key)
        .send(says({ ...asks(), identity }));
    await send().expect(403);
    expect((await send().expect(403)).body).toMatchObject({ code: 'caller_not_identified', params: { left: 2 } });
    expect(await checks()).toHaveLength(1);
  });

  it('what would tell where a protected customer lives is not compared', async () => {
    const where = [{ item: 'postalCode', said: '999-9999' }, BIRTH];
    const choices = all('migrate', 2);
    expect((await book({ choices, identity: where }, 2).expect(422)).body.code).toBe('identity_insufficient');
    await book({ choices }, 2).expect(201);
  });

  it("a representative says what is on file about the representative; the customer's own data do not open it", async () => {
    const asked = { ...asks(), saidBy: 'representative' };
    expect((await book(asked).expect(409)).body.code).toBe('representative_unknown');
    const acts = {
      relation: 'guardian',
      name: '後見 花子',
      phone: '03-1111-2222',
      birthDate: '1960-05-05',
      mayDecide: true,
    };
    const proof = { evidence: '登記事項証明書', evidenceOn: '2027-01-10', validFrom: '2027-01-01' };
    await api.act(`/api/customers/${customer().id}/representatives`, desk.operator, { ...acts, ...proof }).expect(201);
    await desk.place();
    await book(asked).expect(403);
    const identity = [
      { item: 'birthDate', said: '1960/5/5' },
      { item: 'phone', said: '0311112222' },
    ];
    const { body } = await book({ ...asked, identity }).expect(201);
    expect(body.kept).toBeNull();
    expect((await arrivalsOf(desk, 0)).at(-1)).toMatchObject(['answer', { representative: expect.any(Number) }]);
  });

  it('a ward who calls in person waits for the consent of the guardian', async () => {
    const acts = { relation: 'guardian', name: '後見 花子', phone: '03-1111-2222', mayDecide: true };
    const proof = { evidence: '登記事項証明書', evidenceOn: '2027-01-10', validFrom: '2027-01-01' };
    await api.act(`/api/customers/${customer().id}/representatives`, desk.operator, { ...acts, ...proof }).expect(201);
    const { body } = await book(asks()).expect(201);
    expect(body).toMatchObject({ kept: 'consent_missing', receipt: null });
  });

  it('one who may not decide is refused', async () => {
    const acts = { relation: 'contact', name: '連絡 太郎', phone: '03-1111-2222', mayDecide: false };
    const proof = { evidence: '申出', validFrom: '2027-01-01' };
    await api.act(`/api/customers/${customer().id}/representatives`, desk.operator, { ...acts, ...proof }).expect(201);
    const { body } = await book({ ...asks(), saidBy: 'representative' }).expect(409);
    expect(body.code).toBe('representative_may_not_decide');
  });
});

it('an answer under a hold is kept: no receipt, no outcome, and the call stays', async () => {
  const hold = { reason: 'complaint', source: 'desk', reviewOn: '2027-03-01' };
  const opened = await api.act(`/api/customers/${customer().id}/holds`, desk.operator, hold).expect(201);
  const { body } = await book({ choices: all('migrate') }).expect(201);
  expect(body).toMatchObject({ receipt: null, kept: 'complaint', callTask: { status: 'waiting' } });
  expect(body.keptText.ja).toBe('連絡留保中（苦情）');
  await desk.place();
  expect(await outcomes()).toEqual([]);
  const back = await book({ takeBack: [contracts()[0]] }).expect(201);
  expect(back.body).toMatchObject({ receipt: null, kept: 'complaint' });
  const release = { note: 'resolved' };
  await api.act(`/api/customers/${customer().id}/holds/${opened.body.id}/release`, desk.operator, release).expect(200);
  await desk.place();
  const left = await api.t.db
    .selectFrom('choices')
    .select(['choice', 'via'])
    .where('client_id', '=', desk.clientId)
    .execute();
  expect(left.map(({ choice, via }) => `${choice}/${via}`).sort()).toEqual([
    'migrate/phone',
    'migrate/phone',
    'withdrawn/phone',
  ]);
});

it("what a minor says alone waits for the representative's consent", async () => {
  const { body } = await book({ choices: all('migrate', 1) }, 1).expect(201);
  expect(body).toMatchObject({ receipt: null, kept: 'consent_missing' });
  await desk.place();
  expect(await outcomes()).toEqual([]);
});

it('is for those who work calls, within their client and their campaign, and for contracts of the customer', async () => {
  const other = await openDesk(api, [phone]);
  const choices = all('migrate');
  await book({ choices }, 0, other.operator).expect(404);
  await book({ choices, campaignId: other.campaignId }).expect(404);
  await book({ choices }, 0, desk.auditor).expect(403);
  const { body } = await book({ choices: { [contracts(1)[0]!]: 'migrate' } }).expect(400);
  expect(body.issues).toMatchObject([{ code: 'unknown_contract' }]);
  await book({ choices, takeBack: contracts() }).expect(400);
  await book({ choices: {} }).expect(400);
  expect((await tasksOf(desk)).map(({ status }) => status)).toContain('waiting');
});

describe('a caller who only asks something', () => {
  const check = (identity: object[], n = 0) =>
    api.act(`/api/customers/${customer(n).id}/identity-checks`, desk.operator, {
      campaignId: desk.campaignId,
      identity,
    });

  it('is checked by two items without showing them, which is recorded', async () => {
    const { body } = await check(RIGHT).expect(200);
    expect(body).toEqual({ enough: true, triesLeft: 3 });
    expect(await checks()).toEqual([{ items: ['birthDate', 'contractNumber'], passed: true, asked: 'inquiry' }]);
    expect(await ledgerKinds(api.t, desk.campaignId)).toContain('caller_identified');
  });

  it('has three tries a day, and those of an answer count too', async () => {
    const wrong = [BIRTH, { item: 'contractNumber', said: 'MN9-9' }];
    expect((await check(wrong).expect(200)).body).toEqual({ enough: false, triesLeft: 2 });
    await api.act(path(), desk.operator, says({ choices: all('migrate'), identity: wrong })).expect(403);
    expect((await check(wrong).expect(200)).body).toEqual({ enough: false, triesLeft: 0 });
    expect((await check(RIGHT)).body.code).toBe('caller_locked');
  });

  it('is no try where too little is on file, or may be used, to compare', async () => {
    const where = [
      { item: 'phone', said: '03-1234-5678' },
      { item: 'postalCode', said: '105-0011' },
    ];
    expect((await check(where, 2)).body.code).toBe('identity_insufficient');
  });
});
