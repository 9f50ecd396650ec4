import { type Role } from '../../../domain/access/access';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-01-10T10:00:00+09:00');
  own = await api.client();
});

const base = () => `/api/campaigns/${own.campaignId}/questions`;
const QUESTION = { subject: '年末の架電枠', text: '20件/日に増やしてよろしいですか。', dueOn: '2027-01-14' };
const act = (role: Role, path: string, body: object = {}) => api.act(`${base()}${path}`, own.keys[role].key, body);
const ask = (body: object = {}) => act('manager', '', { ...QUESTION, ...body });
const listed = async (role: Role, query = '') =>
  (await api.send('get', `${base()}${query}`, own.keys[role].key).expect(200)).body.items as Record<string, unknown>[];
const waiting = async (role: Role) =>
  (await api.send('get', '/api/work', own.keys[role].key).expect(200)).body.questions;

test('a question is asked, answered and confirmed; both sides see where it stands', async () => {
  const { body: asked } = await ask().expect(201);
  expect(asked).toMatchObject({ no: 1, ...QUESTION, status: 'open', overdue: false, askedBy: { name: 'manager' } });
  expect(await waiting('client_approver')).toEqual({ open: 1, answered: 0, mine: 1 });
  expect(await waiting('manager')).toMatchObject({ mine: 0 });

  await act('client_approver', '/1/answer', { text: '増やしてください。' }).expect(200);
  const [answered] = await listed('client_viewer');
  expect(answered).toMatchObject({
    status: 'answered',
    answer: '増やしてください。',
    answeredBy: { name: 'client_approver' },
    answeredAt: '2027-01-10T01:00:00.000Z',
  });
  expect(await waiting('manager')).toEqual({ open: 0, answered: 1, mine: 1 });

  const { body: confirmed } = await act('manager', '/1/confirm').expect(200);
  expect(confirmed).toMatchObject({ status: 'confirmed', closedBy: { name: 'manager' } });
  expect(await waiting('manager')).toEqual({ open: 0, answered: 0, mine: 0 });
  const kinds = ['question_asked', 'question_answered', 'question_confirmed'];
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind.startsWith('question'))).toEqual(kinds);
});

test('the ledger proves the text without repeating it', async () => {
  await ask({ subject: '秘密の見出し' }).expect(201);
  const rows = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${own.campaignId}`)
    .execute();
  const [entry] = rows.map(({ body }) => body).filter((body) => body.includes('question_asked'));
  expect(entry).toMatch(/"digest":"[0-9a-f]{64}"/);
  expect(entry).not.toContain('秘密');
});

test('several asked at once get a number each, newest first in the list', async () => {
  await Promise.all([ask(), ask(), ask()]);
  expect((await listed('auditor')).map(({ no }) => no)).toEqual([3, 2, 1]);
  await act('manager', '/2/withdraw', { reason: '自己解決した' }).expect(200);
  expect((await listed('auditor', '?status=open')).map(({ no }) => no)).toEqual([3, 1]);
});

test('it is overdue after its day, until it is answered', async () => {
  await ask().expect(201);
  const overdue = async () => (await listed('client_approver'))[0]!['overdue'];
  await stepClock(api.t, '2027-01-14T23:00:00+09:00');
  expect(await overdue()).toBe(false);
  await stepClock(api.t, '2027-01-15T00:30:00+09:00');
  expect(await overdue()).toBe(true);
  await act('client_approver', '/1/answer', { text: 'はい' }).expect(200);
  expect(await overdue()).toBe(false);
});

test.each<[string, Role, string, object]>([
  ['answered twice', 'client_approver', '/1/answer', { text: 'もう一度' }],
  ['withdrawn after the answer', 'manager', '/1/withdraw', { reason: '不要' }],
])('it cannot be %s', async (_name, role, path, body) => {
  await ask().expect(201);
  await act('client_approver', '/1/answer', { text: 'はい' }).expect(200);
  const refused = await act(role, path, body).set('Accept-Language', 'ja').expect(409);
  expect(refused.body).toMatchObject({ code: 'question_wrong_state', detail: expect.stringContaining('確認待ち') });
});

test('it cannot be confirmed before there is an answer', async () => {
  await ask().expect(201);
  await act('manager', '/1/confirm').expect(409);
});

test.each([
  ['a name', { text: '山田 太郎様の契約はどう扱いますか' }],
  ['a phone number', { text: '090-1234-5678 に掛けてよろしいですか' }],
  ['a mail address', { subject: 'sato@example.jp の件' }],
  ['a contract number', { text: '契約 4402592081 の扱い' }],
])('a text with %s is refused', async (_name, body) => {
  const { body: problem } = await ask(body).expect(400);
  expect(problem.code).toBe('invalid_request');
  expect(await listed('manager')).toEqual([]);
});

test.each<[string, Role, string, object]>([
  ['ask', 'client_approver', '', QUESTION],
  ['answer', 'manager', '/1/answer', { text: 'はい' }],
  ['answer', 'client_viewer', '/1/answer', { text: 'はい' }],
  ['confirm', 'client_approver', '/1/confirm', {}],
])('no one may %s as %s', async (_name, role, path, body) => {
  await ask().expect(201);
  await act(role, path, body).expect(403);
});
