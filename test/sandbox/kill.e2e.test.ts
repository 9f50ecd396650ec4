import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { makeAudience, scratchFolder, shortCampaign, startDemo } from '../support/demo-run';

let folder: string;
beforeAll(() => {
  folder = scratchFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('the demo itself killed with -9 goes on from its data', async () => {
  const data = join(folder, 'resumed');
  const args = [
    '--customers',
    makeAudience(folder, 20),
    '--campaign',
    shortCampaign(folder),
    '--day',
    '0.3',
    '--data',
    data,
  ];
  const first = startDemo(args);
  await eventually('the access codes of the demo', () => existsSync(join(data, 'access-codes.csv')), 300_000);
  await pause(4_000);
  first.kill('SIGKILL');
  await first.ended;
  const { code, result, stderr } = await startDemo(args).ended;
  if (!result) throw new Error(stderr);
  expect(result).toMatchObject({ rows: 20, open: 0, doubled: 0, missing: 0 });
  expect(code).toBe(0);
}, 900_000);
