import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Pool, type PoolClient } from 'pg';
import { pino } from 'pino';
import sharp from 'sharp';
import { bindPages } from '../../../activities/scans/paper-file';
import { runBatches } from '../../../activities/scans/read-batches';
import { sheetOf } from '../../../bench/scans/papers';
import { wholeClient } from '../../../db/platform/scope';
import { dropLostUploads, receiveUpload } from '../../../db/returns/batches/upload';
import { SEPARATOR } from '../../../domain/returns/stack';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { eventually } from '../../support/eventually';
import { stepClock } from '../../support/seed';
import { type Letter, postLetter, scanOf } from '../returns-fixture';

let api: Api;
let own: ApiClient;
let letters: Letter[];
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: Array.from({ length: 6 }, () => ({})) });
  letters = [];
  for (let index = 0; index < 6; index++) letters.push(await postLetter(api, own, { index }));
});

const work = (stopping?: AbortSignal) =>
  runBatches({ db: api.t.db, vault: api.t.vault, log: pino({ level: 'silent' }), ...(stopping && { stopping }) });
const key = () => own.keys.operator.key;
/** A page with this letter's code; `null` is a printed back side. */
const page = async (what: Letter | string | null) => {
  const png = what === null ? await sheetOf('back', 100) : await scanOf(typeof what === 'string' ? what : what.code);
  return sharp(png).jpeg().toBuffer();
};
const blank = async () =>
  sharp(await sheetOf('blank', 100))
    .jpeg()
    .toBuffer();
const stackOf = async (pages: (Promise<Buffer> | Buffer)[]) => (await bindPages(await Promise.all(pages))).bytes;

function send(bytes: Buffer, query: object = {}, type = 'application/pdf', as = key()) {
  return api
    .send('post', '/api/scan-batches', as)
    .query({ kind: 'form', ...query })
    .set('Content-Type', type)
    .set('Idempotency-Key', randomUUID())
    .send(bytes);
}
const show = async (id: number) => (await api.send('get', `/api/scan-batches/${id}`, key()).expect(200)).body;
const sorted = async (bytes: Buffer, query: object = {}) => {
  const { body } = await send(bytes, query).expect(201);
  await work();
  return show(body.id);
};
const returns = async () =>
  api.t.db
    .selectFrom('returns')
    .select(['id', 'piece_id', 'receipt', 'received_on', 'status'])
    .where('client_id', '=', own.clientId)
    .orderBy('id')
    .execute();

const pieces = () => api.t.db.selectFrom('scan_chunks').select('data').where('client_id', '=', own.clientId).execute();

it('sorts a stack: a form for each envelope, its back side with it, blank pages dropped, each page accounted for', async () => {
  const [a, b, c] = letters as [Letter, Letter, Letter];
  const batch = await sorted(await stackOf([page(a), page(null), blank(), page(b), page(c), page(null)]), {
    receivedOn: '2027-02-12',
  });
  expect(batch).toMatchObject({ status: 'done', pages: 6, read: 6, matched: 5, items: 3, blank: 1, people: 0 });
  const booked = await returns();
  expect(booked.map((row) => row.piece_id)).toEqual([a, b, c].map(({ pieceId }) => pieceId));
  expect(booked.every((row) => row.received_on === '2027-02-12')).toBe(true);
  expect(
    batch.sheets.map((sheet: { receipt: string | null; page: number | null }) => [sheet.receipt, sheet.page]),
  ).toEqual([
    [booked[0]!.receipt, 1],
    [booked[0]!.receipt, 2],
    [null, null],
    [booked[1]!.receipt, 1],
    [booked[2]!.receipt, 1],
    [booked[2]!.receipt, 2],
  ]);
  const item = await api.send('get', `/api/returns/${booked[0]!.id}`, key()).expect(200);
  expect(item.body).toMatchObject({ hasImage: true, pages: 2 });
  const image = await api.send('get', `/api/returns/${booked[0]!.id}/pages/2?size=thumb`, key()).expect(200);
  const { width, height } = await sharp(image.body as Buffer).metadata();
  expect(Math.max(width, height)).toBe(200);
});

it("keeps no page outside the customers' own keys once it is sorted, and none in clear", async () => {
  const { body } = await send(await stackOf([page(letters[0]!), page('ZZZZ')])).expect(201);
  const kept = async () => ({
    files: await api.t.db.selectFrom('scan_chunks').select('data').where('client_id', '=', own.clientId).execute(),
    pages: await api.t.db.selectFrom('scan_pages').select(['no', 'data']).where('batch_id', '=', body.id).execute(),
  });
  expect((await kept()).files[0]!.data.includes('%PDF')).toBe(false);
  await work();
  const after = await kept();
  expect(after.files).toEqual([]);
  expect(after.pages.find(({ no }) => no === 1)!.data).toBeNull();
});

