import { Vault } from '../../db/privacy/vault';
import { benchDoc } from '../launch/campaign';
import { type Figure, type Measurement } from '../measurement';
import { readCodes } from './codes';
import { measureJob } from './job';

const SEED = 15;
/** What must hold; `unread`: of spoiled codes, one in this many may stay unread. */
const LIMITS = { unread: 300, cpuPerPage: 250, healthP95: 150, pageP95: 300, shownP95: 500 };

/** Reads codes back from forms that the product has drawn, has a stack of pages sorted, and times single scans. */
export const scans: Measurement = {
  name: 'scans',
  what: 'codes read back from scanned forms, clean and spoiled; a stack of 200 pages sorted (20 minutes on a busy machine)',
  async run({ quick, count = quick ? 60 : 1_000 }, say) {
    const docOf = (now: number) => benchDoc(new Vault(Buffer.alloc(32, 1)), now);
    const sizes = { clean: count, spoiled: Math.ceil(count * 0.3), seed: SEED };
    const [clean, ...spoiled] = await readCodes(docOf(Date.now()), sizes);
    for (const { name, of, right, cpuMs } of [clean!, ...spoiled])
      say(`${name}: ${right} of ${of}, ${cpuMs.toFixed(0)} ms of CPU each`);
    const job = await measureJob(docOf);
    const wrong = [clean!, ...spoiled].reduce((sum, one) => sum + one.wrong, 0);
    const lost = spoiled.reduce((sum, { of, right }) => sum + of - right, 0);
    const lostAtMost = Math.ceil(sizes.spoiled / LIMITS.unread);
    const rows = (name: string, of: string, value: number, most: number): Figure => ({
      ...{ name, of, unit: 'rows', values: [value], limit: { most } },
    });
    const ms = (name: string, of: string, value: number, most?: number): Figure => ({
      ...{ name, of, unit: 'ms', values: [value], ...(most !== undefined && { limit: { most } }) },
    });
    const meanwhile = `while ${job.pages} pages are sorted`;
    return [
      rows('codes read wrongly', `of ${sizes.clean + sizes.spoiled}`, wrong, 0),
      rows('clean codes not read', `of ${sizes.clean}`, clean!.of - clean!.right, 0),
      rows('spoiled codes not read', `of ${sizes.spoiled}, in 13 ways`, lost, lostAtMost),
      rows('pages not accounted for', `of ${job.pages}`, job.pages - job.matched - job.blank - job.people, 0),
      ms('CPU of a scanned page', 'worker and its readers', job.cpuPerPage * 1000, LIMITS.cpuPerPage),
      ms('GET /healthz, p95', meanwhile, job.healthP95, LIMITS.healthP95),
      ms('GET /api/returns, p95', meanwhile, job.pageP95, LIMITS.pageP95),
      ms('event loop of the API, p99', meanwhile, job.loopP99),
      ms('a scanned code until its form is shown, p95', 'scanner → page', job.shown.p95, LIMITS.shownP95),
      {
        name: 'CPU of a spoiled page',
        of: 'spoiled ÷ clean',
        unit: '×',
        values: spoiled.map(({ cpuMs }) => cpuMs / clean!.cpuMs),
      },
    ];
  },
};
