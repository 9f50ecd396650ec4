// npm run histories: plays every path whose history is committed and, when all tests have passed, replaces
// test/histories by what was recorded. A run that fails or is interrupted leaves the committed histories as they are.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

if (process.argv.length > 2) {
  process.stdout.write('npm run histories: records test/histories again (takes no arguments, a few minutes)\n');
  process.exit(process.argv.includes('--help') ? 0 : 1);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) =>
    /(finished|open)History\([^;]*,\s*('|record|name)/.test(readFileSync(join(root, 'test', file), 'utf8')),
  )
  .map((file) => join('test', file));

const committed = join(root, 'test', 'histories');
mkdirSync(join(root, '.build'), { recursive: true });
const recorded = mkdtempSync(join(root, '.build', 'histories-'));
try {
  const { status } = spawnSync(process.execPath, ['bin/test.mjs', '--runInBand', '--testTimeout=60000', ...tests], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, RECORD_HISTORIES: recorded },
  });
  if (status === 0) {
    rmSync(committed, { recursive: true, force: true });
    cpSync(recorded, committed, { recursive: true });
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(recorded, { recursive: true, force: true });
}
