import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeAudience, oneMinuteCampaign, scratchFolder, shortCampaign, startDemo } from '../support/demo-run';

let folder: string;
let customers: string;
beforeAll(() => {
  folder = scratchFolder();
  customers = makeAudience(folder, 40);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EVERYTHING_ACCOUNTED_FOR = { stopped: 0, open: 0, doubled: 0, missing: 0, doubtful: 0 };

test('40 rows over all channels: every contract has one outcome, every record agrees, and a cluster comes to the same', async () => {
  const campaign = shortCampaign(folder);
  const run = async (command: 'demo' | 'cluster') => {
    const args = ['--customers', customers, '--campaign', campaign, '--seed', '3', '--day', '0.1'];
    const { code, result, stderr } = await startDemo([...args, '--data', join(folder, command)], command).ended;
    if (!result) throw new Error(stderr);
    expect(code).toBe(0);
    return result;
  };
  const first = await run('demo');
  expect(first).toMatchObject({ rows: 40, ...EVERYTHING_ACCOUNTED_FOR });
  const { contracts, migrated, cancelled, lapsed, unreachable, excluded } = first;
  expect(migrated + cancelled + lapsed + unreachable + excluded).toBe(contracts);
  for (const count of [migrated, cancelled, lapsed, excluded, first.by.web, first.by.phone]) {
    expect(count).toBeGreaterThan(0);
  }
  for (const channel of ['mail', 'sms', 'post', 'phone']) expect(first.messages[channel]).toBeGreaterThan(0);
  expect(first.letters.read).toBe(first.letters.posted);
  const { seconds: _, ...second } = await run('cluster');
  expect(first).toMatchObject(second);
}, 300_000);

test('the same code plays a plan of one minute in real time', async () => {
  const campaign = oneMinuteCampaign(folder);
  const args = ['--customers', customers, '--campaign', campaign, '--day', '86400', '--data', join(folder, 'real')];
  const { code, result, stderr } = await startDemo(args).ended;
  if (!result) throw new Error(stderr);
  expect(result).toMatchObject({ rows: 40, ...EVERYTHING_ACCOUNTED_FOR });
  expect(code).toBe(0);
}, 240_000);
