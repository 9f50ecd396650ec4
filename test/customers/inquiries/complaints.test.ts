import { findSlow } from '../../../db/platform/alerts/counted-causes';
import { stepClock } from '../../support/seed';
import { type Api, openApi } from '../../support/api';
import { type LinkScene } from '../links-fixture';
import { deskScene, record } from './desk-fixture';

let api: Api;
let s: LinkScene;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => void (s = await deskScene(api)));

const act = (id: number, what: string, body: object = {}) =>
  api.act(`/api/inquiries/${id}/${what}`, s.keys.operator.key, body);
const opened = async (more: object = {}): Promise<number> =>
  (await record(api, s, { customerId: s.customerId, ...more }).expect(201)).body.inquiry.id;
const late = async () =>
  (await findSlow(api.t.db)).filter(({ clientId, kind }) => clientId === s.clientId && /inquir|compl/.test(kind));

it('a complaint stops contact at once, is in the register, and closes with what was done', async () => {
  const id = await opened({ reason: 'other.desk' });
  const line = await act(id, 'complaint', { class: 'desk', reviewOn: '2027-02-12' }).expect(200);
  expect(line.body).toMatchObject({
    class: 'desk',
    notifyBy: '2027-02-08T14:59:59.999Z',
    notifiedAt: null,
    late: false,
  });
  const holds = await api.send('get', `/api/customers/${s.customerId}/holds`, s.keys.operator.key).expect(200);
  expect(holds.body.items).toMatchObject([{ reason: 'complaint', releasedAt: null, source: line.body.number }]);
  expect((await act(id, 'answers', { faq: 'refund', by: 'mail' }).expect(409)).body.code).toBe('inquiry_customer_held');
  await act(id, 'answers', { faq: 'refund', by: 'phone' }).expect(200);
  expect((await act(id, 'close', { as: 'answered' }).expect(409)).body.code).toBe('complaint_not_completed');
  const acknowledge = () => api.act(`/api/inquiries/${id}/complaint/acknowledged`, s.keys.client_approver.key, {});
  expect((await acknowledge().expect(409)).body.code).toBe('complaint_not_notified');
  await act(id, 'complaint/notified').expect(200);
  await act(id, 'complaint/acknowledged').expect(403);
  expect((await acknowledge().expect(200)).body.acknowledgedAt).toEqual(expect.any(String));
  const done = { response: 'お詫びし、正しくご案内した', prevention: '台本を改めた' };
  const named = await act(id, 'complaint/complete', { ...done, response: 'MN0-0 に架電' }).expect(422);
  expect(named.body.code).toBe('text_holds_personal_data');
  await act(id, 'complaint/complete', done).expect(200);
  await act(id, 'close', { as: 'answered' }).expect(200);
  const register = `/api/campaigns/${s.campaignId}/complaints`;
  const listed = await api.send('get', register, s.keys.client_viewer.key).expect(200);
  expect(JSON.stringify(listed.body)).not.toMatch(/customerId|氏名|MN0/);
  expect(listed.body.items).toMatchObject([{ inquiryId: id, ...done, late: false, notifiedAt: expect.any(String) }]);
  const csv = await api.send('get', register, s.keys.auditor.key).set('Accept', 'text/csv').expect(200);
  expect(csv.text).toContain('窓口の対応,お詫びし、正しくご案内した');
});

it('a client who is not notified in time, and an answer that is late, raise an alert until it is done', async () => {
  const id = await opened();
  await act(id, 'complaint', { class: 'money' }).expect(200);
  expect(await late()).toEqual([]);
  await stepClock(api.t, '2027-02-10T10:00:00+09:00');
  const figures = { campaign: s.campaignId, count: 1 };
  expect(await late()).toMatchObject([
    { kind: 'inquiries_overdue', figures },
    { kind: 'complaints_unnotified', figures },
  ]);
  const notified = await act(id, 'complaint/notified').expect(200);
  expect(notified.body.late).toBe(true);
  await act(id, 'answers', { faq: 'refund', by: 'phone' }).expect(200);
  expect(await late()).toEqual([]);
});

