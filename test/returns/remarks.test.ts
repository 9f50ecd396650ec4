import { stepClock } from '../support/seed';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../support/api';
import { another, arrivalsOf, type Letter, postLetter, read } from './returns-fixture';

let api: Api;
let own: ApiClient;
let letter: Letter;
let second: string;
let id: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{ contracts: 2 }] });
  letter = await postLetter(api, own);
  second = (await another(api, own)).key;
  const booked = await api.act('/api/returns', own.keys.operator.key, { kind: 'form', code: letter.code }).expect(201);
  id = booked.body.id;
});

const enter = (body: object, key: string) => api.act(`/api/returns/${id}/entries`, key, body);
/** Two readings, of which one notes handwriting. */
const readTwice = async (change: object = {}) => {
  await enter(read(letter.contracts, { remark: true, ...change }), own.keys.operator.key).expect(200);
  return (await enter(read(letter.contracts, change), second).expect(200)).body;
};
const decide = (decision: string, more: object = {}, key = own.keys.operator.key) =>
  api.act(`/api/returns/${id}/remark`, key, { decision, reason: '住所の変更のみ', ...more });
const kinds = async () => (await arrivalsOf(api, letter)).map(({ kind }) => kind);
const book = async () =>
  (await api.send('get', '/api/returns/daybook?date=2027-02-15', own.keys.operator.key).expect(200)).body;

describe('a form with handwriting', () => {
  it('is on hold until a person has read it: no answer, no defect, open in the day book', async () => {
    const body = await readTwice();
    expect(body).toMatchObject({ status: 'held', decidedAt: null, mayEnter: false, readings: [{ no: 1 }, { no: 2 }] });
    expect(body.notes.map(({ code }: { code: string }) => code)).toEqual(['remark', 'remark_unread']);
    expect(await kinds()).toEqual([]);
    expect(await book()).toMatchObject({ open: 1, accepted: 0, defect: 0, balanced: true });
    const third = await enter(read(letter.contracts), own.keys.manager.key).expect(409);
    expect(third.body.code).toBe('return_awaits_remark');
  });

  it('is judged as ticked once a person has decided that it changes nothing', async () => {
    await readTwice();
    const { body } = await decide('as_ticked').expect(200);
    expect(body).toMatchObject({ status: 'accepted', contracts: [{ choice: 'migrate' }, { choice: 'migrate' }] });
    expect(await kinds()).toEqual(['answer']);
    expect(await ledgerKinds(api.t, own.campaignId)).toEqual(
      expect.arrayContaining(['return_remark_decided', 'return_accepted']),
    );
    expect((await decide('as_ticked').expect(409)).body.code).toBe('return_without_remark');
  });

  it('is judged by its other defects too', async () => {
    await readTwice({ signed: false });
    expect((await decide('as_ticked').expect(200)).body).toMatchObject({ status: 'defect', defects: ['no_signature'] });
  });

  it('is a defect where it leaves open what the customer wants: no choice counts', async () => {
    await readTwice();
    expect((await decide('defect').expect(200)).body).toMatchObject({ status: 'defect', defects: ['remark'] });
    expect(await kinds()).toEqual(['form_defect']);
  });

  it('puts the customer on hold where it reports a death; what is ticked is kept for the owner of that hold', async () => {
    await readTwice();
    const hold = { reason: 'death_reported', reviewOn: '2027-03-01' };
    expect((await decide('hold', { hold }).expect(200)).body).toMatchObject({ status: 'held', decidedAt: null });
    const holds = await api.send('get', `/api/customers/${letter.customerId}/holds`, own.keys.operator.key).expect(200);
    expect(holds.body.items).toMatchObject([{ reason: 'death_reported', source: `return:${id}`, releasedAt: null }]);
    expect(await kinds()).toEqual(['hold_opened']);
    await decide('as_ticked').expect(200);
    expect(await kinds()).toEqual(['hold_opened', 'answer_kept']);
  });

  it.each<[string, string, object, number]>([
    ['a hold without its reason', 'hold', {}, 400],
    ['a reason for a hold beside another decision', 'defect', { hold: { reason: 'vip', reviewOn: '2027-03-01' } }, 400],
    ['a conclusion that names the customer', 'as_ticked', { reason: '見本 0 様は転居' }, 422],
  ])('takes no decision with %s', async (_what, decision, more, status) => {
    await readTwice();
    await decide(decision, more).expect(status);
  });

  it('is decided by no auditor, and not before it has been read twice', async () => {
    await enter(read(letter.contracts, { remark: true }), own.keys.operator.key).expect(200);
    await decide('as_ticked').expect(409);
    await decide('as_ticked', {}, own.keys.auditor.key).expect(403);
  });
});