it('books nothing twice when the same file comes again', async () => {
  const file = await stackOf([page(letters[0]!), page(letters[1]!)]);
  const first = await sorted(file);
  const again = await send(file).expect(200);
  expect(again.body.id).toBe(first.id);
  expect(await pieces()).toEqual([]);
  await work();
  expect(await returns()).toHaveLength(2);
});

describe('a file that comes in', () => {
  it('is kept in pieces, and read as it was', async () => {
    const scan = await page(letters[0]!);
    const large = Buffer.concat([scan, Buffer.alloc(9 * 1024 * 1024, 'x')]); // readers ignore what follows the image
    const { body } = await send(large, {}, 'image/jpeg').expect(201);
    const sizes = (await pieces()).map(({ data }) => data.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(5 * 1024 * 1024);
    await work();
    expect(await show(body.id)).toMatchObject({ status: 'done', matched: 1 });
  });

  it('leaves nothing behind when it is too large, or none of the kinds that are read', async () => {
    const large = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(64 * 1024 * 1024)]);
    expect((await send(large)).body.code).toBe('payload_too_large');
    expect((await send(Buffer.from('MZ program'))).body.code).toBe('scan_unreadable');
    expect((await send(Buffer.alloc(0))).status).toBeGreaterThanOrEqual(400);
    expect(await pieces()).toEqual([]);
  });

  it('leaves nothing behind when its transfer breaks off after some pieces', async () => {
    async function* broken() {
      yield Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(5 * 1024 * 1024)]);
      await Promise.resolve();
      throw new Error('the line is cut');
    }
    const scope = wholeClient(own.clientId);
    const file = { source: broken(), typeOf: () => 'application/pdf' };
    await expect(receiveUpload(api.t.db, api.t.vault, scope, file)).rejects.toThrow('the line is cut');
    expect(await pieces()).toEqual([]);
  });

  it('loses its pieces after a day when the process that received it ended', async () => {
    const lost = (age: string) =>
      sql`insert into scan_chunks (upload, no, client_id, data, received_at)
        values (gen_random_uuid(), 1, ${own.clientId}, ${age}, now() - ${age}::interval)`.execute(api.t.db);
    await lost('25 hours');
    await lost('23 hours');
    await send(await stackOf([page(letters[0]!), blank()])).expect(201);
    await dropLostUploads(api.t.db);
    const left = (await pieces()).map(({ data }) => data.toString());
    expect([left.length, left.includes('23 hours')]).toEqual([2, true]);
    await work();
  });

  it('is not lost when the answer to its commit is', async () => {
    let held = 0;
    const lose = (client: PoolClient) => {
      const query = client.query.bind(client) as (...parts: unknown[]) => Promise<unknown>;
      let files = false;
      client.query = (async (...parts: unknown[]) => {
        const result = await query(...parts);
        files ||= String(parts[0]).startsWith('insert into "scan_files"');
        if (files && parts[0] === 'commit' && held++ === 0) throw new Error('Connection terminated unexpectedly');
        return result;
      }) as typeof client.query;
    };
    const file = await stackOf([page(letters[0]!), page(letters[1]!)]);
    const { pool } = api.t.scoped as unknown as { pool: Pool };
    pool.on('acquire', lose);
    await send(file).expect((answer) => expect(answer.status).toBeGreaterThanOrEqual(500));
    pool.off('acquire', lose);
    expect(held).toBe(1);
    const { body } = await send(file).expect(200);
    await work();
    expect(await show(body.id)).toMatchObject({ status: 'done', filesUnreadable: 0, matched: 2 });
  });

  it('with an intake that the client does not have is refused', async () => {
    const refused = await send(await stackOf([page(letters[0]!), page(null)]), { intake: 999_999 }).expect(404);
    expect(refused.body.code).toBe('not_found');
    expect(await pieces()).toEqual([]);
  });
});

it('goes on after a restart where it was, and books each form once', async () => {
  const pages = Array.from({ length: 36 }, (_, at) => page(letters[at % 6]!));
  const { body } = await send(await stackOf(pages)).expect(201);
  const stop = new AbortController();
  const working = work(stop.signal);
  await eventually('the first pages to be read', async () => (await show(body.id)).read > 0);
  stop.abort();
  await working;
  const halfway = await show(body.id);
  expect(halfway.status).toBe('reading');
  expect(halfway.read).toBeLessThan(36);
  await work();
  expect(await show(body.id)).toMatchObject({ status: 'done', read: 36, matched: 36 });
  expect(await returns()).toHaveLength(6); // the same picture again is the same form
});

