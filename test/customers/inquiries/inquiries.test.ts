import { type LinkScene } from '../links-fixture';
import { stepClock } from '../../support/seed';
import { type Api, ledgerKinds, openApi } from '../../support/api';
import { insertCustomer } from '../../support/seeding/customers';
import { deskScene, mailsOf, record } from './desk-fixture';

let api: Api;
let s: LinkScene;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => void (s = await deskScene(api)));

const operator = () => s.keys.operator.key;
const act = (id: number, what: string, body: object = {}, key = operator()) =>
  api.act(`/api/inquiries/${id}/${what}`, key, body);
const get = (path: string, key = operator()) => api.send('get', path, key);
const opened = async (more: object = {}) => {
  const { body } = await record(api, s, { customerId: s.customerId, ...more }).expect(201);
  return body as { inquiry: { id: number; number: string; status: string; dueAt: string }; joined: boolean };
};

it('a call becomes a case with a number and a due time by business days; what was said is read with a record', async () => {
  const { inquiry } = await opened({ reason: 'money.refund', about: { notice: 'notice', version: 1 }, seconds: 40 });
  // a Friday: the second business day is the Tuesday
  expect(inquiry).toMatchObject({
    number: expect.stringMatching(/^Q-\d{7}-\w$/),
    status: 'open',
    customerId: s.customerId,
    matchedBy: 'person',
    reasonText: { group: { ja: '料金・返金' }, part: { ja: '返金・払戻し' } },
    noticeVersion: 1,
    dueAt: '2027-02-09T14:59:59.999Z',
    owner: { id: s.keys.operator.personId },
  });
  const detail = await get(`/api/inquiries/${inquiry.id}`).expect(200);
  expect(JSON.stringify(detail.body)).not.toContain('返金はいつ');
  expect(detail.body.touches).toMatchObject([{ kind: 'received', channel: 'phone', seconds: 40 }]);
  const words = await api.send('post', `/api/inquiries/${inquiry.id}/words`, operator()).expect(200);
  expect(words.body.texts).toMatchObject([{ text: '返金はいつですか' }]);
  const log = await get('/api/access-log', s.keys.auditor.key).expect(200);
  expect(log.body.items[0]).toMatchObject({ purpose: 'inquiry', reference: inquiry.number, fields: ['inquiry'] });
  await api.send('post', `/api/inquiries/${inquiry.id}/words`, s.keys.approver.key).expect(403);
});

it.each<[what: string, body: object]>([
  ['a reason that the campaign does not have', { reason: 'money.none' }],
  ['a notice that the version does not have', { about: { notice: 'none', version: 1 } }],
  ['a version that is not there yet', { about: { notice: 'notice', version: 2 } }],
  ['a sentence that is not in the notice', { about: { notice: 'notice', version: 1, sentence: '無料です' } }],
])('%s is refused', async (_, body) => {
  const { body: problem } = await record(api, s, { customerId: s.customerId, ...body }).expect(400);
  expect(problem.code).toBe('invalid_request');
});

it('a further contact about an open matter joins its case; one about something else, or apart, does not', async () => {
  const first = await opened({ reason: 'money.refund' });
  const again = await opened({ text: '先日の返金の件です' });
  expect(again).toMatchObject({ joined: true, inquiry: { id: first.inquiry.id } });
  const other = await opened({ reason: 'procedure.how' });
  expect(other.joined).toBe(false);
  const apart = await opened({ reason: 'money.refund', apart: true });
  expect(apart.joined).toBe(false);
  const all = await get(`/api/inquiries?customer=${s.customerId}`).expect(200);
  expect(all.body.items).toHaveLength(3);
});

