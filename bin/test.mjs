// Installs what the tests need, then runs them all: those that share real servers, two files at a time, and beside them
// whole installations, one after the other. Options go to jest; with a path only that is run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { provideBrowser } from './browser.mjs';
import { ROOT } from './compiled.mjs';
import { provideSftpServer } from './sftp-server.mjs';

const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const given = process.argv.slice(2);

/** Runs jest and returns its exit code. What is `quiet` is said at the end, so that two runs do not mix their lines. */
async function run(quiet, ...args) {
  const output = quiet ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [jest, ...args], { cwd: ROOT, stdio: ['inherit', output, output] });
  const said = [];
  for (const name of quiet ? ['stdout', 'stderr'] : []) child[name].on('data', (chunk) => said.push([name, chunk]));
  const [code] = await once(child, 'close');
  for (const [name, chunk] of said) process[name].write(chunk);
  return code ?? 1;
}

/** The report of the installations must not overwrite that of the parts. */
const apart = (arg) => (arg.startsWith('--outputFile=') ? `${arg}.e2e` : arg);

provideBrowser();
provideSftpServer();
if (given.some((arg) => !arg.startsWith('-'))) process.exitCode = await run(false, '--runInBand', ...given);
else {
  const codes = await Promise.all([
    run(false, '--selectProjects=parts', '--maxWorkers=2', ...given),
    run(true, '--selectProjects=whole', '--runInBand', ...given.map(apart)),
  ]);
  process.exitCode = Math.max(...codes);
}
