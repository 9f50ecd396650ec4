import { renderRun } from '../../activities/print/render';
import { createApiKey } from '../../db/access/api-keys';
import { takeAnswer } from '../../db/print/recall-answers';
import { handOver, openRun, piecesIn, printScene, type PrintScene, removeScene, runOf } from './fixture';
import { type Api, ledgerKinds, makePerson, openApi } from '../support/api';

let api: Api;
let scene: PrintScene;
let keys: Record<'manager' | 'client_viewer', string>;
beforeAll(async () => {
  api = await openApi();
});
afterEach(() => removeScene(scene));
afterAll(() => api.t.close());

const key = async (role: 'manager' | 'client_viewer') =>
  (await createApiKey(api.t.db, { personId: await makePerson(api.t, role), clientId: scene.clientId, role })).key;

beforeEach(async () => {
  scene = await printScene(api.t, [{}, {}]);
  keys = { manager: await key('manager'), client_viewer: await key('client_viewer') };
});

const path = (rest: string) => `/api/campaigns/${scene.campaignId}/${rest}`;
const pause = async (): Promise<number> => {
  const answers = { scope: { channel: 'post' }, extendWaits: false, reason: '金額の誤り' };
  const { body } = await api.act(path('pauses'), keys.manager, answers).expect(201);
  return (body as { id: number }).id;
};
const ask = (id: number) => api.act(path(`pauses/${id}/recalls`), keys.manager, { reason: '訂正のため' });

it('asks the shop for what a pause keeps back, once, and shows what it answered', async () => {
  const runId = await openRun(api.t, scene);
  await renderRun(scene.deps, runId);
  await handOver(api.t, scene, runId);
  const id = await pause();
  const { items } = (await ask(id).expect(201)).body as { items: { key: string }[] };
  const run = (await runOf(api.t, runId)).key;
  expect(items).toEqual([
    expect.objectContaining({ key: `${run}-r1`, printRun: run, pauseId: id, status: 'asked', pieces: 2, letters: 2 }),
  ]);
  expect((await ask(id).expect(201)).body).toEqual({ items: [] });
  const [first, second] = (await piecesIn(api.t, runId)).map(({ code }) => code);
  const pieces = { pulled: [first!], tooLate: [second!] };
  const report = {
    key: items[0]!.key,
    run,
    asked: 2,
    pulled: 1,
    tooLate: 1,
    pieces,
    answeredAt: '2027-02-01T06:00:00Z',
  };
  await takeAnswer(api.t.db, report);
  const listed = await api.send('get', path('recalls'), keys.client_viewer).expect(200);
  expect(listed.body).toMatchObject({ items: [{ status: 'answered', pulled: 1, tooLate: 1 }], next: null });
  expect(await ledgerKinds(api.t, scene.campaignId)).toEqual(
    expect.arrayContaining(['pause_opened', 'recall_asked', 'letter_recalled', 'recall_answered']),
  );
});

it('has nothing to ask for while the letters are still ours, and asks no more once the pause is over', async () => {
  const runId = await openRun(api.t, scene);
  const id = await pause();
  expect((await ask(id).expect(201)).body).toEqual({ items: [] });
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 0 });
  await api.act(path(`pauses/${id}/end`), keys.manager, { reason: '確認済み' }).expect(200);
  expect((await ask(id).expect(409)).body).toMatchObject({ code: 'pause_over' });
});
