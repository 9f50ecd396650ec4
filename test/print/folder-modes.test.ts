import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { PrintFolder } from '../../activities/print/folder';
import { renderRun } from '../../activities/print/render';
import { checkSettings } from '../../config/safety';
import { handOver, openRun, printScene, type PrintScene, removeScene } from './fixture';
import { testDb, type TestDb } from '../support/test-db';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const all = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry) => ({
    name: relative(dir, join(entry.parentPath, entry.name)),
    mode: mode(join(entry.parentPath, entry.name)),
    wanted: entry.isDirectory() ? '750' : '640',
  }));

describe.each([0o022, 0o000, 0o077])('with umask %s', (umask) => {
  let before: number;
  beforeEach(() => void (before = process.umask(umask)));
  afterEach(() => void process.umask(before));
  let t: TestDb;
  let scene: PrintScene;
  beforeAll(async () => void (t = await testDb()));
  afterAll(async () => {
    removeScene(scene);
    await t.close();
  });

  it('letters, manifests and recall lists are for owner and group only', async () => {
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    expect(await handOver(t, scene, runId)).toBe('done');
    await scene.deps.folder.askBack('one', '{}');
    const found = all(scene.dir);
    expect(found.filter(({ name }) => name.endsWith('.pdf')).length).toBeGreaterThan(0);
    expect(found.filter((one) => one.mode !== one.wanted)).toEqual([]);
  });
});

describe('a folder that is there', () => {
  let dir: string;
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'print-modes-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is closed to others when a worker starts, and keeps what its group may', () => {
    mkdirSync(join(dir, 'ack'));
    for (const [path, given] of [
      [dir, 0o755],
      [join(dir, 'ack'), 0o2775],
    ] as const) chmodSync(path, given); // prettier-ignore
    new PrintFolder(dir);
    expect([mode(dir), mode(join(dir, 'ack')), mode(join(dir, 'out'))]).toEqual(['750', '770', '750']);
    expect(statSync(join(dir, 'ack')).mode & 0o2000).toBe(0o2000);
  });

  it.each([
    [0o755, 1],
    [0o751, 1],
    [0o750, 0],
    [0o2770, 0],
  ])('with mode %s is reported by the check %s times', async (given, times) => {
    chmodSync(dir, given);
    const before = { ...process.env };
    const lines: string[] = [];
    try {
      Object.assign(process.env, { DATABASE_URL: 'postgres://a:b@db/x', MASTER_KEY_FILE: '/unused', PRINT_DIR: dir });
      await checkSettings(
        { json: false },
        (line) => void lines.push(line),
        async () => ({ arrive: 'yes', why: 'x' }),
      );
    } finally {
      process.env = before;
    }
    expect(lines.filter((line) => line.startsWith('UNSAFE PRINT_DIR'))).toHaveLength(times);
  });
});
