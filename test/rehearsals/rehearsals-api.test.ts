import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import {
  noteRehearsalProgress,
  rehearsalsToStart,
  setRehearsalLaunched,
  storeRehearsalFailure,
  storeRehearsalResult,
} from '../../db/rehearsals/stored';
import { AppError } from '../../domain/errors';
import { type Api, type ApiClient, approveAll, EXAMPLE, ledgerKinds, openApi } from '../support/api';
import { resultFixture } from './result-fixture';

let api: Api;
beforeAll(async () => {
  api = await openApi({ REHEARSAL_DATABASE_URL: 'postgres://rehearsals@127.0.0.1/rehearsals' });
  for (const lane of SHARED_LANES) await ensureLane(api.t.db, lane);
});
afterAll(() => api.t.close());

let own: ApiClient;
let path: string;
beforeEach(async () => {
  own = await api.client();
  path = `/api/campaigns/${own.campaignId}`;
});

const manager = () => own.keys.manager.key;
const start = (body: object = {}) => api.act(`${path}/rehearsals`, manager(), body);
const read = async (id: number, key = own.keys.client_viewer.key) =>
  (await api.send('get', `${path}/rehearsals/${id}`, key).expect(200)).body;
const list = async (query = '') =>
  (await api.send('get', `${path}/rehearsals${query}`, own.keys.auditor.key).expect(200)).body;
async function edit(from: string, to: string): Promise<void> {
  const { body } = await api.send('get', path, manager()).expect(200);
  const sent = api.send('put', path, manager()).set('If-Match', `"${body.version}"`);
  await sent.type('application/yaml').send(EXAMPLE.replace(from, to)).expect(200);
}
/** Asks for a rehearsal and stores a result for it. */
async function rehearsed(body: object = {}): Promise<number> {
  const { id } = (await start(body).expect(201)).body as { id: number };
  await storeRehearsalResult(api.t.db, id, resultFixture());
  return id;
}

it('queues a rehearsal, shows its progress and then its result, with an entry for each in the ledger', async () => {
  const { body } = await start({ sample: 400, seed: 7 }).expect(201);
  expect(body).toMatchObject({ status: 'queued', sample: 400, seed: 7, outdated: false, progress: null });
  expect(await rehearsalsToStart(api.t.db)).toContainEqual({ id: body.id });
  await setRehearsalLaunched(api.t.db, body.id, true);
  expect(await rehearsalsToStart(api.t.db)).not.toContainEqual({ id: body.id });
  const progress = { journeys: 400, ended: 120, day: '2027-02-03' };
  expect(await noteRehearsalProgress(api.t.db, body.id, progress)).toBe(true);
  expect(await read(body.id)).toMatchObject({ status: 'running', progress, result: null, changed: [] });
  const result = resultFixture();
  expect(await storeRehearsalResult(api.t.db, body.id, result)).toBe(true);
  const done = await read(body.id);
  expect(done).toMatchObject({ status: 'done', completed: result.completed, createdBy: own.keys.manager.personId });
  expect(done.result).toEqual(result);
  expect(done.behaviour.rates.bounce.mail).toMatchObject({ source: 'assumption' });
  expect(await noteRehearsalProgress(api.t.db, body.id, progress)).toBe(false);
  expect((await ledgerKinds(api.t, own.campaignId)).slice(-2)).toEqual(['rehearsal_requested', 'rehearsal_done']);
});

it.each([
  ['nothing', 'みなとADSL 終了のご案内', 'みなとADSL 終了のご案内', []],
  ['another name', 'みなとADSL 終了のご案内', 'みなとADSL 廃止のご案内', ['name']],
  ['another address of the site', 'site: https://www.', 'site: https://', ['sender']],
])('says what differs from what was rehearsed after an edit of %s', async (_, from, to, changed) => {
  await edit('', '');
  const id = await rehearsed();
  await edit(from, to);
  const found = await read(id);
  expect([found.outdated, found.changed]).toEqual([changed.length > 0, changed]);
  await edit('', ''); // what was rehearsed, as a version of its own
  const back = await read(id);
  expect([back.outdated, back.changed]).toEqual([false, []]);
  expect((await list()).items).toMatchObject([{ id, outdated: false }]);
});

