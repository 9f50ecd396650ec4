import { loadHeard } from '../../../db/journeys/facts/heard-facts';
import { type Api, openApi } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import { allGood, authorityScene, type Case, PERSON, RUN, type Scene } from './fixture';

let api: Api;
let s: Scene;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => void (s = await authorityScene(api)));
afterEach(() => s.close());

const TODAY = '2027-02-08';
const HEIR = { kind: 'heir', reportedBy: 'phone', person: PERSON, letter: true };
const GUARDIAN = { kind: 'guardian', reportedBy: 'letter', person: PERSON, receivedOn: TODAY };
const operator = () => s.keys.operator.key;
const opened = async (report: object) => (await s.report(report).expect(201)).body as Case & { holdId: number };
const acting = async () =>
  (await api.send('get', `/api/customers/${s.customerId}/representatives`, operator()).expect(200)).body.items;
const release = (holdId: number) =>
  api.act(`/api/customers/${s.customerId}/holds/${holdId}/release`, operator(), { note: '確認済み' });
const desk = (body: object) => api.act('/api/returns', operator(), body);
const printed = async () => {
  await stepClock(api.t, RUN);
  return s.printed();
};

describe('two persons check the same person', () => {
  const other = { person: { ...PERSON, name: '他人　太郎', address: '東京都北区1-1' } };

  test('after the first check no one else is put in that place', async () => {
    const known = await opened({ ...GUARDIAN, kind: 'heir' });
    await s.act(known.id, 'person', { person: { ...PERSON, name: '山田　花子' } }).expect(200);
    await s.act(known.id, 'checks', allGood(known)).expect(200);
    const refused = await s.act(known.id, 'person', other, s.second.key).expect(409);
    expect(refused.body.code).toBe('authority_wrong_state');
    await s.act(known.id, 'checks', allGood(known), s.second.key).expect(200);
    const shown = await api.send('post', `/api/authority-cases/${known.id}/person/shown`, operator()).expect(200);
    expect(shown.body.name).toBe('山田　花子');
  });

  test('nothing is checked before it is known who wants to act', async () => {
    const known = await opened({ kind: 'heir', reportedBy: 'letter', receivedOn: TODAY });
    expect((await s.act(known.id, 'checks', allGood(known)).expect(409)).body.code).toBe('authority_no_person');
    await s.act(known.id, 'person', other).expect(200);
    await s.act(known.id, 'checks', allGood(known)).expect(200);
  });

  test('a guardian whose powers no one noted is left to a manager, not taken to have them all', async () => {
    const known = await opened(GUARDIAN);
    await s.act(known.id, 'checks', allGood(known)).expect(200);
    const { body } = await s.act(known.id, 'checks', allGood(known), s.second.key).expect(200);
    expect(body).toMatchObject({ status: 'decide', decideWhy: 'limited' });
    expect(await acting()).toEqual([]);
  });
});

test('two who report one death at the same moment open one case, also once the campaign is completed', async () => {
  const completed = { status: 'completed' as const };
  await api.t.db.updateTable('campaigns').set(completed).where('id', '=', s.campaignId).execute();
  const path = `/api/customers/${s.customerId}/authority-cases`;
  const reports = [operator(), s.second.key, s.third.key].map((key) => api.act(path, key, HEIR));
  const answers = await Promise.all(reports);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.code).toBe('authority_open');
  expect(await s.cases()).toHaveLength(1);
  const letters = api.t.db.selectFrom('messages').select('status').where('customer_id', '=', s.customerId);
  expect(await letters.where('step', '=', 'authority-request').execute()).toHaveLength(1);
});

test('while a case waits its hold is not released: no letter goes to the deceased', async () => {
  const known = await opened(HEIR);
  expect((await release(known.holdId).expect(409)).body).toMatchObject({
    code: 'hold_of_case',
    params: { case: known.number },
  });
  expect(await s.step()).toMatchObject({ did: 'held', why: 'hold:death_reported' });
  await s.act(known.id, 'close', { reason: 'mistaken' }).expect(200);
  await release(known.holdId).expect(200);
});

