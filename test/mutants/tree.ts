import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Mutant } from './mutant';

/** A copy of the project's files, in which a change can be made without touching those that are worked on. */
export function copyProject(root: string): string {
  mkdirSync(join(root, '.build'), { recursive: true });
  const tree = mkdtempSync(join(root, '.build', 'mutants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString().split('\0')) {
    if (!file || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, file), join(tree, file));
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(tree, 'node_modules'));
  return tree;
}

/** The file of a mutant with its change made; undefined if the passage is not there exactly once any more. */
export function changed(root: string, { file, from, to }: Mutant): string | undefined {
  const path = join(root, file);
  const parts = existsSync(path) ? readFileSync(path, 'utf8').split(from) : [];
  return parts.length === 2 ? parts.join(to) : undefined;
}

/** Runs jest on these tests in the copy; returns whether all passed, and what it said. */
export async function passes(tree: string, tests: string[], base: string): Promise<{ passed: boolean; said: string }> {
  const jest = join(tree, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--selectProjects=parts',
    '--runInBand',
    '--bail',
    '--testTimeout=60000',
    ...tests.map((path) => `test/${path}`),
  ];
  mkdirSync(join(tree, '.data'), { recursive: true });
  writeFileSync(join(tree, '.data', 'test-base.json'), base);
  const child = spawn(process.execPath, [jest, ...args], { cwd: tree, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { passed: code === 0, said };
}

/** `stale`: the passage is no longer there; `broken`: the change does not even run. */
export type Verdict = 'caught' | 'survived' | 'stale' | 'broken';

/** Makes the change, runs the tests that must notice it, and takes it back. */
export async function judge(tree: string, mutant: Mutant, base: string): Promise<Verdict> {
  const text = changed(tree, mutant);
  if (text === undefined) return 'stale';
  const path = join(tree, mutant.file);
  const before = readFileSync(path);
  writeFileSync(path, text);
  try {
    const { passed, said } = await passes(tree, mutant.tests, base);
    if (passed) return 'survived';
    return /^Tests: +0 total/m.test(said) ? 'broken' : 'caught';
  } finally {
    writeFileSync(path, before);
  }
}