it('is of the contents that are approved after it, and of no others', async () => {
  await edit('', '');
  const id = await rehearsed();
  const contentHash = await approveAll(api, own);
  expect(await read(id)).toMatchObject({ contentHash, outdated: false });
  await api.t.db
    .updateTable('campaigns')
    .set({ content_hash: 'f'.repeat(64) })
    .where('id', '=', own.campaignId)
    .execute();
  expect(await read(id)).toMatchObject({ outdated: true, changed: ['audience'] });
});

it('is shown beside what is to be approved: of these contents, of former ones, or not at all', async () => {
  const hint = async () =>
    (await api.send('get', path, own.keys.client_approver.key).expect(200)).body.rehearsal as Record<string, unknown>;
  await edit('', '');
  expect(await hint()).toBeNull();
  await rehearsed({ seed: 3 });
  const id = await rehearsed({ seed: 7 });
  const { completed, milestones } = resultFixture();
  const ninety = milestones.find(({ share }) => share === 0.9)!;
  const expected = { id, seed: 7, completed, ninety: { low: ninety.low, likely: ninety.likely, high: ninety.high } };
  expect(await hint()).toMatchObject({ ...expected, outdated: false, overDays: 18 });
  await approveAll(api, own);
  expect(await hint()).toMatchObject({ ...expected, outdated: false });
  await edit('みなとADSL 終了のご案内', 'みなとADSL 廃止のご案内');
  expect(await hint()).toMatchObject({ id, outdated: true });
});

it('says since when it waits, until a worker takes it up', async () => {
  const { body } = await start().expect(201);
  expect(body.waitsSince).toBe(body.createdAt);
  await noteRehearsalProgress(api.t.db, body.id, { journeys: 3, ended: 0, day: null });
  expect(await read(body.id)).toMatchObject({ status: 'running', waitsSince: null });
});

it('lets one rehearsal of a campaign go on at a time, until it ends or is cancelled', async () => {
  const { id } = (await start().expect(201)).body as { id: number };
  expect((await start().expect(409)).body.code).toBe('rehearsal_running');
  const cancel = () => api.act(`${path}/rehearsals/${id}/cancel`, manager());
  expect((await cancel().expect(200)).body).toMatchObject({ id, status: 'cancelled', completed: null });
  expect(await storeRehearsalResult(api.t.db, id, resultFixture())).toBe(false);
  const again = (await cancel().expect(409)).body;
  expect([again.code, again.params.status]).toEqual(['rehearsal_over', 'cancelled']);
  await start().expect(201);
});

it('says why a rehearsal could not be run through', async () => {
  const { id } = (await start().expect(201)).body as { id: number };
  await storeRehearsalFailure(api.t.db, id, new AppError('decoder_busy'));
  expect(await read(id)).toMatchObject({ status: 'failed', error: { code: 'decoder_busy' }, completed: null });
  const other = (await start().expect(201)).body as { id: number };
  await storeRehearsalFailure(api.t.db, other.id, new Error('password=secret'));
  expect((await read(other.id)).error.code).toBe('internal');
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind === 'rehearsal_failed')).toHaveLength(2);
});

it('lists rehearsals newest first, page by page', async () => {
  const ids = [await rehearsed({ seed: 1 }), await rehearsed({ seed: 2 }), await rehearsed({ sample: 'all', seed: 3 })];
  const first = await list('?limit=2');
  const second = await list(`?limit=2&cursor=${first.next}`);
  const items = [...first.items, ...second.items] as { id: number; sample: number | 'all'; seed: number }[];
  expect(items.map(({ id }) => id)).toEqual(ids.reverse());
  expect(items.map(({ sample, seed }) => [sample, seed])).toEqual([['all', 3], [1_000, 2], [1_000, 1]]); // prettier-ignore
  expect([first.ready, second.next]).toEqual([true, null]);
});

