import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRun } from '../../activities/print/render';
import { createApiKey } from '../../db/access/api-keys';
import { type Role } from '../../domain/access/access';
import { pageAsPng } from '../../rendering/page-picture';
import { handOver, openRun, piecesIn, printScene, type PrintScene, removeScene, runOf } from './fixture';
import { type Api, makePerson, openApi } from '../support/api';

let api: Api;
let scene: PrintScene;
let runId: number;
let code: string;
beforeAll(async () => {
  api = await openApi({ PUBLIC_URL: 'https://closing.example' });
  scene = await printScene(api.t, [{ name: '山田 太郎' }, {}]);
  runId = await openRun(api.t, scene);
  await renderRun(scene.deps, runId);
  code = (await piecesIn(api.t, runId))[0]!.code;
});
afterAll(async () => {
  removeScene(scene);
  await api.t.close();
});

async function as(role: Role, campaigns: number[] | null = null) {
  const personId = await makePerson(api.t, role);
  const { key } = await createApiKey(api.t.db, { personId, clientId: scene.clientId, role, campaigns });
  return { personId, get: (n: number, of = code) => api.send('get', `/api/pieces/${of}/pages/${n}`, key) };
}

test('a letter is shown once it was sent: the very picture of what was printed, and recorded once', async () => {
  const operator = await as('operator');
  await operator.get(1).expect(404);
  await handOver(api.t, scene, runId);
  const { key } = await runOf(api.t, runId);
  const printed = readFileSync(join(scene.dir, 'out', key, 'letters-001.pdf'));
  for (const n of [1, 2]) {
    const shown = await operator.get(n).expect(200).expect('Content-Type', 'image/png');
    expect((await pageAsPng(printed, n)).equals(shown.body as Buffer)).toBe(true);
  }
  await operator.get(3).expect(404);
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  const seen = rows.map(({ body }) => JSON.parse(body) as { what?: string }).filter(({ what }) => what === 'letter');
  expect(seen).toMatchObject([{ by: `person:${operator.personId}`, purpose: 'inquiry', fields: ['name', 'address'] }]);
});

test('it is not for those who see no personal data', async () => {
  await (await as('client_viewer')).get(1).expect(403);
  await (await as('operator')).get(1, '000000000000').expect(404);
});

test('a grant limited to the campaign of the letter shows it, one limited to another does not', async () => {
  await (await as('operator', [scene.campaignId])).get(1).expect(200);
  await (await as('operator', [scene.campaignId + 1_000])).get(1).expect(404);
});
