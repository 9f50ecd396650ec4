import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '../../../api/contract';
import { ROWS } from '../../../bench/scale/rows';
import { NOT_RECURRING, READS } from '../../../bench/scale/rows/reads';
import { MAINTENANCE_SECONDS } from '../../../domain/platform/maintenance';

const ROOT = join(__dirname, '..', '..', '..');

/** What asks the database again and again: each function that these import from db/ has a row, or is named below. */
const LOOPS = [
  'activities/outbox/outbox.ts',
  'activities/outbox/start-print-runs.ts',
  'activities/outbox/start-rehearsals.ts',
  'activities/delivery/claim-buffer.ts',
  'activities/delivery/lane-drain.ts',
  'activities/delivery/proofs.ts',
  'activities/delivery/lane-monitor.ts',
  'activities/print/drain.ts',
  'activities/scans/read-batches.ts',
  'activities/campaign/activities.ts',
  'activities/journey/activities.ts',
];
/** Functions that act on one row by its key, once for what a measured one has found. */
const BY_KEY = [
  ...[
    'restartJourney',
    'markCampaignStarted',
    'markLaneStarted',
    'setLaunched',
    'setRehearsalLaunched',
    'withdraw',
    'releaseClaims',
  ],
  ...['closeBreaker', 'openBreaker', 'holdUndecided', 'markProof', 'proofPerson', 'recordProof'],
  ...[
    'releaseBatch',
    'nextFile',
    'addPages',
    'setUnreadable',
    'isWhole',
    'sortBatch',
    'itemsToBook',
    'bookItem',
    'finishBatch',
  ],
  'isPieceCode',
];

function importedFromDb(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^import \{([^}]*)\} from '(?:\.\.\/)+db\/[^']*';/gm)].flatMap(([, names]) =>
    names!
      .split(',')
      .map((name) => name.trim())
      .filter((name) => /^[a-z]/.test(name) && !name.startsWith('type ')),
  );
}

test('every maintenance job is measured at scale', () => {
  const measured = new Set(ROWS.map(({ job }) => job));
  expect(Object.keys(MAINTENANCE_SECONDS).filter((job) => !measured.has(job as never))).toEqual([]);
});

test.each(LOOPS)('%s asks the database for nothing that is not measured at scale', (file) => {
  const measured = new Set(ROWS.map(({ poll }) => poll));
  const asked = importedFromDb(file);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !measured.has(name) && !BY_KEY.includes(name))).toEqual([]);
});

test('every GET of the API is measured at scale, or it is said why it does not recur', () => {
  const gets = Object.entries(contract).filter(([, { method }]) => method === 'get');
  const known = { ...READS, ...NOT_RECURRING };
  expect(gets.map(([name]) => name).filter((name) => !Object.hasOwn(known, name))).toEqual([]);
});

test('no row has the name of another', () => {
  const names = ROWS.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
