import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { Vault } from '../../db/privacy/vault';
import { benchDoc } from '../launch/campaign';
import { readCodes } from './codes';
import { measureJob } from './job';

const CLEAN = 1_000;
const SPOILED = 300;
const SEED = 15;
/** What must hold. */
const LIMITS = { spoiledRight: 299, seconds: 30, cpuPerPage: 0.25, healthP95: 150, pageP95: 300, shownP95: 500 };

/**
 * Reads codes back, has a stack sorted, and times single scans; prints tables, and writes all figures to `json`. Returns
 * 1 when something is over its limit.
 */
export async function runScanBench(json?: string): Promise<number> {
  const began = performance.now();
  const docOf = (now: number) => benchDoc(new Vault(Buffer.alloc(32, 1)), now);
  const readings = await readCodes(docOf(Date.now()), { clean: CLEAN, spoiled: SPOILED, seed: SEED });
  const lines = readings.map(
    ({ name, of, right, wrong, cpuMs }) => `| ${name} | ${right} of ${of} | ${wrong} | ${cpuMs.toFixed(0)} |`,
  );
  const job = await measureJob(docOf);
  const [load, minutes] = [loadavg()[0]!, (performance.now() - began) / 60_000];
  const spoiled = readings.slice(1).reduce((sum, { right }) => sum + right, 0);
  const rows: [string, string, boolean][] = [
    ['clean codes read back', `${readings[0]!.right} of ${CLEAN}`, readings[0]!.right === CLEAN],
    ['spoiled codes read back', `${spoiled} of ${SPOILED}`, spoiled >= LIMITS.spoiledRight],
    [
      'codes read wrongly',
      String(readings.reduce((sum, { wrong }) => sum + wrong, 0)),
      readings.every(({ wrong }) => wrong === 0),
    ],
    [`${job.pages} pages sorted and booked, s`, job.seconds.toFixed(1), job.seconds <= LIMITS.seconds],
    ['CPU seconds of the worker a page', job.cpuPerPage.toFixed(2), job.cpuPerPage <= LIMITS.cpuPerPage],
    [
      'of them booked, blank, for a person',
      `${job.matched}, ${job.blank}, ${job.people}`,
      job.matched + job.blank + job.people === job.pages,
    ],
    ['GET /healthz meanwhile, p95, ms', job.healthP95.toFixed(0), job.healthP95 <= LIMITS.healthP95],
    ['GET /api/returns meanwhile, p95, ms', job.pageP95.toFixed(0), job.pageP95 <= LIMITS.pageP95],
    ["the API's event loop meanwhile, p99, ms", job.loopP99.toFixed(0), true],
    [
      'scan of a code until its form is shown, p50 and p95, ms',
      `${job.shown.p50.toFixed(0)}, ${job.shown.p95.toFixed(0)}`,
      job.shown.p95 <= LIMITS.shownP95,
    ],
  ];
  const table = [
    '| paper | read | read wrongly | CPU ms a page |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    '| what | figure | within its limit |',
    '| --- | --- | --- |',
    ...rows.map(([name, figure, held]) => `| ${name} | ${figure} | ${held ? 'yes' : '**no**'} |`),
    '',
    `seed ${SEED}, load ${load.toFixed(1)}, ${minutes.toFixed(1)} minutes`,
  ];
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ seed: SEED, load, minutes, readings, job }, null, 1)}\n`);
  process.stdout.write(`${table.join('\n')}\n`);
  return rows.every(([, , held]) => held) ? 0 : 1;
}