it('who is not known is assigned by a person; the text moves to the customer’s key', async () => {
  const unknown = await record(api, s, { channel: 'post', from: { mail: 'stranger@example.jp' } }).expect(201);
  const { id } = unknown.body.inquiry;
  expect(unknown.body.inquiry).toMatchObject({ customerId: null, matchedBy: null });
  expect((await act(id, 'answers', { faq: 'refund' }).expect(409)).body.code).toBe('inquiry_customer_unknown');
  await act(id, 'answers', { faq: 'refund', by: 'phone' }).expect(200);
  const assigned = await act(id, 'customer', { customerId: s.customerId }).expect(200);
  expect(assigned.body).toMatchObject({ customerId: s.customerId, matchedBy: 'person' });
  const texts = await api.t.db.selectFrom('inquiry_texts').select('customer_id').where('inquiry_id', '=', id).execute();
  expect(texts).toEqual([{ customer_id: s.customerId }]);
  const words = await api.send('post', `/api/inquiries/${id}/words`, operator()).expect(200);
  expect(words.body.texts[0].text).toBe('返金はいつですか');
});

it('an answer to a customer who turns out not to have asked does not leave, and the case waits for one', async () => {
  const { body } = await record(api, s, { channel: 'mail', from: { mail: 'c0@customers.example' } }).expect(201);
  const { id } = body.inquiry;
  expect(body.inquiry).toMatchObject({ customerId: s.customerId, matchedBy: 'mail' });
  await act(id, 'answers', { faq: 'refund', by: 'mail' }).expect(200);
  const another = await insertCustomer(api.t, s, {
    party: Buffer.from('another'),
    profile: { name: '別の　方' },
    contracts: [{ number: 'MN9-9' }],
  });
  const assigned = await act(id, 'customer', { customerId: another.id }).expect(200);
  expect(assigned.body).toMatchObject({ customerId: another.id, status: 'open' });
  expect(await mailsOf(api, s)).toEqual([]);
});

it('an approved answer goes out by mail with the customer’s own link, once; then the case is closed with its reason', async () => {
  const { inquiry } = await opened();
  const sent = await act(inquiry.id, 'answers', { faq: 'refund', by: 'mail', seconds: 60 }).expect(200);
  expect(sent.body).toMatchObject({ status: 'sent', channel: 'mail', inquiry: { status: 'answered' } });
  const [mail, ...others] = await mailsOf(api, s);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ step: 'inquiry-answer', to: 'c0@customers.example' });
  expect(mail!.subject).toContain(`【ご回答】お問い合わせについて（${inquiry.number}）`);
  expect(mail!.text).toContain('ご質問　返金されますか。');
  expect(mail!.text).toContain('2027年4月9日(金)までにお手続きください。');
  expect(mail!.text).toContain(`https://closing.example${s.page(1)}`);
  expect((await act(inquiry.id, 'close', { as: 'answered' }).expect(409)).body.code).toBe('inquiry_reason_missing');
  await act(inquiry.id, 'classify', { reason: 'money.refund' }).expect(200);
  const closed = await act(inquiry.id, 'close', { as: 'answered' }).expect(200);
  expect(closed.body).toMatchObject({ status: 'closed', closeReason: 'answered' });
  expect(await ledgerKinds(api.t, s.campaignId)).toEqual(
    expect.arrayContaining(['inquiry_received', 'reply', 'inquiry_answered', 'inquiry_closed']),
  );
  const journey = await get(`/api/journeys/${s.journeyId}`, s.keys.manager.key).expect(200);
  const events = journey.body.timeline.map(({ what }: { what: { ja: string } }) => what.ja);
  expect(events).toEqual(expect.arrayContaining(['お客様から問い合わせを受けた', '問い合わせに回答した']));
});

it('an answer follows consent and holds: refused channels name their reason, a hold stops every message', async () => {
  const { inquiry } = await opened();
  await api.act(`/api/customers/${s.customerId}/opt-outs`, operator(), {
    ...{ channel: 'mail', purpose: 'service_notice', source: inquiry.number },
  });
  const refused = await act(inquiry.id, 'answers', { faq: 'refund', by: 'mail' }).expect(409);
  expect(refused.body).toMatchObject({ code: 'inquiry_no_channel', issues: [{ code: 'refused' }] });
  const other = await act(inquiry.id, 'answers', { faq: 'refund' }).expect(200);
  expect(other.body.channel).toBe('sms');
  await api
    .act(`/api/customers/${s.customerId}/holds`, operator(), {
      ...{ reason: 'lawyer', source: inquiry.number, reviewOn: '2027-03-01' },
    })
    .expect(201);
  const held = await act(inquiry.id, 'answers', { faq: 'refund', by: 'post' }).expect(409);
  expect(held.body.code).toBe('inquiry_customer_held');
  await act(inquiry.id, 'answers', { faq: 'refund', by: 'phone' }).expect(200);
});

