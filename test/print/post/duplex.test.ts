import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRun } from '../../../activities/print/render';
import { PROFILES } from '../../../domain/print/envelope-profile';
import { channelsDoc } from '../../support/seed';
import { testDb, type TestDb } from '../../support/test-db';
import { openRun, piecesIn, printScene, type PrintScene, removeScene, runOf, secondCampaign } from '../fixture';
import { seenPages } from '../letter-fixture';

let t: TestDb;
let scene: PrintScene;
beforeAll(async () => void (t = await testDb()));
afterAll(async () => {
  removeScene(scene);
  await t.close();
});

it('counts sheets, not pages, where both sides are printed: for the limit, on the control sheet, for the postage', async () => {
  const doc = channelsDoc();
  const limited = { ...doc, post: { ...doc.post!, sheetsPerEnvelope: 2 } };
  scene = await printScene(t, [{}], limited);
  await secondCampaign(t, scene, limited);
  await t.db
    .updateTable('lanes')
    .set({ envelope: JSON.stringify({ ...PROFILES.kaku2, duplex: true }) })
    .where('id', '=', scene.laneId)
    .execute();
  const runId = await openRun(t, scene);
  expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
  const [piece] = await piecesIn(t, runId);
  expect([piece!.pages, piece!.envelope_notes]).toEqual([4, ['merged_same_customer']]);
  const folder = join(scene.dir, 'tmp', (await runOf(t, runId)).key);
  const [, line] = readFileSync(join(folder, 'control-sheet.csv'), 'utf8').trim().split('\r\n');
  // 2 sheets, 18 g with both envelopes: 角形2号 is 定形外, 140 yen
  expect(line!.split(',').slice(5, 12)).toEqual(['50', 'yes', '1', '2', '1', '1', '140']);
  const [sheet] = await seenPages(readFileSync(join(folder, 'control-sheet.pdf')));
  expect(sheet!.text).toContain('角形2号 窓あき・折らない・両面印刷');
});
