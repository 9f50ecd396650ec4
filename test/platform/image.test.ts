import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../../embedded/ports';
import { eventually, type See } from '../support/eventually';
import { testBase, testDb, type TestDb } from '../support/test-db';

const ROOT = join(__dirname, '..', '..');
interface Lock {
  packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }>;
}
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const folder = mkdtempSync(join(tmpdir(), 'tsunagi-image-'));
const dist = join(folder, 'dist');
let t: TestDb;

beforeAll(async () => {
  execFileSync(process.execPath, ['bin/build.mjs', dist], { cwd: ROOT });
  // what `npm ci --omit=dev` installs, in place of a second installation
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const nested = path.indexOf('node_modules/') !== path.lastIndexOf('node_modules/');
    if (path === '' || dev || nested || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(folder, path));
  }
  t = await testDb();
});
afterAll(async () => {
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name));
}

test('holds compiled JavaScript and assets, and neither sandbox nor tests', () => {
  const files = filesOf(dist);
  expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
  expect(files.filter((file) => /\/(sandbox|test|bench)(\/|$)/.test(file))).toEqual([]);
  for (const asset of ['db/migrations', 'api/customer-pages/pages.css', 'workflow-bundle.js'])
    expect(files).toContain(join(dist, asset));
  for (const tool of ['tsx', 'typescript', 'jest']) expect(existsSync(join(folder, 'node_modules', tool))).toBe(false);
});

test('every package that the product imports is one of its own dependencies, and installed without the others', () => {
  const imported = filesOf(dist)
    .filter((file) => file.endsWith('.js') && !file.endsWith('workflow-bundle.js'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\brequire\("([^".][^"]*)"\)/g)].map(([, name]) => name!),
    )
    .filter((name) => !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  const own = lock.packages['']!.dependencies!;
  expect(imported.length).toBeGreaterThan(100);
  expect([...new Set(imported)].filter((name) => !(name in own))).toEqual([]);
  expect([...new Set(imported)].filter((name) => !existsSync(join(folder, 'node_modules', name)))).toEqual([]);
});

test.each(['demo', 'cluster', 'bench'])('says in both languages that %s is not in it', (command) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', command], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^この環境には「${command}」が含まれていません。`)),
    `"${command}" is not part of this installation: run "npm run ${command}" in the source repository.`,
  ]);
});

test.each([
  ['api', 'API_PORT', '/healthz'],
  ['worker', 'METRICS_PORT', '/metrics'],
])('starts the %s, which answers and ends when asked to', async (command, setting, path) => {
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/cli/main.js', command], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      EMBEDDED: 'true',
      OUTGOING_PRIVATE: '127.0.0.0/8',
      DATABASE_URL: t.url,
      TEMPORAL_ADDRESS: testBase().temporalAddress,
      TEMPORAL_NAMESPACE: 'tsunagi-test',
      TASK_QUEUE: `image-${process.pid}`,
      DEPLOYMENT: 'none',
      MASTER_KEY_FILE: join(folder, 'master.key'),
      [setting]: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await answering(child, `http://127.0.0.1:${port}${path}`, () => said);
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = (await once(child, 'exit')) as [number];
  expect({ code, warnings: /Warning/.exec(said) }).toEqual({ code: 0, warnings: null });
});

async function answering(child: ChildProcess, url: string, said: () => string): Promise<void> {
  const answer = async (see: See) => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said()}`);
    const response = await fetch(url).catch(() => see(said()));
    return typeof response !== 'string' && response.ok;
  };
  await eventually(`an answer of ${url}`, answer, 60_000);
}
