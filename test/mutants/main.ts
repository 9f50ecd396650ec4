import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { startTestBase } from '../support/base';
import { scratchFolder } from '../support/demo-run';
import { MUTANTS } from './list';
import { copyProject, judge, passes } from './tree';

const ROOT = join(__dirname, '..', '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

const command = new Command('test:mutants')
  .description('Makes plausible wrong changes to a copy, one at a time, and runs the tests that must notice them.')
  .option('--only <text>', 'only changes whose words, file or tests contain this')
  .option('--list', 'list them and end');

/** The address of servers that all runs share: those of `serve-base`, else our own. */
async function servers(): Promise<{ base: string; stop(): Promise<void> }> {
  const shared = join(ROOT, '.data', 'test-base.json');
  if (existsSync(shared)) return { base: readFileSync(shared, 'utf8'), stop: async () => undefined };
  const folder = scratchFolder();
  const base = await startTestBase(folder, () => undefined);
  const addresses = { superUrl: base.postgres.superUrl, temporalAddress: base.temporal.address };
  return { base: JSON.stringify(addresses), stop: () => base.stop() };
}

async function main(): Promise<void> {
  const { only = '', list } = command.parse().opts<{ only?: string; list?: true }>();
  const chosen = MUTANTS.filter(({ what, file, tests }) => [what, file, ...tests].join(' ').includes(only));
  if (list) return chosen.forEach(({ what, file }) => say(`${file}: ${what}`));
  const { base, stop } = await servers();
  const tree = copyProject(ROOT);
  try {
    const whole = await passes(tree, [...new Set(chosen.flatMap(({ tests }) => tests))], base);
    if (!whole.passed) throw new Error(`the tests fail without any change:\n${whole.said}`);
    const counts = { caught: 0, survived: 0, stale: 0, broken: 0 };
    for (const mutant of chosen) {
      const verdict = await judge(tree, mutant, base);
      counts[verdict] += 1;
      say(`${verdict.padEnd(8)} ${mutant.file}: ${mutant.what}`);
    }
    say(JSON.stringify({ ...counts, share: counts.caught / chosen.length }));
    if (counts.caught < chosen.length) process.exitCode = 1;
  } finally {
    rmSync(tree, { recursive: true, force: true });
    await stop();
  }
}

void main();
