import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { startTestBase } from '../support/base';
import { scratchFolder } from '../support/demo-run';
import { type ClassedMutant, CLASSES, type MutantClass, mutants } from './list';
import { linesOf, type Report, summary } from './report';
import { copyProject, judge, passes } from './tree';

const ROOT = join(__dirname, '..', '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

const command = new Command('test:mutants')
  .description('Makes plausible wrong changes to a copy, one at a time, and runs the tests that must notice them.')
  .option(
    '--only <class or text>',
    `one class (${Object.keys(CLASSES).join(', ')}), or what has the text in words, file or tests`,
  )
  .option('--json', 'one JSON object at the end instead of lines')
  .option('--list', 'list them and end')
  .addHelpText('after', '\nExit code 1 unless every change is caught. caught: a test failed; survived: none did;');
command.addHelpText('after', 'stale: the passage is no longer in the product; broken: the change does not even run.');

interface Options {
  only?: string;
  json?: true;
  list?: true;
}

/** The address of servers that all runs share: those of `serve-base`, else our own. */
async function servers(): Promise<{ base: string; stop(): Promise<void> }> {
  const shared = join(ROOT, '.data', 'test-base.json');
  if (existsSync(shared)) return { base: readFileSync(shared, 'utf8'), stop: async () => undefined };
  const folder = scratchFolder();
  const base = await startTestBase(folder, () => undefined);
  const addresses = { superUrl: base.postgres.superUrl, temporalAddress: base.temporal.address };
  return { base: JSON.stringify(addresses), stop: () => base.stop() };
}

async function run(chosen: ClassedMutant[], tree: string, heard: (one: Report) => void): Promise<Report[]> {
  const { base, stop } = await servers();
  try {
    const whole = await passes(tree, [...new Set(chosen.flatMap(({ tests }) => tests))], base);
    if (!whole.passed) throw new Error(`the tests fail without any change:\n${whole.said}`);
    const reports: Report[] = [];
    for (const mutant of chosen) {
      const { of, file, what } = mutant;
      const report = { of, file, what, verdict: await judge(tree, mutant, base) };
      heard(report);
      reports.push(report);
    }
    return reports;
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  const { only, json, list } = command.parse().opts<Options>();
  const chosen = mutants(only);
  if (chosen.length === 0) return command.error(`no change in the list has ${only}`);
  if (list) return chosen.forEach(({ of, what, file }) => say(`${of}  ${file}: ${what}`));
  const tree = copyProject(ROOT);
  try {
    const each = ({ of, file, what, verdict }: Report) => say(`${verdict.padEnd(8)} ${of.padEnd(10)} ${file}: ${what}`);
    const reports = await run(chosen, tree, json ? () => undefined : each);
    const counts = summary(reports, Object.keys(CLASSES) as MutantClass[]);
    if (json) say(JSON.stringify({ ...counts, changes: reports }));
    else linesOf(counts).forEach(say);
    if (counts.caught < counts.all) process.exitCode = 1;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

void main();
