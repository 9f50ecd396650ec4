import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRun } from '../../../activities/print/render';
import { bookAcknowledged } from '../../../activities/print/posted';
import { createApiKey } from '../../../db/access/api-keys';
import { giveLettersBack, recordRendered } from '../../../db/print/handover';
import { keepAcknowledgement } from '../../../db/print/posted';
import { type Api, makePerson, openApi } from '../../support/api';
import { acknowledge, handOver, messageOf, openRun, piecesIn, printScene, type PrintScene, removeScene, runOf, secondCampaign } from '../fixture'; // prettier-ignore
import { channelsDoc } from '../../support/seed';

let api: Api;
let scene: PrintScene;
let runId: number;
let key: string;
let second: PrintScene;
beforeAll(async () => void (api = await openApi()));
/** Two customers; the first has letters of two campaigns in one envelope. */
beforeEach(async () => {
  scene = await printScene(api.t, [{}, {}]);
  second = await secondCampaign(api.t, scene, channelsDoc());
  const personId = await makePerson(api.t, 'operator');
  key = (await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'operator' })).key;
  runId = await openRun(api.t, scene);
});
afterEach(() => removeScene(scene));
afterAll(() => api.t.close());

const envelopes = async () => {
  const { body } = await api.send('get', `/api/print-runs/${runId}`, key).expect(200);
  const { items } = (body as { envelopes: { items: { code: string; letters: number; notes: string[] }[] } }).envelopes;
  return items.filter(({ letters }) => letters > 0).map(({ code, letters, notes }) => ({ code, letters, notes }));
};
const split = (code: string, by = key) =>
  api.act(`/api/print-runs/${runId}/envelopes/${code}/split`, by, { reason: 'お客様のご希望' });
const APART = ['split_on_request'];

it('gives each letter an envelope of its own, draws the run again, and both ledgers say who asked and why', async () => {
  await renderRun(scene.deps, runId);
  const [shared] = await envelopes();
  expect(shared).toMatchObject({ letters: 2, notes: ['merged_same_customer'] });
  const { body } = await split(shared!.code).expect(200);
  const { codes } = body as { codes: string[] };
  expect(codes).toHaveLength(2);
  expect(codes[0]).toBe(shared!.code);
  // what was drawn before is not handed over
  expect(await handOver(api.t, scene, runId)).toBe('again');
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 3 });
  expect(await handOver(api.t, scene, runId)).toBe('done');
  expect(await envelopes()).toMatchObject([
    { code: codes[0], letters: 1, notes: APART },
    { letters: 1, notes: [] },
    { code: codes[1], letters: 1, notes: APART },
  ]);
  const { key: name } = await runOf(api.t, runId);
  const manifest = readFileSync(join(scene.dir, 'out', name, 'manifest.csv'), 'utf8');
  for (const code of codes) expect(manifest).toContain(code);
  for (const { campaignId } of [scene, second]) {
    const entries = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', `campaign:${campaignId}`).execute(); // prettier-ignore
    const said = entries.map(({ body: text }) => JSON.parse(text) as Record<string, unknown>);
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'envelope_split', printRun: name, letters: 1, reason: 'お客様のご希望' }),
    );
  }
});

it('a run that is being drawn when someone asks is drawn again', async () => {
  const before = await runOf(api.t, runId);
  const [shared] = await envelopes();
  await split(shared!.code).expect(200);
  const drawn = { pieces: [], pages: 4, manifestHash: 'a'.repeat(64), totals: {}, changes: before.changes };
  await recordRendered(api.t.db, runId, drawn);
  expect(await runOf(api.t, runId)).toMatchObject({ status: 'open', manifest_hash: null });
  expect(await handOver(api.t, scene, runId)).toBe('again');
});

it('what had left when someone asked, and was not recorded yet, is recorded as it left', async () => {
  await renderRun(scene.deps, runId);
  const { key: name } = await runOf(api.t, runId);
  const left = await envelopes();
  const killed = handOver(api.t, scene, runId, async () => {
    await scene.deps.folder.handOver(name);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await split(left[0]!.code).expect(200);
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 2 });
  expect(await handOver(api.t, scene, runId)).toBe('done');
  expect(await envelopes()).toEqual(left);
  await keepAcknowledgement(api.t.db, acknowledge(scene, name));
  expect(await bookAcknowledged(scene.deps, runId)).toBe('posted');
});

it('letters that were given back stay apart in their next run', async () => {
  const [shared] = await envelopes();
  await split(shared!.code).expect(200);
  const ids = [scene.letters[0]!.messageId, second.letters[0]!.messageId];
  const run = await runOf(api.t, runId);
  await api.t.db.transaction().execute((trx) => giveLettersBack(trx, run, ids));
  runId = await openRun(api.t, scene);
  const pieces = await piecesIn(api.t, runId);
  expect(pieces.map((piece) => piece.envelope_notes)).toEqual([APART, APART]);
  expect(new Set(await Promise.all(ids.map(async (id) => (await messageOf(api.t, id)).piece_id))).size).toBe(2);
});

it('refuses what has left, what is not shared, what is not there, and who only reads', async () => {
  const [shared, single] = await envelopes();
  await split(single!.code).expect(409).expect(({ body }) => expect(body).toMatchObject({ code: 'envelope_not_shared' })); // prettier-ignore
  await split('7K2M9QX4TB1C').expect(404);
  const personId = await makePerson(api.t, 'auditor');
  const auditor = await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'auditor' });
  await split(shared!.code, auditor.key).expect(403);
  await renderRun(scene.deps, runId);
  await handOver(api.t, scene, runId);
  const refused = await split(shared!.code).expect(409);
  expect(refused.body).toMatchObject({ code: 'print_run_handed_over' });
  expect((await envelopes())[0]).toEqual(shared);
});
