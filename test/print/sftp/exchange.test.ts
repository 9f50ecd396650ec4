import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { sendAlerts } from '../../../activities/maintenance/alerts';
import { PrintArchive } from '../../../activities/print/archive';
import { SftpFiles } from '../../../activities/print/exchange/sftp-files';
import { PrintFolder } from '../../../activities/print/folder';
import { renderRun } from '../../../activities/print/render';
import { channelTest } from '../../../cli/channel/command';
import { unsafeSettings } from '../../../config/safety';
import { loadConfig } from '../../../config/settings';
import { eventually } from '../../support/eventually';
import { testDb, type TestDb } from '../../support/test-db';
import { handOver, openRun, printScene, type PrintScene, removeScene, runOf } from '../fixture';
import { describeSftp, SftpServer } from './sftp-server';

let t: TestDb;
let server: SftpServer;
let dir: string;
let folder: PrintFolder;
let scene: PrintScene | undefined;
const atShop = (...path: string[]) => join(server.root, ...path);

describeSftp('the print shop by SFTP', () => {
  beforeAll(async () => void (t = await testDb()));
  beforeEach(async () => {
    server = await SftpServer.make();
    dir = mkdtempSync(join(tmpdir(), 'tsunagi-exchange-'));
    folder = new PrintFolder(dir, new SftpFiles(server.target, dir));
    scene = undefined;
  });
  afterEach(async () => {
    await server.remove();
    removeScene(scene);
    rmSync(dir, { recursive: true, force: true });
  });
  afterAll(() => t.close());

  it('reads reports when they are whole, and puts them away beside earlier ones', async () => {
    expect(await folder.reports()).toEqual([]);
    writeFileSync(atShop('ack', '報告 1.json'), '{"key":');
    writeFileSync(atShop('ack', '.draft.json'), '{}');
    expect(await folder.reports()).toEqual(['報告 1.json']);
    expect(await folder.readReport('報告 1.json')).toBeUndefined();
    for (const text of ['{"key":"a"}', '{"key":"b"}']) {
      writeFileSync(atShop('ack', '報告 1.json'), text);
      expect(await folder.readReport('報告 1.json')).toBe(text);
      await folder.putAway('報告 1.json');
    }
    expect(await folder.reports()).toEqual([]);
    const done = readdirSync(atShop('ack-done')).map((name) => [name, readFileSync(atShop('ack-done', name), 'utf8')]);
    expect(Object.fromEntries(done)).toEqual({ '報告 1.json': '{"key":"a"}', '報告 1.2.json': '{"key":"b"}' });
  });

  it('hands over recall lists once, and proofs', async () => {
    await folder.askBack('recall-1', '{"pieces":[]}');
    await folder.askBack('recall-1', '{"pieces":[]}');
    expect(readFileSync(atShop('recall', 'recall-1.json'), 'utf8')).toBe('{"pieces":[]}');
    await expect(folder.askBack('recall-1', '{"pieces":["X"]}')).rejects.toMatchObject({ code: 'print_shop_differs' });
    expect(readFileSync(atShop('recall', 'recall-1.json'), 'utf8')).toBe('{"pieces":[]}');
  });

  it('alerts a person while the server is away, refuses, or shows another key, and no more once it is mended', async () => {
    const open = async () => {
      await sendAlerts({ db: t.db, log: pino({ level: 'silent' }), config: { PRINT_DIR: dir } as never, folder });
      const rows = await t.db.selectFrom('alerts').select(['kind', 'figures']).where('closed_at', 'is', null).execute();
      return rows.filter(({ kind }) => kind.startsWith('print_shop')); // prettier-ignore
    };
    expect(await open()).toEqual([]);
    await server.again({ otherKey: true });
    expect(await open()).toEqual([{ kind: 'print_shop_host_key', figures: { host: '127.0.0.1' } }]);
    await server.stop();
    expect(await open()).toMatchObject([{ kind: 'print_shop_away', figures: { host: '127.0.0.1' } }]);
    await server.start();
    expect(await open()).toEqual([]);
    writeFileSync(join(server.dir, 'authorized'), '');
    expect(await open()).toMatchObject([
      {
        kind: 'print_shop_away',
        figures: { reason: expect.stringMatching(/Permission denied/) as string },
      },
    ]);
  });

  it('removes the letters of a run there when they are no longer kept, and leaves its manifest', async () => {
    scene = await printScene(t, [{}]);
    scene.deps.folder = folder;
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    await handOver(t, scene, runId);
    const { key } = await runOf(t, runId);
    folder.clear(key);
    expect(await new PrintArchive(dir, folder.shop).removeRun(key)).toBe(2); // letters and control sheet
    expect(readdirSync(atShop('out', key)).sort()).toEqual(['control-sheet.csv', 'manifest.csv', 'manifest.json']);
  });

  it('runs no command that someone has written into a manifest there', async () => {
    const ran = join(dir, 'ran');
    mkdirSync(atShop('out'));
    mkdirSync(atShop('out', 'run-1'));
    writeFileSync(atShop('out', 'run-1', 'manifest.csv'), `piece,no,file\r\nP1,1,x"\n!touch ${ran}\nls "/y\r\n`);
    writeFileSync(atShop('out', 'run-1', 'letters-001.pdf'), '%PDF');
    const removed = await new PrintArchive(dir, folder.shop).removeLetters([{ run: 'run-1', piece: 'P1' }]);
    await expect(folder.shop.remove(`out/run-1/x"\n!touch ${ran}\nls "/y`)).resolves.toBe(false);
    expect(existsSync(ran)).toBe(false);
    expect(removed).toBe(1); // as without a manifest: it is not known which file the letter is in
  });

  it('killed with -9 while it works: each letter lies there once', async () => {
    scene = await printScene(t, Array.from({ length: 12 }, () => ({}))); // prettier-ignore
    const { laneId } = scene;
    const run = () => t.db.selectFrom('print_runs').select(['key', 'status']).where('lane_id', '=', laneId).executeTakeFirst(); // prettier-ignore
    const args = [t.url, dir, String(laneId), JSON.stringify(server.target)];
    const killWhen = async (seen: () => Promise<boolean> | boolean) => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'print-child.ts'), ...args], { stdio: 'ignore' }); // prettier-ignore
      const ended = once(child, 'exit');
      try {
        await eventually('the moment of the kill', async () => (await seen()) || undefined, 90_000);
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
    };
    const names = (place: string) => (existsSync(atShop(place)) ? readdirSync(atShop(place)) : []);
    await killWhen(() => names('tmp').length > 0 || names('out').length > 0);
    await killWhen(() => names('out').length > 0);
    await killWhen(async () => (await run())?.status === 'handed_over');
    expect(names('out')).toEqual([(await run())!.key]);
    const csv = readFileSync(atShop('out', (await run())!.key, 'manifest.csv'), 'utf8').trim().split('\r\n').slice(1); // prettier-ignore
    expect(new Set(csv.map((line) => line.split(',')[0])).size).toBe(12);
    expect(await t.db.selectFrom('print_runs').select('id').where('lane_id', '=', laneId).execute()).toHaveLength(1);
  });

  describe('settings', () => {
    const settings = () => ({
      PRINT_DIR: dir,
      PRINT_SFTP_URL: server.url,
      PRINT_SFTP_KEY_FILE: server.keyFile,
      PRINT_SFTP_KNOWN_HOSTS: server.knownHosts,
    });
    const configOf = (change: Record<string, string>) =>
      loadConfig({ DATABASE_URL: 'postgres://x@127.0.0.1/x', MASTER_KEY_FILE: '/unused', ...settings(), ...change });

    it('one page for a test goes there, step by step, and the wrong key is said', async () => {
      const test = async () => {
        const err: string[] = [];
        const out: string[] = [];
        const says = { config: configOf({}), out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) }; // prettier-ignore
        const code = await channelTest('print', { to: '印刷会社 佐藤様', json: false, lang: 'en' }, says);
        return { code, said: err.join('\n') };
      };
      const sent = await test();
      expect([sent.code, sent.said]).toEqual([
        0,
        expect.stringMatching(/✓ Connection: 127.0.0.1:\d+\n✓ Authentication/),
      ]);
      const [key] = readdirSync(atShop('proof'));
      expect(readdirSync(atShop('proof', key!)).sort()).toEqual(['letter.pdf', 'manifest.json']);
      await server.again({ otherKey: true });
      const refused = await test();
      expect([refused.code, refused.said]).toEqual([1, expect.stringMatching(/✗ Connection: .*print_shop_host_key/)]);
    });

    it.each<[string, (name: { keyFile: string }) => Record<string, string>, RegExp]>([
      ['a password in the address', () => ({ PRINT_SFTP_URL: 'sftp://a:secret@shop.example/in' }), /a password is not taken/],
      ['no key file', () => ({ PRINT_SFTP_KEY_FILE: '/nowhere/key' }), /cannot be read \(ENOENT\)/],
      ['a key that others can read', ({ keyFile }) => (chmodSync(keyFile, 0o644), {}), /chmod 600/],
      ['no host key', ({ keyFile }) => (writeFileSync(`${keyFile}.none`, '# none\n'), { PRINT_SFTP_KNOWN_HOSTS: `${keyFile}.none` }), /ask the print shop for its host key/],
    ])('the start names %s', (_what, change, why) => {
      const found = unsafeSettings(configOf(change(server))).filter(({ name }) => name === 'PRINT_SFTP_URL');
      expect(found).toMatchObject([{ why: expect.stringMatching(why) as string }]);
      expect(JSON.stringify(found)).not.toContain('secret');
    }); // prettier-ignore
  });
});
