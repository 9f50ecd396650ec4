// Runs all tests: first those that share real servers and disturb nobody, two files at a time; then whole
// installations, one after the other. Options go to jest; with a path only that is run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const given = process.argv.slice(2);

function run(...args) {
  const done = spawnSync(process.execPath, [jest, ...args], { cwd: root, stdio: 'inherit' });
  return done.status ?? 1;
}

/** A report of the second part must not overwrite that of the first. */
const apart = (arg) => (arg.startsWith('--outputFile=') ? `${arg}.e2e` : arg);

if (given.some((arg) => !arg.startsWith('-'))) process.exitCode = run('--runInBand', ...given);
else {
  const parts = run('--maxWorkers=2', '--testPathIgnorePatterns=\\.e2e\\.test', ...given);
  const whole = run('--runInBand', '--testPathPatterns=\\.e2e\\.test', ...given.map(apart));
  process.exitCode = parts || whole;
}
