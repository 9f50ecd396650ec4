import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findLeaks } from '../privacy/leak-search/find-leaks';
import { makeAudience, oneMinuteCampaign, scratchFolder, shortCampaign, startDemo } from '../support/demo-run';
import { keepMetrics } from '../support/scrape';

const ROWS = 20;
let folder: string;
let customers: string;
beforeAll(() => {
  folder = scratchFolder();
  customers = makeAudience(folder, ROWS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first cell of the client's file, a contract number: ASCII in any encoding. */
const firstContract = () => readFileSync(customers, 'latin1').split(/\r?\n/)[1]!.split(',')[0]!;

const EVERYTHING_ACCOUNTED_FOR = { stopped: 0, open: 0, doubled: 0, missing: 0, doubtful: 0 };

test('20 rows over all channels: every contract has one outcome, every record agrees, and a cluster comes to the same', async () => {
  const campaign = shortCampaign(folder);
  const run = async (command: 'demo' | 'cluster') => {
    const args = ['--customers', customers, '--campaign', campaign, '--seed', '3', '--day', '0.1'];
    const data = join(folder, command);
    const stopScraping = keepMetrics(data);
    const { code, result, stderr } = await startDemo([...args, '--data', data], command).ended;
    await stopScraping();
    if (!result) throw new Error(stderr);
    expect(code).toBe(0);
    return result;
  };
  const first = await run('demo');
  expect(first).toMatchObject({ rows: ROWS, ...EVERYTHING_ACCOUNTED_FOR });
  const { contracts, migrated, cancelled, lapsed, unreachable, excluded, pending } = first;
  expect(migrated + cancelled + lapsed + unreachable + excluded + pending).toBe(contracts);
  for (const count of [migrated, cancelled, lapsed, excluded, first.by.web, first.by.phone]) {
    expect(count).toBeGreaterThan(0);
  }
  for (const channel of ['mail', 'sms', 'post', 'phone']) expect(first.messages[channel]).toBeGreaterThan(0);
  expect(first.letters.read).toBe(first.letters.posted);
  const { inquiries } = first;
  expect(inquiries).toMatchObject({ open: 0, amiss: 0 });
  expect(inquiries.cases).toBeGreaterThan(0);
  expect(inquiries.answered + inquiries.handedOver).toBe(inquiries.cases);
  const { seconds: _, ...second } = await run('cluster');
  expect(first).toMatchObject(second);
}, 1_200_000);

test.each(['demo', 'cluster'])(
  'after the %s no value of a customer is stored in clear, and a planted one is found',
  async (command) => {
    const data = join(folder, command);
    const clean = await findLeaks(data, customers);
    expect(clean.leaks).toEqual([]);
    expect(clean.ok).toBe(true);
    expect(clean.values).toBeGreaterThan(ROWS * 5 * 2);
    for (const { places, bytes } of Object.values(clean.searched)) {
      expect(places).toBeGreaterThan(10);
      expect(bytes).toBeGreaterThan(100_000);
    }
    appendFileSync(join(data, 'logs', 'worker.log'), `{"contract":"${firstContract()}"}\n`);
    const planted = await findLeaks(data, customers);
    expect(planted.ok).toBe(false);
    expect(planted.leaks).toMatchObject([{ where: 'file: logs/worker.log' }]);
  },
  300_000,
);

test('the same code plays a plan of one minute in real time', async () => {
  const campaign = oneMinuteCampaign(folder);
  const args = ['--customers', customers, '--campaign', campaign, '--day', '86400', '--data', join(folder, 'real')];
  const { code, result, stdout, stderr } = await startDemo(args).ended;
  if (!result || code !== 0) throw new Error(`${stdout}\n${stderr}`);
  expect(result).toMatchObject({ rows: ROWS, ...EVERYTHING_ACCOUNTED_FOR });
  expect(code).toBe(0);
}, 600_000);
