import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { sendAlerts } from '../../activities/maintenance/alerts';
import { PrintFolder } from '../../activities/print/folder';
import { printFolderFindings } from '../../activities/print/folder-state';
import { renderRun } from '../../activities/print/render';
import { testDb, type TestDb } from '../support/test-db';
import { seedCampaign } from '../support/seed';
import { openRun, printScene, removeScene, runOf } from './fixture';

let t: TestDb;
let dir: string;
beforeAll(async () => void (t = await testDb()));
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'print-alerts-'));
  new PrintFolder(dir);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
afterAll(() => t.close());

const open = async (kinds: string[], folder?: PrintFolder) => {
  const log = pino({ level: 'silent' });
  await sendAlerts({ db: t.db, log, config: { PRINT_DIR: dir } as never, ...(folder && { folder }) });
  const rows = await t.db.selectFrom('alerts').select(['kind', 'figures']).where('closed_at', 'is', null).execute();
  return rows.filter(({ kind }) => kinds.includes(kind));
};

it('a print folder that vanishes is alerted, and no more once it is back', async () => {
  const kinds = ['print_folder_missing'];
  expect(await open(kinds)).toEqual([]);
  renameSync(dir, `${dir}.away`);
  expect(await open(kinds)).toMatchObject([{ figures: { code: 'ENOENT' } }]);
  renameSync(`${dir}.away`, dir);
  expect(await open(kinds)).toEqual([]);
});

it('a run whose folder cannot be read is alerted, and no other alert waits for it', async () => {
  const scene = await printScene(t, [{}]);
  try {
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    const manifest = join(dir, 'out', (await runOf(t, runId)).key, 'manifest.json');
    mkdirSync(manifest, { recursive: true });
    const kinds = ['print_folder_missing'];
    expect(await open(kinds, new PrintFolder(dir))).toMatchObject([{ figures: { code: 'EISDIR' } }]);
    rmSync(join(manifest, '..'), { recursive: true });
    expect(await open(kinds, new PrintFolder(dir))).toEqual([]);
  } finally {
    removeScene(scene);
  }
});

it('a folder whose mount has gone is empty, and is alerted too', () => {
  for (const name of ['tmp', 'out']) rmSync(join(dir, name), { recursive: true });
  expect(printFolderFindings(dir)).toMatchObject([{ kind: 'print_folder_missing' }]);
});

it.each([
  [0, ['print_folder_full']],
  [511, ['print_folder_full']],
  [512, []],
])('a disk with %i MB left: %j', (free, kinds) => {
  expect(printFolderFindings(dir, () => free).map(({ kind }) => kind)).toEqual(kinds);
});

it('many locked pages of a campaign are alerted, a few are not', async () => {
  const { campaignId, clientId, customers } = await seedCampaign(t, {
    customers: Array.from({ length: 10 }, () => ({})),
  });
  const lock = (ids: number[]) =>
    Promise.all(
      ids.map((customer_id) =>
        t.db
          .insertInto('links')
          .values({
            campaign_id: campaignId,
            customer_id,
            client_id: clientId,
            kind: 'page',
            token_hash: Buffer.from(`${customer_id}`),
            expires_at: new Date('2099-01-01'),
            locked_until: new Date('2099-01-01'),
          })
          .execute(),
      ),
    );
  const ids = customers.map(({ id }) => id);
  await lock(ids.slice(0, 9));
  expect(await open(['pages_locked'])).toEqual([]);
  await lock(ids.slice(9));
  expect(await open(['pages_locked'])).toMatchObject([{ figures: { campaign: campaignId, count: 10 } }]);
});
