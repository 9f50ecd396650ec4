import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bookAcknowledged } from '../../activities/print/posted';
import { renderRun } from '../../activities/print/render';
import { openPrintRuns } from '../../db/print/open-runs';
import { takeOverPostLane } from '../../db/print/runs';
import { keepAcknowledgement } from '../../db/print/posted';
import { type Acknowledgement } from '../../domain/print/print-run';
import { channelsDoc, stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { seenPages } from './letter-fixture';
import {
  acknowledge,
  claimAll,
  handOver,
  messageOf,
  openRun,
  piecesIn,
  printScene,
  type PrintScene,
  removeScene,
  runOf,
  secondCampaign,
} from './fixture';

let t: TestDb;
let scene: PrintScene;
beforeAll(async () => void (t = await testDb()));
afterEach(() => removeScene(scene));
afterAll(() => t.close());

const folderOf = (key: string, name = 'tmp') => join(scene.dir, name, key);
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const ledger = async () => {
  const rows = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${scene.campaignId}`)
    .orderBy('seq')
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
};

/** Everything up to the shop. */
async function inTheShop() {
  const runId = await openRun(t, scene);
  await renderRun(scene.deps, runId);
  expect(await handOver(t, scene, runId)).toBe('done');
  return { runId, key: (await runOf(t, runId)).key };
}

const report = async (ack: Acknowledgement, runId: number) => {
  await keepAcknowledgement(t.db, ack);
  return bookAcknowledged(scene.deps, runId);
};

describe('opening', () => {
  it('puts all due letters of a client into one run, dated and numbered', async () => {
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    expect(await piecesIn(t, runId)).toHaveLength(2);
    const named = { run_on: '2027-02-01', no: 1, key: `20270201-c${scene.clientId}-l${scene.laneId}-1` };
    expect(await runOf(t, runId)).toMatchObject({ status: 'open', pieces: 2, ...named });
    await secondCampaign(t, scene, channelsDoc());
    expect(await runOf(t, await openRun(t, scene))).toMatchObject({ no: 2, run_on: '2027-02-01' });
  });

  it('puts letters of one customer into one envelope, with one form for both campaigns', async () => {
    scene = await printScene(t, [{ contracts: 2 }, {}]);
    const other = { ja: 'みなと電話', en: 'Minato Phone' };
    const second = await secondCampaign(t, scene, channelsDoc({ service: other }));
    const runId = await openRun(t, scene);
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 2 });
    const [envelope] = await piecesIn(t, runId);
    const both = [scene, second].map(({ letters }) => letters[0]!.messageId);
    for (const id of both) expect((await messageOf(t, id)).piece_id).toBe(envelope!.id);
    const { key } = await runOf(t, runId);
    const pages = await seenPages(readFileSync(join(folderOf(key), 'letters-001.pdf')));
    expect(pages.slice(0, 3).map(({ codes }) => codes[0]!.slice(0, 8))).toEqual([
      'https://',
      'https://',
      envelope!.code.slice(0, 8),
    ]);
    expect(new Set(pages.slice(0, 2).map(({ codes }) => codes[0])).size).toBe(2);
    expect(pages[2]!.text.match(/契約番号の末尾/g)).toHaveLength(3);
    expect(pages[2]!.text).toContain('みなと電話');
  });

  it('posts two letters apart that would exceed the sheets of an envelope, the same way each time', async () => {
    const doc = channelsDoc();
    const limited = { ...doc, post: { ...doc.post!, sheetsPerEnvelope: 2 } };
    scene = await printScene(t, [{}], limited);
    const second = await secondCampaign(t, scene, limited);
    const runId = await openRun(t, scene);
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 2 });
    const pieces = await piecesIn(t, runId);
    expect(pieces.map(({ pages, envelope_notes: notes }) => [pages, notes])).toEqual([
      [2, ['split_sheet_limit']],
      [2, ['split_sheet_limit']],
    ]);
    const letters = [scene, second].map(({ letters: [letter] }) => letter!.messageId);
    for (const [index, id] of letters.entries()) expect((await messageOf(t, id)).piece_id).toBe(pieces[index]!.id);
    const first = await runOf(t, runId);
    await renderRun(scene.deps, runId);
    expect((await runOf(t, runId)).manifest_hash).toBe(first.manifest_hash);
  });

  it('separates two letters of an envelope again when one of them must wait', async () => {
    scene = await printScene(t);
    const second = await secondCampaign(t, scene, channelsDoc());
    const runId = await openRun(t, scene);
    const [envelope] = await piecesIn(t, runId);
    await t.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', scene.campaignId).execute();
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
    expect((await messageOf(t, second.letters[0]!.messageId)).piece_id).toBe(envelope!.id);
    const waiting = await messageOf(t, scene.letters[0]!.messageId);
    expect(waiting.status).toBe('queued');
    expect(waiting.piece_id).not.toBe(envelope!.id);
  });

  it('is for the newest drainer alone, who queues again what an earlier one had in hand', async () => {
    scene = await printScene(t);
    const { lane, messages } = await claimAll(t, scene);
    await takeOverPostLane(t.db, scene.laneId);
    expect(await openPrintRuns(t.db, scene.deps.docs, lane, messages)).toEqual([]);
    expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('queued');
    const runId = await openRun(t, scene);
    await takeOverPostLane(t.db, scene.laneId);
    expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('claimed');
    expect(await piecesIn(t, runId)).toHaveLength(1);
  });
});

describe('rendering', () => {
  it('writes files, manifest and control totals', async () => {
    scene = await printScene(t, [{ name: '山田 𠮷子' }, {}, { contracts: 2 }]);
    const runId = await openRun(t, scene);
    expect(await renderRun({ ...scene.deps, piecesPerFile: 2 }, runId)).toEqual({ pieces: 3 });
    const run = await runOf(t, runId);
    const folder = folderOf(run.key);
    expect(readdirSync(folder).sort()).toEqual([
      ...[
        'control-sheet.csv',
        'control-sheet.pdf',
        'letters-001.pdf',
        'letters-002.pdf',
        'manifest.csv',
        'manifest.json',
      ],
    ]);
    const totals = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      files: { name: string; sha256: string; pieces: number; pages: number }[];
      manifestSha256: string;
    };
    for (const file of totals.files) expect(sha(readFileSync(join(folder, file.name)))).toBe(file.sha256);
    expect(sha(readFileSync(join(folder, 'manifest.csv')))).toBe(totals.manifestSha256);
    expect(sha(readFileSync(join(folder, 'manifest.json')))).toBe(run.manifest_hash);
    expect(totals.files.map(({ pieces, pages }) => [pieces, pages])).toEqual([
      [2, 4],
      [1, 2],
    ]);
    expect(run).toMatchObject({ status: 'rendered', pieces: 3, pages: 6, totals });
    const [header, ...lines] = readFileSync(join(folder, 'manifest.csv'), 'utf8')
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n');
    expect(header).toBe('piece,no,file,first_page,pages,sheets,class,express,no_forwarding,form');
    const pieces = await piecesIn(t, runId);
    expect(lines).toEqual([
      `${pieces[0]!.code},1,letters-001.pdf,1,2,2,ordinary,no,no,yes`,
      `${pieces[1]!.code},2,letters-001.pdf,3,2,2,ordinary,no,no,yes`,
      `${pieces[2]!.code},3,letters-002.pdf,1,2,2,ordinary,no,no,yes`,
    ]);
    const pages = await seenPages(readFileSync(join(folder, 'letters-001.pdf')));
    expect(pages[0]!.text).toContain('山田 𠮷子　様');
    expect(pages[0]!.codes[0]).toMatch(/^https:\/\/closing\.example\/m\/[\w-]{22}$/);
    expect(pages[1]!.codes).toEqual([pieces[0]!.code]);
  });

  it('gives the same bytes again, whatever an attempt before has left', async () => {
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    scene.deps.folder.begin((await runOf(t, runId)).key);
    await renderRun(scene.deps, runId);
    const first = await runOf(t, runId);
    await renderRun(scene.deps, runId);
    expect((await runOf(t, runId)).manifest_hash).toBe(first.manifest_hash);
    expect(readdirSync(join(scene.dir, 'tmp'))).toEqual([first.key]);
  });

  it('is in the language in which its letters were claimed, whatever their customers have chosen since', async () => {
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    const first = await runOf(t, runId);
    const customers = scene.letters.map(({ customerId }) => customerId);
    await t.db.updateTable('customers').set({ language: 'en' }).where('id', 'in', customers).execute();
    await renderRun(scene.deps, runId);
    expect((await runOf(t, runId)).manifest_hash).toBe(first.manifest_hash);
    await t.db.updateTable('messages').set({ language: null }).where('customer_id', 'in', customers).execute();
    await renderRun(scene.deps, runId);
    expect((await runOf(t, runId)).manifest_hash).not.toBe(first.manifest_hash);
  });

  it.each([
    ['a character that cannot be printed', { name: '山田 😀' }, 'failed', 'glyph_missing'],
    ['a name in a script that no font has', { name: '张伟' }, 'failed', 'glyph_missing'],
    ['a name that lost a character', { name: '〓田 花子' }, 'failed', 'glyph_missing'],
    ['an address that lost a character', { address: '東京都港区〓岸1-2-3' }, 'failed', 'glyph_missing'],
    ['no address', { address: null }, 'withdrawn', 'no_contact'],
  ])('leaves out an envelope with %s, and notifies its journey', async (_, customer, status, failure) => {
    scene = await printScene(t, [customer, {}]);
    const runId = await openRun(t, scene);
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
    expect(await messageOf(t, scene.letters[0]!.messageId)).toMatchObject({ status, failure });
    const arrival = await t.db
      .selectFrom('arrivals')
      .select(['kind', 'data'])
      .where('journey_id', '=', scene.letters[0]!.journeyId)
      .executeTakeFirstOrThrow();
    expect(arrival).toMatchObject({ kind: 'not_sent', data: { reason: failure } });
    expect(await runOf(t, runId)).toMatchObject({ status: 'rendered', pieces: 1 });
  });

  it('prints the address as given without a postal code, and a name that no font has in kana', async () => {
    const name = '张伟';
    scene = await printScene(t, [{ name, kana: 'ﾁｮｳ ｲ', address: '東京都港区海岸１－２－３', postalCode: '' }]);
    const runId = await openRun(t, scene);
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
    const [page] = await seenPages(readFileSync(join(folderOf((await runOf(t, runId)).key), 'letters-001.pdf')));
    expect(page!.text).toContain('東京都港区海岸１－２－３');
    expect(page!.text).toContain('チョウ イ　様');
    expect(page!.text).not.toContain('〒105');
  });

  it('lists in a letter about a defect what the form lacked', async () => {
    const notices = { ...channelsDoc().notices };
    notices.letter = { channel: 'post', subject: { ja: '不備', en: '' }, body: { ja: '{{ defects }}', en: '' } };
    scene = await printScene(t, [{}], channelsDoc({ notices }));
    const { messageId, journeyId, contracts } = scene.letters[0]!;
    await t.db.updateTable('messages').set({ step: 'defect', occurrence: 1 }).where('id', '=', messageId).execute();
    for (const [seq, defects] of [['no_date'], ['no_signature', 'both_ticked']].entries()) {
      const base = { client_id: scene.clientId, campaign_id: scene.campaignId, journey_id: journeyId, source: 'form' };
      const at = { at: new Date(), received_at: new Date(), read_at: new Date() };
      const arrival = {
        ...base,
        ...at,
        seq,
        kind: 'form_defect',
        data: JSON.stringify({ defects, unclear: { [contracts[0]!]: 'both' } }),
        dedupe: `${seq}`,
      };
      await t.db.insertInto('arrivals').values(arrival).execute();
    }
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    const [page] = await seenPages(readFileSync(join(folderOf((await runOf(t, runId)).key), 'letters-001.pdf')));
    expect(page!.text).toContain('ご署名がありませんでした');
    expect(page!.text).toContain('両方の四角にレ点がありました');
    expect(page!.text).toMatch(/ご契約 1（.*契約番号の末尾 .*）/);
    expect(page!.text).not.toContain('日付がありませんでした');
  });

  it('closes a run quietly when nothing is left in it', async () => {
    scene = await printScene(t, [{ address: null }]);
    const runId = await openRun(t, scene);
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 0 });
    expect(await runOf(t, runId)).toMatchObject({ status: 'posted', pieces: 0 });
    expect(readdirSync(join(scene.dir, 'tmp'))).toEqual([]);
  });
});

describe('handing over', () => {
  it('shows the shop the whole folder at once, and the ledger has it', async () => {
    scene = await printScene(t);
    const { runId, key } = await inTheShop();
    expect(existsSync(folderOf(key, 'out'))).toBe(true);
    expect(existsSync(folderOf(key))).toBe(false);
    expect((await runOf(t, runId)).status).toBe('handed_over');
    expect(await ledger()).toContainEqual(
      expect.objectContaining({ kind: 'print_run', did: 'handed_over', printRun: key, pieces: 1 }),
    );
    expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('claimed');
  });

  it('survives a kill between the move and the commit, whatever the campaign has become', async () => {
    scene = await printScene(t);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    const { key } = await runOf(t, runId);
    const killed = handOver(t, scene, runId, async () => {
      await scene.deps.folder.handOver(key);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect((await runOf(t, runId)).status).toBe('rendered');
    await t.db.updateTable('campaigns').set({ status: 'stopped' }).where('id', '=', scene.campaignId).execute();
    renameSync(folderOf(key, 'out'), folderOf(key, 'done')); // the shop was quick
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
    expect(await handOver(t, scene, runId)).toBe('done');
    expect((await runOf(t, runId)).status).toBe('handed_over');
    expect(existsSync(folderOf(key, 'out'))).toBe(false);
  });

  it('renders again when the rendering has gone or is another one', async () => {
    scene = await printScene(t);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    scene.deps.folder.clear((await runOf(t, runId)).key);
    expect(await handOver(t, scene, runId)).toBe('again');
  });
});

describe('the shop says', () => {
  it('posted: letters are handed over at that instant, expected two business days later at noon', async () => {
    scene = await printScene(t, [{}, {}]);
    const { runId, key } = await inTheShop();
    await stepClock(t, '2027-02-03T00:00:00Z');
    expect(await report(acknowledge(scene, key), runId)).toBe('posted');
    for (const { messageId, journeyId } of scene.letters) {
      expect(await messageOf(t, messageId)).toMatchObject({
        status: 'handed_over',
        handed_over_at: Date.parse('2027-02-02T06:00:00Z'),
        expected_at: Date.parse('2027-02-04T12:00:00+09:00'),
        provider_ref: key,
      });
      const { state } = await t.db
        .selectFrom('journeys')
        .select('state')
        .where('id', '=', journeyId)
        .executeTakeFirstOrThrow();
      expect(state).toBe('notified');
    }
    expect(await runOf(t, runId)).toMatchObject({ status: 'posted', posted_at: Date.parse('2027-02-02T06:00:00Z') });
    const handed = (await ledger()).filter((entry) => entry.kind === 'handed_over');
    expect(handed).toHaveLength(2);
    expect(handed[0]).toMatchObject({ message: scene.letters[0]!.messageId, channel: 'post', step: 'notice', run: 1 });
  });

  it('posted: a letter abroad is expected when the campaign says so', async () => {
    const post = { ...channelsDoc().post!, arrivesAfterOverseas: 21 };
    scene = await printScene(t, [{}], channelsDoc({ post }));
    const { messageId, customerId } = scene.letters[0]!;
    await t.db.updateTable('customers').set({ country: 'BR' }).where('id', '=', customerId).execute();
    const { runId, key } = await inTheShop();
    await stepClock(t, '2027-02-03T00:00:00Z');
    expect(await report(acknowledge(scene, key), runId)).toBe('posted');
    expect(await messageOf(t, messageId)).toMatchObject({ expected_at: Date.parse('2027-02-23T12:00:00+09:00') });
  });

  it('counts holidays: posted on a Wednesday before one, expected on Monday', async () => {
    const base = channelsDoc();
    scene = await printScene(t, [{}], channelsDoc({ calendar: { ...base.calendar, closedDays: ['2027-02-12'] } }));
    const { runId, key } = await inTheShop();
    await stepClock(t, '2027-02-11T00:00:00Z');
    const late = { postedOn: '2027-02-10', postedAt: '2027-02-10T06:00:00.000Z' };
    await report(acknowledge(scene, key, late), runId);
    expect((await messageOf(t, scene.letters[0]!.messageId)).expected_at).toBe(Date.parse('2027-02-16T12:00:00+09:00'));
  });

  it('the same twice: booked once', async () => {
    scene = await printScene(t);
    const { runId, key } = await inTheShop();
    const ack = acknowledge(scene, key);
    await report(ack, runId);
    const before = await ledger();
    expect(await report(ack, runId)).toBe('posted');
    expect(await ledger()).toEqual(before);
    const kept = await runOf(t, runId);
    expect(await keepAcknowledgement(t.db, { ...ack, posted: 0 })).toEqual({ runId, open: false });
    expect(await runOf(t, runId)).toEqual(kept);
  });

  it.each<[string, (ack: Acknowledgement) => Partial<Acknowledgement>]>([
    ['one piece fewer', (ack) => ({ posted: ack.posted - 1 })],
    ['a page more', (ack) => ({ received: { ...ack.received, pages: ack.received.pages + 1 } })],
    ['another piece', (ack) => ({ pieces: [...ack.pieces.slice(1), '000000000000'] })],
    ['a piece that is not named', (ack) => ({ pieces: ack.pieces.slice(1) })],
    ['a piece twice', (ack) => ({ pieces: [...ack.pieces.slice(1), ack.pieces[1]!] })],
    ['a spoiled piece that is missing', (ack) => ({ spoiled: [{ piece: ack.pieces[0]!, reprinted: false }] })],
    ['a refusal', () => ({ problem: 'sha256 of letters-001.pdf' })],
  ])('%s: no letter is booked as posted until a right report comes', async (_, wrong) => {
    scene = await printScene(t, [{}, {}]);
    const { runId, key } = await inTheShop();
    const right = acknowledge(scene, key);
    expect(await report({ ...right, ...wrong(right) }, runId)).toBe('differs');
    expect((await runOf(t, runId)).status).toBe('differs');
    expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('claimed');
    expect(await report({ ...right, spoiled: [{ piece: right.pieces[0]!, reprinted: true }] }, runId)).toBe('posted');
    expect((await messageOf(t, scene.letters[0]!.messageId)).status).toBe('handed_over');
  });
});
