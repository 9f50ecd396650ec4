// npm run histories: plays every path whose history is committed, and writes test/histories anew.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) =>
    /(finished|open)History\([^;]*,\s*('|record|name)/.test(readFileSync(join(root, 'test', file), 'utf8')),
  )
  .map((file) => join('test', file));

rmSync(join(root, 'test', 'histories'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ['bin/test.mjs', '--runInBand', '--testTimeout=60000', ...tests], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, RECORD_HISTORIES: '1' },
});
process.exit(status ?? 1);
