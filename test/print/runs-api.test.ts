import { bookAcknowledged } from '../../activities/print/posted';
import { renderRun } from '../../activities/print/render';
import { createApiKey } from '../../db/access/api-keys';
import { handOverRun } from '../../db/print/handover';
import { keepAcknowledgement } from '../../db/print/posted';
import { acknowledge, openRun, printScene, type PrintScene, removeScene, runOf } from './fixture';
import { type Api, makePerson, openApi } from '../support/api';

let api: Api;
let scene: PrintScene;
let runId: number;
let key: string;

beforeAll(async () => {
  api = await openApi();
  scene = await printScene(api.t, [{ name: '山田 太郎' }, {}, { name: '誰も印字できない 😀' }]);
  const personId = await makePerson(api.t, 'operator');
  key = (await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'operator' })).key;
  runId = await openRun(api.t, scene);
  await renderRun(scene.deps, runId);
});
afterAll(async () => {
  removeScene(scene);
  await api.t.close();
});

const get = async (path: string, status = 200) =>
  (await api.send('get', path, key).expect(status)).body as Record<string, unknown>;

it('shows a rendered run with its control totals and envelopes', async () => {
  const run = await get(`/api/print-runs/${runId}`);
  expect(run).toMatchObject({
    id: runId,
    runOn: '2027-02-01',
    status: 'rendered',
    pieces: 2,
    pages: 4,
    files: [{ name: 'letters-001.pdf', pieces: 2, pages: 4 }],
    campaigns: [{ campaignId: scene.campaignId, letters: 2 }],
    acknowledgement: null,
  });
  expect(run.envelopes).toMatchObject({
    items: [
      { no: 1, pages: 2, letters: 1, removedReason: null },
      { no: 2, pages: 2, letters: 1, removedReason: null },
      { no: null, pages: null, letters: 1, removedReason: 'glyph_missing' },
    ],
    next: null,
  });
});

it('holds nothing personal', async () => {
  const text = JSON.stringify([await get('/api/print-runs'), await get(`/api/print-runs/${runId}`)]);
  for (const personal of ['山田', '港区', '105-0022', 'MN0-0', '/m/']) expect(text).not.toContain(personal);
});

it('goes through the envelopes page by page', async () => {
  const first = await get(`/api/print-runs/${runId}?limit=2`);
  const { items, next } = first.envelopes as { items: unknown[]; next: string };
  expect(items).toHaveLength(2);
  const second = await get(`/api/print-runs/${runId}?limit=2&cursor=${next}`);
  expect((second.envelopes as { items: unknown[] }).items).toHaveLength(1);
});

it('says where the shop counts otherwise, and in the end that it was posted', async () => {
  const run = await runOf(api.t, runId);
  const folder = { lies: false, fits: () => true, move: () => scene.deps.folder.handOver(run.key) };
  await handOverRun(api.t.db, scene.deps.docs, runId, folder);
  const right = acknowledge(scene, run.key);
  await keepAcknowledgement(api.t.db, { ...right, printed: 3 });
  await bookAcknowledged(scene.deps, runId);
  expect(await get(`/api/print-runs/${runId}`)).toMatchObject({
    status: 'differs',
    acknowledgement: { printed: 3, differences: ['printed'] },
  });
  await keepAcknowledgement(api.t.db, right);
  await bookAcknowledged(scene.deps, runId);
  expect(await get(`/api/print-runs/${runId}`)).toMatchObject({
    status: 'posted',
    acknowledgement: { posted: 2, postedOn: '2027-02-02', differences: [] },
  });
});

it.each([
  ['all', '', 1],
  ['of the campaign', () => `?campaign=${scene.campaignId}`, 1],
  ['of another campaign', () => `?campaign=${scene.campaignId + 1}`, 0],
  ['posted', '?status=posted', 1],
  ['open', '?status=open', 0],
])('lists the runs: %s', async (_, query, count) => {
  const { items } = await get(`/api/print-runs${typeof query === 'string' ? query : query()}`);
  expect(items).toHaveLength(count);
});

it('is another client’s no business', async () => {
  const other = await api.client();
  await api.send('get', `/api/print-runs/${runId}`, other.keys.manager.key).expect(404);
  const { body } = await api.send('get', '/api/print-runs', other.keys.manager.key).expect(200);
  expect((body as { items: unknown[] }).items).toEqual([]);
  await api.send('get', '/api/print-runs', other.keys.client_viewer.key).expect(403);
});
