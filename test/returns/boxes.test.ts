import { type Api, type ApiClient, openApi } from '../support/api';
import { stepClock } from '../support/seed';
import { another, postLetter } from './returns-fixture';

let api: Api;
let own: ApiClient;
let second: string;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}, {}, {}] });
  second = (await another(api, own)).key;
});

const first = () => own.keys.operator.key;
const book = async (index: number, given: object) => {
  const { code } = await postLetter(api, own, { index });
  return (await api.act('/api/returns', first(), { code, ...given }).expect(201)).body.receipt as string;
};
const open = async (no = 'B-0127') =>
  (await api.act('/api/boxes', first(), { no, keepUntil: '2027-03-31' }).expect(201)).body.id as number;
const act = (id: number, verb: string, body: object = {}, key = first()) =>
  api.act(`/api/boxes/${id}/${verb}`, key, body);
const boxes = async (query = '') => (await api.send('get', `/api/boxes${query}`, first()).expect(200)).body.items;

it('takes the paper that is decided, once, and leaves what is still on the desk', async () => {
  const receipts = [
    await book(0, { kind: 'undeliverable', reason: 'moved' }),
    await book(1, { kind: 'undeliverable', reason: 'unknown' }),
  ];
  await book(2, { kind: 'form' });
  const id = await open();
  const filled = await act(id, 'fill').expect(200);
  expect(filled.body).toMatchObject({ papers: 2, firstReceipt: receipts[0], lastReceipt: receipts[1] });
  const next = await open('B-0128');
  expect((await act(next, 'fill').expect(200)).body).toMatchObject({ papers: 0, firstReceipt: null });
});

it('is destroyed after its day only, with a certificate, and has ended when a second person was there', async () => {
  const id = await open();
  const end = { endedAs: 'dissolved', certificate: 'YK-2027-0042' };
  expect((await act(id, 'end', end).expect(409)).body).toMatchObject({ code: 'box_kept' });
  await stepClock(api.t, '2027-04-01T09:00:00+09:00');
  await act(id, 'end', { endedAs: 'dissolved' }).expect(400);
  await act(id, 'end', end).expect(200);
  expect((await act(id, 'witness').expect(409)).body).toMatchObject({ code: 'four_eyes' });
  expect(await boxes()).toHaveLength(1);
  expect((await act(id, 'witness', {}, second).expect(200)).body).toMatchObject({ ...end, papers: 0 });
  expect(await boxes()).toEqual([]);
  expect(await boxes('?state=all')).toMatchObject([{ no: 'B-0127', ...end }]);
  expect((await act(id, 'fill').expect(409)).body).toMatchObject({ code: 'box_ended' });
});

it('goes to the client at any time', async () => {
  const id = await open();
  await act(id, 'end', { endedAs: 'to_client', certificate: 'R-2027-001' }).expect(200);
});

it('has a number of its own within the client', async () => {
  await open();
  const again = api.act('/api/boxes', first(), { no: 'B-0127', keepUntil: '2027-03-31' });
  expect((await again.expect(409)).body).toMatchObject({ code: 'box_exists' });
  const other = await api.client();
  await api.act('/api/boxes', other.keys.operator.key, { no: 'B-0127', keepUntil: '2027-03-31' }).expect(201);
});

it('the record of paper for the closing says where each paper and enclosure ended, and whose they are not', async () => {
  const receipt = await book(0, { kind: 'undeliverable', reason: 'moved' });
  const waiting = await book(1, { kind: 'form' });
  const [{ id: returnId }] = (await api.send('get', '/api/returns?status=received', first()).expect(200)).body.items;
  await api.act(`/api/returns/${returnId}/enclosures`, first(), { what: 'original' }).expect(201);
  const [{ id: enclosure }] = (await api.send('get', '/api/enclosures', first()).expect(200)).body.items;
  const sent = { ending: 'returned', tracking: '123-45-67890-1' };
  await api.act(`/api/enclosures/${enclosure}/end`, first(), sent).expect(200);
  const id = await open();
  await act(id, 'fill').expect(200);
  await stepClock(api.t, '2027-04-01T09:00:00+09:00');
  await act(id, 'end', { endedAs: 'dissolved', certificate: 'YK-2027-0042' }).expect(200);
  await act(id, 'witness', {}, second).expect(200);
  const path = `/api/campaigns/${own.campaignId}/paper-record`;
  const lines = (await api.send('get', path, own.keys.manager.key).expect(200)).text.trim().split('\r\n').slice(1);
  expect(lines).toEqual([
    `${receipt},2027-02-15,不着の郵便物,1,不着,B-0127,2027-03-31,溶解,YK-2027-0042,2027-04-01,済`,
    `${waiting},2027-02-15,返送用紙,1,受付済・入力待ち,,,机上,,,`,
    `${waiting},2027-02-15,原本（証書・証明書）,1,,,,書留でお客様へ返却,123-45-67890-1,2027-02-15,`,
  ]);
});
