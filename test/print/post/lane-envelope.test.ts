import { ensureLane } from '../../../db/delivery/lanes';
import { type EnvelopeProfile, PROFILES } from '../../../domain/print/envelope-profile';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { seenPages } from '../letter-fixture';

const { kaku2 } = PROFILES;
const wide: EnvelopeProfile = { ...kaku2, window: { x: 20, y: 30, width: 95, height: 50 }, marks: 'code' };

let api: Api;
let own: ApiClient;
let lane: number;
let mail: number;
let shared: number;
let manager: string;
let operator: string;
let stranger: string;
let administrator: string;
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ status: 'running' });
  const other = await api.client({ status: 'running' });
  const { db } = api.t;
  lane = await ensureLane(db, { clientId: own.clientId, channel: 'post', name: 'shop' });
  mail = await ensureLane(db, { clientId: own.clientId, channel: 'mail', name: 'own' });
  shared = await ensureLane(db, { clientId: null, channel: 'post', name: 'default' });
  manager = own.keys.manager.key;
  operator = own.keys.operator.key;
  stranger = other.keys.manager.key;
  administrator = own.keys.administrator.key;
});
afterAll(() => api.t.close());

const set = (id: number, key: string, body: object = wide) =>
  api.send('put', `/api/lanes/${id}/envelope`, key).send(body);
const sheet = (query = '', key = manager) =>
  api
    .send('get', `/api/lanes/${lane}/test-sheet${query}`, key)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
const stored = async (id: number) =>
  (await api.t.db.selectFrom('lanes').select('envelope').where('id', '=', id).executeTakeFirstOrThrow()).envelope;
const ledger = async () => {
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  return rows.map((row) => JSON.parse(row.body)).filter((entry) => entry.kind === 'lane_envelope_set');
};

it("sets a post lane's envelopes, as often as it is sent, and keeps who did it in the ledger", async () => {
  expect((await set(lane, manager).expect(200)).body.envelope).toEqual(wide);
  expect(await stored(lane)).toEqual(wide);
  expect((await set(shared, administrator, kaku2).expect(200)).body).toMatchObject({ id: shared, envelope: kaku2 });
  expect(await ledger()).toMatchObject([
    { lane, before: PROFILES.long3, after: wide },
    { lane: shared, after: kaku2 },
  ]);
});

it.each([
  ['an operator', () => set(lane, operator), 403],
  ['the manager, a shared lane', () => set(shared, manager), 403],
  ["another client's manager", () => set(lane, stranger), 404],
  ['a lane that sends no letters', () => set(mail, manager), 404],
  ['half a profile', () => set(lane, manager, { envelope: 'long3' }), 400],
  ['lengths below nothing', () => set(lane, manager, { ...wide, slip: { x: -1, y: 2 } }), 400],
])('refuses %s', async (_, send, status) => {
  const before = [await stored(lane), await stored(mail), (await ledger()).length];
  await send().expect(status);
  expect([await stored(lane), await stored(mail), (await ledger()).length]).toEqual(before);
});

it('says everything that does not fit, with what to change, and keeps what was set', async () => {
  const before = await stored(lane);
  const bad = { ...wide, window: { ...wide.window, width: 70 }, marksAt: { edge: 'left', y: 40 } };
  const { body } = await set(lane, manager, bad).set('Accept-Language', 'ja').expect(400);
  expect(body.issues).toMatchObject([
    { path: 'body.window', code: 'window_too_small', advice: expect.stringContaining('窓の大きい封筒') },
    { path: 'body.marksAt', code: 'marks_in_window', advice: expect.stringContaining('10 mm') },
  ]);
  expect(await stored(lane)).toEqual(before);
  // no one learns from it whether a lane of others exists
  expect((await set(lane, stranger, bad).expect(404)).body.issues).toEqual([]);
});

describe('the test sheet', () => {
  it("shows the lane's envelopes", async () => {
    const { body, headers } = await sheet().expect(200);
    expect(headers['content-disposition']).toContain('test-sheet-shop.pdf');
    const [page] = await seenPages(body as Buffer);
    expect(page!.text).toContain('x 20, y 30, 95 × 50 mm');
    expect(page!.codes).toContain(`${'0'.repeat(12)} 1/2`);
  });

  it('tries others on paper without setting them', async () => {
    const [page] = await seenPages((await sheet('?windowX=24&windowWidth=90&marks=omr').expect(200)).body as Buffer);
    expect(page!.text).toContain('x 24, y 30, 90 × 50 mm');
    expect(await stored(lane)).toEqual(wide);
  });

  it.each([
    ['envelopes that cannot be', () => sheet('?windowWidth=40'), 400],
    ['a length that is none', () => sheet('?slipX=far'), 400],
    ["another client's lane", () => sheet('', stranger), 404],
  ])('is not drawn for %s', async (_, send, status) => {
    await send().expect(status);
  });
});