it('takes several files chosen together as one stack, in their order', async () => {
  const jpeg = async (what: Letter | null, query: object) =>
    (await send(await page(what), query, 'image/jpeg').expect(201)).body;
  const { id } = await jpeg(letters[0]!, { files: 3 });
  await work();
  expect(await show(id)).toMatchObject({ status: 'receiving', filesReceived: 1, read: 1, items: 0 });
  await jpeg(null, { batch: id });
  await jpeg(letters[1]!, { batch: id });
  await work();
  expect(await show(id)).toMatchObject({ status: 'done', read: 3, matched: 3, items: 2 });
  const late = await send(await page(letters[2]!), { batch: id }, 'image/jpeg').expect(409);
  expect(late.body.code).toBe('scan_batch_full');
});

it('reads a TIFF of several pages', async () => {
  const pages = await Promise.all([scanOf(letters[0]!.code), scanOf(letters[1]!.code)]);
  const tiff = await sharp(pages, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const { body } = await send(tiff, {}, 'image/tiff').expect(201);
  await work();
  expect(await show(body.id)).toMatchObject({ status: 'done', matched: 2, items: 2 });
});

describe('what a program cannot decide goes to a person', () => {
  it("another client's code, an unknown one and that of a withdrawn letter: with the reason, and nothing is booked", async () => {
    const other = await api.client({ status: 'running' });
    const theirs = await postLetter(api, other);
    const withdrawn = await postLetter(api, own, { index: 5, status: 'withdrawn' });
    const batch = await sorted(await stackOf([page(theirs), page(withdrawn), page(null)]));
    expect(batch).toMatchObject({ matched: 0, people: 3 });
    expect(batch.sheets.map(({ reason }: { reason: string }) => reason)).toEqual([
      'code_unknown',
      'letter_withdrawn',
      'no_form_before',
    ]);
    expect(await returns()).toEqual([]);
  });

  it("another customer's form within one envelope", async () => {
    const batch = await sorted(
      await stackOf([page(letters[0]!), page(SEPARATOR), page(letters[1]!), page(letters[2]!)]),
    );
    expect(batch).toMatchObject({ matched: 1, separators: 1, people: 2 });
    expect((await returns()).map((row) => row.piece_id)).toEqual([letters[0]!.pieceId]);
  });

  it('who types its code: the page is booked with the one after it, its picture shown and recorded', async () => {
    const batch = await sorted(await stackOf([page(null), page(null), page(letters[1]!)]));
    expect(batch).toMatchObject({ people: 2, items: 1 });
    const image = await api.send('get', `/api/scan-batches/${batch.id}/pages/1`, key()).expect(200);
    expect(image.headers['content-type']).toBe('image/jpeg');
    const seen = await api.t.db
      .selectFrom('ledger')
      .select('body')
      .where('body', 'like', `%scan:${batch.id}:1%`)
      .execute();
    expect(seen).toHaveLength(1);
    const body = { code: letters[0]!.code, pages: [1, 2] };
    const { body: after } = await api.act(`/api/scan-batches/${batch.id}/book`, key(), body).expect(200);
    expect(after).toMatchObject({ people: 0, matched: 3, items: 2 });
    const twice = await api.act(`/api/scan-batches/${batch.id}/book`, key(), body).expect(409);
    expect(twice.body.code).toBe('scan_page_decided');
    await api.send('get', `/api/scan-batches/${batch.id}/pages/1`, key()).expect(404);
  });

  it('who puts it aside with a reason', async () => {
    const batch = await sorted(await stackOf([page(null)]));
    const body = { pages: [1], because: 'not_ours' };
    const { body: after } = await api.act(`/api/scan-batches/${batch.id}/dispose`, key(), body).expect(200);
    expect(after).toMatchObject({
      read: 1,
      people: 0,
      disposed: 1,
      sheets: [{ because: 'not_ours', hasImage: false }],
    });
  });

  it('a wrong code is refused, and the page waits on', async () => {
    const batch = await sorted(await stackOf([page(null)]));
    const wrong = letters[0]!.code.slice(0, -1) + (letters[0]!.code.endsWith('7') ? '8' : '7');
    await api.act(`/api/scan-batches/${batch.id}/book`, key(), { code: wrong, pages: [1] }).expect(422);
    expect(await show(batch.id)).toMatchObject({ people: 1 });
  });
});

it('a file that cannot be opened is counted, and the others are sorted', async () => {
  const broken = Buffer.concat([Buffer.from('%PDF-1.7 broken '), Buffer.from(randomUUID())]);
  const { body } = await send(broken, { files: 2 }).expect(201);
  await send(await page(letters[0]!), { batch: body.id }, 'image/jpeg').expect(201);
  await work();
  expect(await show(body.id)).toMatchObject({ status: 'done', filesUnreadable: 1, read: 1, matched: 1 });
});

it('is not shown to another client', async () => {
  const { body } = await send(await stackOf([page(letters[0]!), page(letters[1]!)])).expect(201);
  const other = await api.client({ status: 'running' });
  await api.send('get', `/api/scan-batches/${body.id}`, other.keys.operator.key).expect(404);
  await work();
});
