import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { join } from 'node:path';
import { SftpFiles } from '../../../activities/print/exchange/sftp-files';
import { PrintFolder, sha256 } from '../../../activities/print/folder';
import { renderRun } from '../../../activities/print/render';
import { type ErrorCode } from '../../../domain/errors';
import { eventually } from '../../support/eventually';
import { testDb, type TestDb } from '../../support/test-db';
import { handOver, openRun, printScene, type PrintScene, removeScene, runOf } from '../fixture';
import { describeSftp, SftpServer } from './sftp-server';

let t: TestDb;
let server: SftpServer;
let scene: PrintScene;

/** A run of two letters, or more, for a shop with this server; nothing is drawn yet. */
async function openedRun(letters = 2): Promise<number> {
  scene = await printScene(
    t,
    Array.from({ length: letters }, () => ({})),
  );
  scene.deps.folder = new PrintFolder(scene.dir, new SftpFiles(server.target, scene.dir));
  return openRun(t, scene);
}
const draw = (runId: number) => renderRun(scene.deps, runId);
const atShop = (...path: string[]) => join(server.root, ...path);
const filesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, sha256(readFileSync(join(folder, name)))]));
/** Everything the shop finds, or has taken. */
const shown = () => ['out', 'done'].flatMap((place) => (existsSync(atShop(place)) ? readdirSync(atShop(place)) : []));
const refusedWith = (code: ErrorCode) => expect.objectContaining({ code }) as unknown;