test('only heirs are written to as ご遺族様', async () => {
  await opened({ kind: 'guardian', reportedBy: 'phone', person: PERSON, letter: true, asBereaved: true });
  const letter = (await printed()).pages[0]!.text.replace(/\s/g, '');
  expect(letter).toContain('山田花子様');
  expect(letter).not.toContain('ご遺族');
});

test('a certificate that was young enough when it came does not grow old while another document is awaited', async () => {
  const known = await opened(GUARDIAN);
  const issued = { registration: { issuedOn: '2026-08-08' } };
  const lacking = { ...allGood(known, { ...issued, identity: { finding: 'missing' } }), scope: 'full' };
  await s.act(known.id, 'checks', lacking).expect(200);
  const again = await s.act(known.id, 'checks', lacking, s.second.key).expect(200);
  expect(again.body).toMatchObject({ status: 'asked', letters: [{ wanted: [{ document: 'identity' }] }] });
  await stepClock(api.t, '2027-02-20T10:00:00+09:00');
  await s.act(known.id, 'documents', { receivedOn: '2027-02-20' }).expect(200);
  const good = { ...allGood(known, issued), scope: 'full' };
  await s.act(known.id, 'checks', good).expect(200);
  expect((await s.act(known.id, 'checks', good, s.second.key).expect(200)).body.status).toBe('accepted');
});

test.each<[what: string, held: boolean, status: string]>([
  ['wait for their check while contact is on hold', true, 'received'],
  ['change nothing once the hold is released', false, 'closed'],
])('documents that come after a case was closed %s', async (_, held, status) => {
  const known = await opened(HEIR);
  const { codes } = await printed();
  await s.act(known.id, 'close', { reason: 'no_reply' }).expect(200);
  if (!held) await release(known.holdId).expect(200);
  const { body } = await desk({ kind: 'form', code: codes[0], receivedOn: TODAY }).expect(201);
  expect((await s.cases())[0]).toMatchObject({ status, returnId: body.id });
});

test.each(['unknown', 'refused'])(
  'a letter to an heir that came back (%s) is no news of the customer',
  async (reason) => {
    await opened(HEIR);
    const { codes } = await printed();
    const { body } = await desk({ kind: 'undeliverable', reason, code: codes[0], receivedOn: TODAY }).expect(201);
    expect((await api.send('get', '/api/address-research', operator()).expect(200)).body.items).toEqual([]);
    const found = { ways: ['phone'], found: 'nothing', next: 'end' };
    const refused = await api.act(`/api/returns/${body.id}/research`, operator(), found).expect(409);
    expect(refused.body.code).toBe('research_not_here');
    const journeys = [{ id: s.journeyId, campaign_id: s.campaignId }];
    const late = {
      nowOf: () => Date.parse('2030-01-01'),
      campaigns: new Map([[s.campaignId, { doc: channelsDoc() }]]),
    };
    const heard = await api.t.db.transaction().execute((trx) => loadHeard(trx, journeys, late));
    expect(heard.get(s.journeyId)).toBeUndefined();
  },
);

test.each<[what: string, act: string, body: object, path: string]>([
  ['documents received tomorrow', 'documents', { receivedOn: '2027-02-09' }, 'body.receivedOn'],
  ['a letter due today', 'letters', { dueOn: TODAY }, 'body.dueOn'],
])('%s are refused', async (_, act, body, path) => {
  const { id } = await opened({ ...HEIR, letter: false });
  expect((await s.act(id, act, body).expect(400)).body.issues).toMatchObject([{ path }]);
});

test('a document is not issued after it came', async () => {
  const known = await opened({ ...GUARDIAN, kind: 'heir' });
  const { body } = await s
    .act(known.id, 'checks', allGood(known, { identity: { issuedOn: '2027-02-09' } }))
    .expect(400);
  expect(body.issues).toMatchObject([{ path: 'body.seen', code: 'after_receipt' }]);
});
