import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { type Result } from '../../sandbox/demo/finish';

const ROOT = join(__dirname, '..', '..');

/** A folder that the unprivileged database user can reach. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-demo-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** An audience of the example's kind with that many rows. */
export function makeAudience(folder: string, rows: number): string {
  const file = join(folder, `customers-${rows}.csv`);
  const args = ['--import', 'tsx', 'examples/make-customers.ts', '--rows', String(rows), '--seed', '1', '--out', file];
  const made = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return file;
}

/** The example campaign, shortened to six weeks. */
export function shortCampaign(folder: string): string {
  const document = parseDocument(readFileSync(join(ROOT, 'examples', 'campaign.yaml'), 'utf8'));
  const dates = {
    firstDispatch: '2027-02-01',
    lastDispatch: '2027-03-05',
    applyBy: '2027-03-10',
    applyByRule: 'arrival',
    graceUntil: '2027-03-15',
    endOfService: '2027-03-31',
    claimsUntil: '2027-09-30',
  };
  document.set('dates', document.createNode(dates));
  const steps = (document.toJS() as { plan: { steps: object[] } }).plan.steps;
  const short = steps.map((step) => ({ ...step, wait: { days: 5 } }));
  document.setIn(['plan', 'steps'], document.createNode(short));
  const file = join(folder, 'campaign-six-weeks.yaml');
  writeFileSync(file, document.toString());
  return file;
}

/** The example of two minutes in real time, shortened to one. */
export function oneMinuteCampaign(folder: string): string {
  const text = readFileSync(join(ROOT, 'examples', 'campaign-two-minutes.yaml'), 'utf8');
  const seconds = { lastDispatch: 38, applyBy: 45, endOfService: 60 };
  const document = parseDocument(text.replaceAll('minutes: 0.3', 'minutes: 0.15'));
  const begin = Date.parse(String(document.getIn(['dates', 'firstDispatch'])));
  for (const [name, after] of Object.entries(seconds)) {
    document.setIn(['dates', name], new Date(begin + after * 1_000).toISOString());
  }
  const file = join(folder, 'campaign-one-minute.yaml');
  writeFileSync(file, document.toString());
  return file;
}

export interface DemoRun {
  /** Resolves when the command ends by itself. */
  ended: Promise<{ code: number | null; result: Result | undefined; stdout: string; stderr: string }>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs `tsunagi demo --exit` (or `cluster`) as a user would. */
export function startDemo(args: string[], command: 'demo' | 'cluster' = 'demo'): DemoRun {
  const child = spawn(process.execPath, ['bin/tsunagi.mjs', command, '--exit', ...args], { cwd: ROOT });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Awaited<DemoRun['ended']>>((resolve) => {
    child.on('close', (code) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code, result: last.startsWith('{') ? (JSON.parse(last) as Result) : undefined, stdout, stderr });
    });
  });
  return { ended, kill: (signal) => void child.kill(signal) };
}