describeSftp('handing over by SFTP', () => {
  beforeAll(async () => void (t = await testDb()));
  beforeEach(async () => void (server = await SftpServer.make()));
  afterEach(async () => {
    await server.remove();
    removeScene(scene);
  });
  afterAll(() => t.close());

  it('shows the shop the whole folder at once, with the bytes that were drawn', async () => {
    const runId = await openedRun();
    await draw(runId);
    const { key } = await runOf(t, runId);
    expect(shown()).toEqual([]);
    const drawn = filesIn(join(scene.dir, 'tmp', key));
    expect(Object.keys(drawn)).toContain('letters-001.pdf');
    expect(await handOver(t, scene, runId)).toBe('done');
    expect(shown()).toEqual([key]);
    expect(filesIn(atShop('out', key))).toEqual(drawn);
    expect(readdirSync(atShop('tmp'))).toEqual([]);
  });

  it.each<[string, Parameters<SftpServer['start']>[0] | undefined, ErrorCode]>([
    ['is away', undefined, 'print_shop_away'],
    ['has a full disk', { fullAt: 8 }, 'print_shop_refused'],
    ['takes no files', { readOnly: true }, 'print_shop_refused'],
    ['has another host key', { otherKey: true }, 'print_shop_host_key'],
  ])('a server that %s gets no letter, and all of them once it is mended', async (_what, behaviour, code) => {
    const runId = await openedRun();
    if (behaviour) await server.again(behaviour);
    else await server.stop();
    await expect(draw(runId)).rejects.toEqual(refusedWith(code));
    expect(shown()).toEqual([]);
    expect((await runOf(t, runId)).handed_over_at).toBeNull();
    await server.again();
    await draw(runId);
    expect(await handOver(t, scene, runId)).toBe('done');
    const { key, manifest_hash: hash } = await runOf(t, runId);
    expect(filesIn(atShop('out', key))['manifest.json']).toBe(hash);
  });

  it('goes on where an upload was cut off, to the same bytes', async () => {
    const runId = await openedRun(6);
    await draw(runId);
    const { key } = await runOf(t, runId);
    const drawn = filesIn(join(scene.dir, 'tmp', key));
    const { size } = statSync(join(scene.dir, 'tmp', key, 'letters-001.pdf'));
    const staged = () => atShop('tmp', readdirSync(atShop('tmp'))[0]!, 'letters-001.pdf');
    rmSync(staged());
    await server.again({ breaksAfter: size * 0.9 });
    await expect(draw(runId)).rejects.toEqual(refusedWith('print_shop_away'));
    const there = await eventually('what was sent by then', () => statSync(staged()).size);
    expect(there).toBeLessThan(size);
    await server.again();
    await draw(runId);
    expect(await handOver(t, scene, runId)).toBe('done');
    expect(filesIn(atShop('out', key))).toEqual(drawn);
  });

  it('bytes that were changed on the way are brought again', async () => {
    const runId = await openedRun();
    await draw(runId);
    const [staged] = readdirSync(atShop('tmp'));
    const file = atShop('tmp', staged!, 'letters-001.pdf');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.alloc(bytes.length));
    await draw(runId);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('a connection lost between upload and name: nothing is shown, and then all of it', async () => {
    const runId = await openedRun();
    await draw(runId);
    await server.stop();
    await expect(handOver(t, scene, runId)).rejects.toEqual(refusedWith('print_shop_away'));
    expect((await runOf(t, runId)).status).toBe('rendered');
    expect(shown()).toEqual([]);
    await server.start();
    expect(await handOver(t, scene, runId)).toBe('done');
    expect(shown()).toHaveLength(1);
  });

  it.each<[string, (key: string) => void]>([
    ['still lies there', () => undefined],
    ['was taken by the shop', (key) => renameSync(atShop('out', key), atShop('done', key))],
    ['was cleared away by the shop', (key) => rmSync(atShop('out', key), { recursive: true })],
  ])('killed between hand-over and record, the run %s: no second letter', async (_what, shopDoes) => {
    const runId = await openedRun();
    await draw(runId);
    const { key, manifest_hash: hash } = await runOf(t, runId);
    const killed = handOver(t, scene, runId, async () => {
      await scene.deps.folder.handOver(key);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect((await runOf(t, runId)).status).toBe('rendered');
    shopDoes(key);
    const left = shown();
    expect(await draw(runId)).toEqual({ pieces: 2 });
    expect(await handOver(t, scene, runId)).toBe('done');
    expect(shown()).toEqual(left);
    expect(await runOf(t, runId)).toMatchObject({ status: 'handed_over', manifest_hash: hash });
  });

  it('the same run again is the same bytes, and what already lies there is not sent again', async () => {
    const runId = await openedRun();
    await draw(runId);
    const { key } = await runOf(t, runId);
    const [staged] = readdirSync(atShop('tmp'));
    await draw(runId);
    expect(readdirSync(atShop('tmp'))).toEqual([staged]);
    cpSync(atShop('tmp', staged!), atShop('out', key), { recursive: true });
    expect(await handOver(t, scene, runId)).toBe('done');
    expect(shown()).toEqual([key]);
  });

  it('other bytes under the name of the run are never overwritten, and a person is asked', async () => {
    const runId = await openedRun();
    await draw(runId);
    const { key } = await runOf(t, runId);
    mkdirSync(atShop('out', key));
    writeFileSync(atShop('out', key, 'manifest.json'), '{}');
    await expect(handOver(t, scene, runId)).rejects.toEqual(refusedWith('print_shop_differs'));
    expect(filesIn(atShop('out', key))).toEqual({ 'manifest.json': sha256('{}') });
    expect((await runOf(t, runId)).status).toBe('rendered');
    rmSync(atShop('out', key), { recursive: true });
    expect(await handOver(t, scene, runId)).toBe('done');
  });

  it('a run in which a letter was withdrawn since is brought anew, and the old one is gone', async () => {
    const runId = await openedRun();
    await draw(runId);
    const [old] = readdirSync(atShop('tmp'));
    await t.db.updateTable('messages').set({ status: 'withdrawn', failure: 'test' }).where('id', '=', scene.letters[0]!.messageId).execute(); // prettier-ignore
    expect(await draw(runId)).toEqual({ pieces: 1 });
    expect(readdirSync(atShop('tmp'))).not.toContain(old);
    expect(await handOver(t, scene, runId)).toBe('done');
    const totals = JSON.parse(readFileSync(atShop('out', shown()[0]!, 'manifest.json'), 'utf8')) as { pieces: number };
    expect(totals.pieces).toBe(1);
  });
});
