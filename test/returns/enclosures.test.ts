import { type EnclosureKind, type EnclosureState, nextStep } from '../../domain/returns/enclosures';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { another, postLetter } from './returns-fixture';

let api: Api;
let own: ApiClient;
let second: string;
let returnId: number;
let journeyId: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}] });
  second = (await another(api, own)).key;
  const letter = await postLetter(api, own);
  journeyId = letter.journeyId;
  const body = { kind: 'form', code: letter.code };
  returnId = (await api.act('/api/returns', first(), body).expect(201)).body.id;
});

const first = () => own.keys.operator.key;
const note = async (what: EnclosureKind, given: object = {}) =>
  (await api.act(`/api/returns/${returnId}/enclosures`, first(), { what, ...given }).expect(201)).body;
const act = (id: number, verb: string, body: object = {}, key = first()) =>
  api.act(`/api/enclosures/${id}/${verb}`, key, body);
const open = async () => (await api.send('get', '/api/enclosures', first()).expect(200)).body.items;

const bare: Omit<EnclosureState, 'what'> = {
  ...{ witnessed: false, masked: null, notified: false, ending: null, endWitnessed: false, delivered: false },
};
test.each<[EnclosureKind, Partial<EnclosureState>, string]>([
  ['money', {}, 'witness'],
  ['money', { witnessed: true }, 'end'],
  ['money', { witnessed: true, ending: 'returned' }, 'end_witness'],
  ['money', { witnessed: true, ending: 'returned', endWitnessed: true }, 'delivery'],
  ['money', { witnessed: true, ending: 'returned', endWitnessed: true, delivered: true }, 'closed'],
  ['hanko', { witnessed: true, ending: 'to_client', endWitnessed: true }, 'closed'],
  ['original', {}, 'end'],
  ['original', { ending: 'kept' }, 'closed'],
  ['id_copy', {}, 'mask'],
  ['id_copy', { masked: 'none_found' }, 'end'],
  ['id_copy', { masked: 'both' }, 'notify'],
  ['id_copy', { masked: 'insurance_number', notified: true }, 'end'],
  ['id_copy', { masked: 'both', notified: true, ending: 'destroyed' }, 'closed'],
])('%s %j: next is %s', (what, state, next) => {
  expect(nextStep({ ...bare, what, ...state })).toBe(next);
});

it('money needs its second person when found and when sent, and closes when the post has delivered it', async () => {
  const { id } = await note('money', { pieces: 2, amount: 2000 });
  expect((await act(id, 'end', { ending: 'to_client' }).expect(409)).body).toMatchObject({
    code: 'enclosure_wrong_state',
  });
  expect((await act(id, 'witness').expect(409)).body).toMatchObject({ code: 'four_eyes' });
  await act(id, 'witness', {}, second).expect(200);
  const sent = { ending: 'returned', tracking: '123-45-67890-1' };
  await act(id, 'end', sent, second).expect(200);
  expect((await act(id, 'witness', {}, second).expect(409)).body).toMatchObject({ code: 'four_eyes' });
  expect((await act(id, 'witness').expect(200)).body).toMatchObject({ next: 'delivery' });
  expect(await open()).toHaveLength(1);
  const body = { on: '2027-02-15' };
  expect((await act(id, 'delivered', body).expect(200)).body).toMatchObject({ next: 'closed', amount: 2000, ...sent });
  expect(await open()).toEqual([]);
});

it.each(['kept', 'destroyed'])('money is not %s', async (ending) => {
  const { id } = await note('money');
  await act(id, 'witness', {}, second).expect(200);
  const body = { ending, ...(ending === 'kept' ? { box: 'B-1' } : { record: 'D-2027-1' }) };
  expect((await act(id, 'end', body).expect(422)).body).toMatchObject({ code: 'enclosure_end_unfit' });
});

it('a copy of an identity document is masked before anything else, by whom and when', async () => {
  const { id } = await note('id_copy');
  await act(id, 'end', { ending: 'kept', box: 'B-0127' }).expect(409);
  const { body } = await act(id, 'mask', { what: 'insurance_number' }).expect(200);
  expect(body).toMatchObject({ masked: { what: 'insurance_number', by: own.keys.operator.personId }, next: 'notify' });
  await act(id, 'end', { ending: 'destroyed', record: 'D-2027-1' }).expect(409);
  const said = await act(id, 'notify', { as: 'phone' }).expect(200);
  expect(said.body).toMatchObject({ notified: { as: 'phone', by: own.keys.operator.personId }, next: 'end' });
  await act(id, 'mask', { what: 'both' }).expect(409);
  expect((await act(id, 'end', { ending: 'kept', box: 'B-0127' }).expect(200)).body).toMatchObject({ next: 'closed' });
});

it.each([
  ['returned without its number', { ending: 'returned' }],
  ['kept without its box', { ending: 'kept' }],
  ['destroyed without a record', { ending: 'destroyed' }],
  ['a number that does not go with it', { ending: 'to_client', tracking: '123-45-67890-1' }],
])('%s is refused', async (_why, body) => {
  const { id } = await note('original');
  await act(id, 'end', body).expect(400);
  expect(await open()).toMatchObject([{ next: 'end', receipt: expect.any(String) }]);
});

it('each act is in the journey of the customer, in words', async () => {
  const { id } = await note('original');
  await act(id, 'end', { ending: 'destroyed', record: 'D-2027-014' }).expect(200);
  const { timeline } = (await api.send('get', `/api/journeys/${journeyId}`, own.keys.auditor.key).expect(200)).body;
  const events = timeline.filter(({ kind }: { kind: string }) => kind.startsWith('enclosure'));
  expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(['enclosure_noted', 'enclosure_ended']);
  for (const { kind, what } of events) expect(what.ja).not.toBe(kind);
});

it('one without its end is an alert, a valuable without its second person the next day', async () => {
  await note('passbook');
  const alerts = async () => {
    await watchAlerts(api.t.db, { slow: false, vias: [] });
    const { items } = (await api.send('get', `/api/alerts?campaign=${own.campaignId}`, first()).expect(200)).body;
    return items.filter(({ kind }: { kind: string }) => kind === 'enclosure_open');
  };
  expect(await alerts()).toEqual([]);
  await stepClock(api.t, '2027-02-16T11:00:00+09:00');
  expect(await alerts()).toMatchObject([{ figures: { count: 1 } }]);
  const [{ id }] = await open();
  await act(id, 'witness', {}, second).expect(200);
  expect(await alerts()).toEqual([]);
  await stepClock(api.t, '2027-03-02T11:00:00+09:00');
  expect(await alerts()).toMatchObject([{ figures: { count: 1, days: 14 } }]);
});

it("is not noted on another client's return", async () => {
  const { key } = (await api.client()).keys.operator;
  await api.act(`/api/returns/${returnId}/enclosures`, key, { what: 'money' }).expect(404);
});