it.each([
  ['no', 409],
  ['marked', 200],
] as const)('free words where the client says %s', async (freeText, status) => {
  s = await deskScene(api, { freeText });
  const { inquiry } = await opened();
  const answer = await act(inquiry.id, 'answers', { text: '個別にお答えします。', by: 'mail' }).expect(status);
  if (status === 409) expect(answer.body.code).toBe('inquiry_free_text');
  else expect((await mailsOf(api, s))[0]!.text).toContain('個別にお答えします。');
});

it('free words with a second person wait for a colleague, and leave once', async () => {
  s = await deskScene(api, { freeText: 'second_person' });
  const { inquiry } = await opened();
  const drafted = await act(inquiry.id, 'answers', { text: '個別にお答えします。', by: 'mail' }).expect(200);
  expect(drafted.body).toMatchObject({ status: 'drafted', inquiry: { status: 'open' } });
  expect(await mailsOf(api, s)).toEqual([]);
  const { body } = await get(`/api/inquiries/${inquiry.id}`).expect(200);
  const draft = body.touches.find(({ kind }: { kind: string }) => kind === 'drafted').id as number;
  const release = (key?: string) => act(inquiry.id, `answers/${draft}/release`, { by: 'mail' }, key);
  expect((await release().expect(403)).body.code).toBe('inquiry_own_draft');
  await release(s.keys.manager.key).expect(200);
  await release(s.keys.manager.key).expect(409);
  const mails = await mailsOf(api, s);
  expect(mails).toHaveLength(1);
  expect(mails[0]!.text).toContain('個別にお答えします。');
});

it('what is handed over to the client is a question without personal data, and comes back with its answer', async () => {
  const { inquiry } = await opened();
  const question = { to: 'client', subject: '返金の時期', text: '返金日の告知はいつ可能ですか' };
  const named = await act(inquiry.id, 'handover', { ...question, text: 'MN0-0 の返金日は' }).expect(422);
  expect(named.body.code).toBe('text_holds_personal_data');
  const over = await act(inquiry.id, 'handover', question).expect(200);
  expect(over.body).toMatchObject({ status: 'handed_over', handedTo: 'client', questionNo: 1 });
  await stepClock(api.t, '2027-02-08T10:00:00+09:00');
  const answer = { text: '3月中に告知します' };
  await api.act(`/api/campaigns/${s.campaignId}/questions/1/answer`, s.keys.client_approver.key, answer).expect(200);
  const back = await get(`/api/inquiries/${inquiry.id}`).expect(200);
  expect(back.body).toMatchObject({ status: 'open', handedTo: null, dueAt: '2027-02-10T14:59:59.999Z' });
});

it('a supervisor gets a case with a term and gives it back; the list is by due time', async () => {
  const { inquiry } = await opened();
  await act(inquiry.id, 'handover', { to: 'supervisor', ownerId: s.keys.manager.personId }).expect(200);
  const later = await opened({ reason: 'service.date', apart: true });
  const path = `/api/inquiries?campaign=${s.campaignId}`;
  const waiting = await get(path).expect(200);
  expect(waiting.body.items.map(({ id }: { id: number }) => id)).toEqual([inquiry.id, later.inquiry.id]);
  const mine = await get(`${path}&owner=${s.keys.manager.personId}`, s.keys.manager.key).expect(200);
  expect(mine.body.items).toMatchObject([{ id: inquiry.id, handedTo: 'supervisor' }]);
  await act(inquiry.id, 'return', {}, s.keys.manager.key).expect(200);
  expect((await act(inquiry.id, 'return').expect(409)).body.code).toBe('inquiry_wrong_state');
});

it('another client’s people do not find a case', async () => {
  const { inquiry } = await opened();
  const other = await api.client();
  await get(`/api/inquiries/${inquiry.id}`, other.keys.operator.key).expect(404);
  expect((await get('/api/inquiries', other.keys.operator.key).expect(200)).body.items).toEqual([]);
});