it.each([
  ['approver', 403],
  ['client_viewer', 403],
  ['operator', 403],
] as const)('is not asked for by a role such as %s', async (role, status) => {
  await api.act(`${path}/rehearsals`, own.keys[role].key, {}).expect(status);
});

describe('refuses', () => {
  const refusal = async () => (await start()).body.code as string;

  it('a campaign without an audience', async () => {
    own = await api.client({ customers: [] });
    path = `/api/campaigns/${own.campaignId}`;
    expect(await refusal()).toBe('campaign_without_audience');
  });

  it.each(['stopped', 'completed'] as const)('a campaign that is %s', async (status) => {
    await api.t.db.updateTable('campaigns').set({ status }).where('id', '=', own.campaignId).execute();
    expect(await refusal()).toBe('campaign_wrong_state');
  });

  it('an installation without a database for rehearsals', async () => {
    const bare = await openApi();
    try {
      const there = await bare.client();
      const at = `/api/campaigns/${there.campaignId}/rehearsals`;
      expect((await bare.act(at, there.keys.manager.key, {}).expect(409)).body.code).toBe('rehearsal_not_set_up');
      expect((await bare.send('get', at, there.keys.manager.key).expect(200)).body.ready).toBe(false);
    } finally {
      await bare.t.close();
    }
  });

  it.each([
    { sample: 0 },
    { sample: 100_001 },
    { sample: 'some' },
    { seed: -1 },
    { seed: 4_294_967_296 },
    { seed: 1.5 },
  ])('the body %j', async (body) => {
    expect((await start(body).expect(400)).body.code).toBe('invalid_request');
  });

  it('a rehearsal of another campaign', async () => {
    const id = await rehearsed();
    const other = await api.client();
    const at = `/api/campaigns/${other.campaignId}/rehearsals/${id}`;
    await api.send('get', at, other.keys.manager.key).expect(404);
    await api.act(`${at}/cancel`, other.keys.manager.key).expect(404);
  });
});

it('takes a behaviour file for the segments of the campaign, and names the place of what is wrong in it', async () => {
  await edit('', '');
  const behaviour = (segment: string) =>
    `segments:\n  ${segment}: { bounce: { mail: { low: 0, likely: 0.5, high: 1, source: last year } } }`;
  const refused = await start({ behaviour: behaviour('elderyl') }).expect(422);
  expect(refused.body.code).toBe('behaviour_file_invalid');
  expect(refused.body.issues).toMatchObject([{ path: 'segments.elderyl', line: 2, code: 'segment_not_in_campaign' }]);
  const { body } = await start({ behaviour: behaviour('elderly') }).expect(201);
  const stored = (await read(body.id)).behaviour;
  expect(stored.segments).toMatchObject([{ segment: 'elderly', rates: { bounce: { mail: { likely: 0.5 } } } }]);
  expect(stored.rates.bounce.mail).toMatchObject({ source: 'assumption' });
});

it('is refused before it starts where the plan uses a channel without a lane', async () => {
  await edit('', '');
  await api.t.db.deleteFrom('lanes').where('channel', 'in', ['post', 'phone']).execute();
  const { body } = await start().expect(409);
  expect(body).toMatchObject({
    code: 'channel_without_lane',
    detail: expect.stringMatching(/郵便.*のレーンがありません/),
  });
  expect((await list()).items).toEqual([]);
  for (const lane of SHARED_LANES) await ensureLane(api.t.db, lane);
  await start().expect(201);
});

it('shows an approver a result that knows nothing of 90 %', async () => {
  const { id } = (await start().expect(201)).body as { id: number };
  const result = resultFixture();
  await storeRehearsalResult(api.t.db, id, {
    ...result,
    milestones: result.milestones.filter(({ share }) => share !== 0.9),
  });
  const { body } = await api.send('get', path, manager()).expect(200);
  expect(body.rehearsal).toMatchObject({ id, ninety: { low: null, likely: null, high: null } });
});
