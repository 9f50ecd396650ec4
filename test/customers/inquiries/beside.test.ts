import { type Api, openApi } from '../../support/api';
import { postLetter } from '../../returns/returns-fixture';
import { type LinkScene } from '../links-fixture';
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
const opened = async (more: object = {}) =>
  (await record(api, s, { customerId: s.customerId, ...more }).expect(201)).body.inquiry as {
    id: number;
    number: string;
  };
const kindsOf = async (id: number) =>
  (await get(`/api/inquiries/${id}`).expect(200)).body.touches.map(({ kind }: { kind: string }) => kind);

it.each(['lawyer', 'dispute', 'death_reported'])(
  'a hold for %s is one act: nothing leaves after it',
  async (reason) => {
    const { id, number } = await opened();
    await act(id, 'hold', { reason, reviewOn: '2027-03-01', note: '書面を受領' }).expect(200);
    const holds = await get(`/api/customers/${s.customerId}/holds`).expect(200);
    expect(holds.body.items).toMatchObject([{ reason, source: number, reviewOn: '2027-03-01' }]);
    expect((await act(id, 'answers', { faq: 'refund', by: 'mail' }).expect(409)).body.code).toBe(
      'inquiry_customer_held',
    );
    expect(await mailsOf(api, s)).toEqual([]);
    expect(await kindsOf(id)).toEqual(['received', 'held']);
  },
);

it('a hold needs a customer, no personal data in its note, and is no way around the register of complaints', async () => {
  const unknown = (await record(api, s, { text: '返金は' }).expect(201)).body.inquiry.id as number;
  const hold = { reason: 'lawyer', reviewOn: '2027-03-01' };
  expect((await act(unknown, 'hold', hold).expect(409)).body.code).toBe('inquiry_customer_unknown');
  const { id } = await opened();
  const named = await act(id, 'hold', { ...hold, note: 'MN0-0 の件' }).expect(422);
  expect(named.body.code).toBe('text_holds_personal_data');
  await act(id, 'hold', { ...hold, reason: 'complaint' }).expect(400);
});

it('“no more mails” said in a case holds in every campaign, and the answer goes by another way', async () => {
  const { id, number } = await opened();
  await act(id, 'opt-out', { channel: 'mail' }).expect(200);
  const consents = await get(`/api/customers/${s.customerId}/consents`).expect(200);
  expect(JSON.stringify(consents.body)).toContain(number);
  expect((await act(id, 'answers', { faq: 'refund', by: 'mail' }).expect(409)).body.code).toBe('inquiry_no_channel');
  const answered = await act(id, 'answers', { faq: 'refund' }).expect(200);
  expect(answered.body.channel).not.toBe('mail');
  expect(await kindsOf(id)).toEqual(['received', 'opted_out', 'answered']);
});

it('a new address is proposed to the client under the number of the case; the one on file stays', async () => {
  const { id, number } = await opened({ text: '引っ越しました' });
  const written = { postalCode: '105-0022', address: '東京都港区海岸9-9' };
  await act(id, 'new-address', written).expect(200);
  await act(id, 'new-address', { ...written, address: '東京都港区海岸1-2-3' }).expect(200);
  const path = `/api/customers/${s.customerId}/address-proposals`;
  const { body } = await get(path).expect(200);
  expect(body.items).toMatchObject([{ returnId: null, inquiryId: id, receipt: number, changed: false }]);
  expect(JSON.stringify(body)).not.toContain('海岸');
  const exports = `/api/campaigns/${s.campaignId}/exports`;
  const asked = { what: 'addresses', days: 1, reason: '住所の変更を委託元へ渡す' };
  const { requestId } = (await api.act(exports, s.keys.manager.key, asked).expect(201)).body;
  await api.act(`/api/requests/${requestId}/approve`, s.keys.approver.key, {}).expect(200);
  const file = await get(`/api/campaigns/${s.campaignId}/address-proposals`, s.keys.manager.key).expect(200);
  const lines = file.text.trim().split('\r\n');
  expect(lines).toHaveLength(1 + s.customers[0]!.contracts.length);
  expect(lines[1]).toContain(`105-0022,東京都港区海岸1-2-3,${number},2027-02-05`);
  const ledger = await api.t.db.selectFrom('ledger').select('body').where('client_id', '=', s.clientId).execute();
  expect(ledger.some(({ body: entry }) => entry.includes('address_proposed'))).toBe(true);
  expect(ledger.some(({ body: entry }) => entry.includes('海岸'))).toBe(false);
});

describe('a letter', () => {
  it('that came with a form is a case of the form’s customer; it joins what is open', async () => {
    const { id: before } = await opened();
    const { code } = await postLetter(api, s);
    const returned = (await api.act('/api/returns', operator(), { kind: 'form', code }).expect(201)).body;
    const letter = { returnId: returned.id };
    const { body } = await record(api, s, { text: '返金してください', letter }).expect(201);
    expect(body).toMatchObject({ joined: true, inquiry: { id: before, customerId: s.customerId } });
    const { touches } = (await get(`/api/inquiries/${before}`).expect(200)).body;
    expect(touches[1]).toMatchObject({ kind: 'received', channel: 'post', returnId: returned.id });
  });

  it('without a code is a case of no known customer until a person says whose', async () => {
    const intake = (await api.act('/api/intakes', operator(), { carrier: 'post', sacks: 1 }).expect(201)).body;
    const aside = (await api.act('/api/set-asides', operator(), { intakeId: intake.id, why: 'no_code' }).expect(201))
      .body;
    const { body } = await record(api, s, { text: '解約したい', letter: { setAsideId: aside.id } }).expect(201);
    expect(body.inquiry).toMatchObject({ channel: 'post', customerId: null });
    await act(body.inquiry.id, 'customer', { customerId: s.customerId }).expect(200);
  });

  it('of another campaign’s return, or another client’s envelope, is refused', async () => {
    const other = await deskScene(api);
    const { code } = await postLetter(api, other);
    const key = other.keys.operator.key;
    const returned = (await api.act('/api/returns', key, { kind: 'form', code }).expect(201)).body;
    await record(api, s, { letter: { returnId: returned.id } }).expect(404);
    await record(api, s, { letter: { setAsideId: 999_999 } }).expect(404);
  });
});

it('of two people who answer at once one answer leaves; the other hears that it was answered', async () => {
  const { id } = await opened();
  const { touches } = (await get(`/api/inquiries/${id}`).expect(200)).body;
  const seen = touches.at(-1).id as number;
  const both = await Promise.all(
    [operator(), s.keys.manager.key].map((key) => act(id, 'answers', { faq: 'refund', by: 'mail', seen }, key)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)!.body.code).toBe('inquiry_wrong_state');
  expect(await mailsOf(api, s)).toHaveLength(1);
});

it('an answer too long for an SMS is refused before anything is recorded, and goes by mail', async () => {
  s = await deskScene(api, { freeText: 'marked' });
  const { id } = await opened();
  const text = 'お答えします。'.repeat(120);
  expect((await act(id, 'answers', { text, by: 'sms' }).expect(409)).body.code).toBe('inquiry_sms_too_long');
  expect(await kindsOf(id)).toEqual(['received']);
  expect((await act(id, 'answers', { text: '承知しました。', by: 'sms' }).expect(200)).body.channel).toBe('sms');
  expect((await act(id, 'answers', { text, by: 'mail' }).expect(200)).body.channel).toBe('mail');
});