describe('figures', () => {
  const figures = async () =>
    (await api.send('get', `/api/campaigns/${s.campaignId}/inquiry-figures`, s.keys.client_viewer.key).expect(200))
      .body;

  it('count by day, notice and reason, and say who asked; handling time is what people noted', async () => {
    const about = { notice: 'notice', version: 1 };
    const id = await opened({ reason: 'money.refund', about, seconds: 60 });
    await act(id, 'answers', { faq: 'refund', by: 'phone', seconds: 30 }).expect(200);
    await opened({ reason: 'service.date', apart: true });
    expect(await figures()).toMatchObject({
      ...{ cases: 2, open: 1, overdue: 0, complaints: 0, askers: 1, handling: { cases: 1, seconds: 90 } },
      firstContact: { of: 0, resolved: 0 },
      rows: [
        {
          ...{ day: '2027-02-05', notice: 'notice', version: 1, reason: 'money.refund', count: 1 },
          ...{ handling: { cases: 1, seconds: 90 }, firstContact: { of: 0, resolved: 0 } },
        },
        { day: '2027-02-05', notice: null, reason: 'service.date', reasonText: { part: { ja: '終わる日' } }, count: 1 },
      ],
    });
  });

  it.each<[what: string, then: (id: number) => Promise<unknown>, resolved: number]>([
    ['an answer after which nothing came is resolved at the first contact', async () => undefined, 1],
    ['one after which the customer asked again is not', () => opened({ reason: 'money.refund' }), 0],
    [
      'one after which another case came about the same reason is not',
      () => opened({ reason: 'money.refund', apart: true }),
      0,
    ],
    ['one about something else leaves it resolved', () => opened({ reason: 'service.date', apart: true }), 1],
  ])('%s', async (_, then, resolved) => {
    const id = await opened({ reason: 'money.refund' });
    await act(id, 'answers', { faq: 'refund', by: 'phone' }).expect(200);
    await then(id);
    await stepClock(api.t, '2027-02-15T10:00:00+09:00');
    expect((await figures()).firstContact).toEqual({ of: 1, resolved });
  });

  it('of a week reckoned by hand come out by row, in total and in the file', async () => {
    const about = { notice: 'notice', version: 1 };
    const answer = (id: number, seconds: number) =>
      act(id, 'answers', { faq: 'refund', by: 'phone', seconds }).expect(200);
    // Friday: two about refunds, 60 + 120 and 30 + 90 seconds; each is followed by another within the week.
    const a = await opened({ reason: 'money.refund', about, seconds: 60 });
    await answer(a, 120);
    const b = await opened({ reason: 'money.refund', about, seconds: 30, apart: true });
    await answer(b, 90);
    // One about the date, handed over: not resolved; nothing noted: no handling time.
    const c = await opened({ reason: 'service.date', about, apart: true });
    await act(c, 'handover', { to: 'supervisor', ownerId: s.keys.manager.personId }).expect(200);
    await act(c, 'return').expect(200);
    await answer(c, 0);
    await stepClock(api.t, '2027-02-08T10:00:00+09:00');
    // Monday: asks about the refund again, a case of its own, answered: the last about it, so resolved.
    const d = await opened({ reason: 'money.refund', about, seconds: 10, apart: true });
    await answer(d, 20);
    await stepClock(api.t, '2027-02-20T10:00:00+09:00');
    const body = await figures();
    expect(body).toMatchObject({
      ...{ cases: 4, open: 0, askers: 1, firstContact: { of: 4, resolved: 1 } },
      handling: { cases: 3, seconds: 60 + 120 + 30 + 90 + 10 + 20 },
      rows: [
        { day: '2027-02-08', reason: 'money.refund', count: 1, firstContact: { of: 1, resolved: 1 } },
        {
          ...{ day: '2027-02-05', reason: 'money.refund', count: 2, firstContact: { of: 2, resolved: 0 } },
          handling: { cases: 2, seconds: 300 },
        },
        { day: '2027-02-05', reason: 'service.date', count: 1, firstContact: { of: 1, resolved: 0 } },
      ],
    });
    const path = `/api/campaigns/${s.campaignId}/inquiry-figures`;
    const csv = await api.send('get', path, s.keys.client_viewer.key).set('Accept', 'text/csv').expect(200);
    expect(csv.text.replace('\ufeff', '').trim().split('\r\n')).toEqual([
      'day,notice,version,reason,words,count,firstContactOf,firstContactResolved,handledCases,handledSeconds',
      '2027-02-08,notice,1,money.refund,料金・返金 / 返金・払戻し,1,1,1,1,30',
      '2027-02-05,notice,1,money.refund,料金・返金 / 返金・払戻し,2,2,0,2,300',
      '2027-02-05,notice,1,service.date,サービスの終了 / 終わる日,1,1,0,0,0',
    ]);
  });
});
