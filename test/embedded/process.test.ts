import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { superviseProcess, type ProcessOptions } from '../../embedded/process';
import { identify, isRunning, type ProcessIdentity } from '../../embedded/process-identity';
import { testFolder } from '../sandbox/support';
import { eventually } from '../support/eventually';

const folder = testFolder();
const IDLE = 'setInterval(() => {}, 1000); process.stdout.write("hello\\n")';

const options = (name: string, script = IDLE): ProcessOptions => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  env: { SEEN: 'yes' },
  dir: folder.dir,
  log: () => undefined,
  ready: async () => readFileSync(join(folder.dir, 'logs', `${name}.log`), 'utf8').includes('hello'),
});
const recorded = (name: string) =>
  JSON.parse(readFileSync(join(folder.dir, 'run', `${name}.json`), 'utf8')) as ProcessIdentity;

afterAll(() => folder.remove());

test('a process killed with -9 is started again, and stays down after stop', async () => {
  const child = await superviseProcess(options('phoenix'));
  const first = recorded('phoenix');
  await child.kill();
  expect(isRunning(first)).toBe(false);
  await eventually('the restart of the process', () => child.restarts === 1 && child.pid !== undefined);
  await child.whenReady();
  const second = recorded('phoenix');
  expect(second.pid).not.toBe(first.pid);
  await child.stop();
  expect(isRunning(second)).toBe(false);
});

test('what a killed run left is ended first', async () => {
  const leftover = spawn(process.execPath, ['-e', IDLE], { stdio: 'ignore' });
  const identity = identify(leftover.pid ?? 0);
  mkdirSync(join(folder.dir, 'run'), { recursive: true });
  writeFileSync(join(folder.dir, 'run', 'heir.json'), JSON.stringify(identity));
  const child = await superviseProcess(options('heir'));
  expect(isRunning(identity)).toBe(false);
  await child.stop();
});

test('a stranger that got the number of an old process is left alone', async () => {
  const stranger = spawn(process.execPath, ['-e', IDLE], { stdio: 'ignore' });
  const identity = identify(stranger.pid ?? 0);
  writeFileSync(join(folder.dir, 'run', 'careful.json'), JSON.stringify({ ...identity, started: '1' }));
  const child = await superviseProcess(options('careful'));
  expect(isRunning(identity)).toBe(true);
  await child.stop();
  stranger.kill('SIGKILL');
});

test('a child gets the environment it was given and not ours', async () => {
  process.env.SECRET_OF_PARENT = 'no';
  const script = `${IDLE}; process.stdout.write([process.env.SEEN, process.env.SECRET_OF_PARENT].join(":") + ":end\\n")`;
  const child = await superviseProcess(options('modest', script));
  const log = await eventually('the end of the output', () => {
    const text = readFileSync(join(folder.dir, 'logs', 'modest.log'), 'utf8');
    return text.includes(':end') && text;
  });
  expect(log).toContain('yes::end');
  await child.stop();
});

test('a process that never gets ready is reported with its log, and ended', async () => {
  const dying = { ...options('mayfly', 'process.exit(3)'), readyMs: 1_000 };
  await expect(superviseProcess(dying)).rejects.toThrow(/mayfly is not ready, see .*mayfly\.log/);
});

test('a child ends itself when its parent is killed with -9', async () => {
  const helper = join(__dirname, '../../config/exit-with-parent');
  const childScript = join(folder.dir, 'child.ts');
  writeFileSync(
    childScript,
    `import { exitWithParent } from ${JSON.stringify(helper)};
     exitWithParent(() => undefined);
     setInterval(() => undefined, 1000);
     process.stdout.write('hello\\n');`,
  );
  const parentScript = join(folder.dir, 'parent.ts');
  writeFileSync(
    parentScript,
    `import { readFileSync } from 'node:fs';
     import { superviseProcess, typescriptCommand } from ${JSON.stringify(join(__dirname, '../../embedded/process'))};
     void superviseProcess({
       name: 'orphan', ...typescriptCommand(${JSON.stringify(childScript)}), env: {}, dir: ${JSON.stringify(folder.dir)},
       log: () => undefined,
       ready: async () => readFileSync(${JSON.stringify(join(folder.dir, 'logs', 'orphan.log'))}, 'utf8').includes('hello'),
     }).then(() => process.stdout.write('up\\n'));`,
  );
  const parent = spawn(process.execPath, ['--import', 'tsx', parentScript], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  const child = recorded('orphan');
  expect(isRunning(child)).toBe(true);
  parent.kill('SIGKILL');
  await eventually('the end of the child', () => !isRunning(child));
});
