import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeAudience, scratchFolder, shortCampaign, startDemo } from '../support/demo-run';

let folder: string;
let customers: string;
beforeAll(() => {
  folder = scratchFolder();
  customers = makeAudience(folder, 40);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EVERYTHING_ACCOUNTED_FOR = { stopped: 0, open: 0, doubled: 0, missing: 0, doubtful: 0 };

test('40 rows over 20 days: every contract has one outcome and every record agrees, twice the same', async () => {
  const campaign = shortCampaign(folder);
  const run = async (data: string) => {
    const args = ['--customers', customers, '--campaign', campaign, '--seed', '3', '--day', '0.1'];
    const { code, result, stderr } = await startDemo([...args, '--data', join(folder, data)]).ended;
    if (!result) throw new Error(stderr);
    expect(code).toBe(0);
    return result;
  };
  const first = await run('a');
  expect(first).toMatchObject({ rows: 40, ...EVERYTHING_ACCOUNTED_FOR });
  const { contracts, migrated, cancelled, lapsed, unreachable, excluded } = first;
  expect(migrated + cancelled + lapsed + unreachable + excluded).toBe(contracts);
  expect(migrated).toBeGreaterThan(0);
  expect(unreachable).toBeGreaterThan(0);
  expect(first.messages.mail).toBeGreaterThan(0);
  const { seconds: _, ...second } = await run('b');
  expect(first).toMatchObject(second);
});

test('the same code plays a plan of two minutes in real time', async () => {
  const campaign = join(__dirname, '..', '..', 'examples', 'campaign-two-minutes.yaml');
  const args = ['--customers', customers, '--campaign', campaign, '--day', '86400', '--data', join(folder, 'real')];
  const { code, result, stderr } = await startDemo(args).ended;
  if (!result) throw new Error(stderr);
  expect(result).toMatchObject({ rows: 40, ...EVERYTHING_ACCOUNTED_FOR });
  expect(code).toBe(0);
}, 240_000);
