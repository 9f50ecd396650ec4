import { type Readable } from 'node:stream';
import { bindPages } from '../../../activities/scans/paper-file';
import { MAX_PAGES } from '../../../activities/scans/scan-pages';
import { scanTypeOf } from '../../../activities/scans/scan-type';
import { readPartApart } from '../../../activities/scans/stack-decoder';
import { lockByReceipt, nameIntake, recordPagesAdded } from '../../../db/returns/batches/attach';
import { getBatch, listBatches, lockBatch, receiveFile } from '../../../db/returns/batches/batches';
import { customerOfPage, decidePages, lockWaiting, openPage } from '../../../db/returns/batches/people';
import { dropUnused, receiveUpload } from '../../../db/returns/batches/upload';
import { bookAndReport } from '../../../db/returns/book';
import { findPostPiece, openScan, replaceScan, type ReturnRow } from '../../../db/returns/returns';
import { requireVisible } from '../../../db/customers/protection';
import { readClock } from '../../../db/platform/clock';
import { transact } from '../../../db/platform/transact';
import { type Trx } from '../../../db/platform/types';
import { type Vault } from '../../../db/privacy/vault';
import { recordAccess } from '../../../db/privacy/access-log';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { printedReceipt } from '../../../domain/journeys/receipt-number';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { separatorSheetPdf } from '../../../rendering/run-sheet/separator-sheet';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { single } from '../../http/wire';
import { bookingOf, codeOf } from '../input';
import { DESK_ZONE } from '../desk-zone';
import { type batchRoutes } from './contract';
import { briefOfBatch, detailOfBatch } from './view';

/** What a file is by its first bytes. Throws scan_unreadable. */
function typeOf(first: Buffer): string {
  const type = scanTypeOf(first);
  if (!type) throw new AppError('scan_unreadable');
  return type;
}

/** The pages of an item's image, none where it never had one. Throws scan_unreadable rather than leave one out. */
async function pagesOf(trx: Trx, vault: Vault, row: ReturnRow): Promise<Buffer[]> {
  const scan = await openScan(trx, vault, row).catch((error: unknown) => {
    if (row.scan_hash === null && error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  });
  if (!scan) return [];
  const { read } = await readPartApart({ bytes: scan.bytes, from: 0, count: MAX_PAGES });
  return read.map((page) => {
    if (!page) throw new AppError('scan_unreadable');
    return Buffer.from(page.jpeg);
  });
}

/** Stacks of scanned paper: received here, read and booked by a worker, the rest decided by people. */
export const batchHandlers: Handlers<typeof batchRoutes> = {
  async receiveScans({ deps, scope, actor, query, body, language }) {
    const { now } = await readClock(deps.db);
    const facts = bookingOf(query, localDate(now, DESK_ZONE), { in: 'query', language });
    const { files, batch: batchId, intake: intakeId = null } = query;
    const file = await receiveUpload(deps.db, deps.vault, scope, { source: body as Readable, typeOf });
    const input = {
      ...facts,
      intakeId,
      personId: actor.personId,
      file,
      files,
      ...(batchId !== undefined && { batchId }),
    };
    let fresh = false;
    try {
      const received = await transact(deps.db, (trx) => receiveFile(trx, scope, input));
      fresh = received.fresh;
      const body = briefOfBatch(await getBatch(deps.db, scope, received.batchId));
      return { body, status: fresh ? 201 : 200 };
    } finally {
      if (!fresh) await dropUnused(deps.db, file.upload);
    }
  },

  async listScanBatches({ deps, scope, query: { cursor, limit } }) {
    const rows = await listBatches(deps.db, scope, { before: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, ({ id }) => id, briefOfBatch) };
  },

  async getScanBatch({ deps, scope, params }) {
    return { body: await detailOfBatch(deps.db, scope, params.id) };
  },

  async getScannedPage({ deps, scope, actor, params }) {
    const page = { batchId: params.id, no: params.n };
    const customer = await customerOfPage(deps.db, scope, page);
    if (customer !== null) await requireVisible(deps.db, actor, customer);
    const jpeg = await openPage(deps.db, deps.vault, scope, page);
    const purpose = actor.role === 'auditor' ? ('audit' as const) : ('form_entry' as const);
    const seen = { what: 'return_image', purpose, reference: `scan:${params.id}:${params.n}` } as const;
    const of = customer === null ? {} : { customer };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...seen, fields: ['image'], ...of }));
    return { stream: single(jpeg), type: 'image/jpeg', filename: `scan-${params.id}-${params.n}.jpg` };
  },

  async bookScannedPages({ deps, trx, scope, actor, params, body }) {
    const pages = { batchId: params.id, pages: body.pages };
    const { batch, waiting } = await lockWaiting(trx, deps.vault, scope, pages);
    const piece = await findPostPiece(trx, scope, { code: codeOf(body.code, undefined) });
    const jpegs = waiting.flatMap(({ jpeg }) => jpeg ?? []);
    const { row } = await bookAndReport(trx, deps.vault, piece, {
      kind: batch.kind as 'form' | 'undeliverable',
      reason: batch.reason as Undeliverable | null,
      receivedOn: batch.received_on,
      postmarkOn: batch.postmark_on,
      intakeId: batch.intake_id,
      personId: actor.personId,
      ...(jpegs.length > 0 && { scan: await bindPages(jpegs) }),
    });
    await decidePages(trx, { ...pages, personId: actor.personId }, { returnId: row.id });
    return { body: await detailOfBatch(trx, scope, params.id) };
  },

  async attachScannedPages({ deps, trx, scope, actor, params, body }) {
    const pages = { batchId: params.id, pages: body.pages };
    const { waiting } = await lockWaiting(trx, deps.vault, scope, pages);
    const row = await lockByReceipt(trx, scope, printedReceipt(body.receipt));
    await requireVisible(trx, actor, row.customer_id);
    const own = await pagesOf(trx, deps.vault, row);
    const jpegs = [...own, ...waiting.flatMap(({ jpeg }) => jpeg ?? [])];
    if (jpegs.length > MAX_PAGES) throw new AppError('return_image_full', { most: MAX_PAGES });
    if (jpegs.length > own.length) await replaceScan(trx, deps.vault, row, await bindPages(jpegs));
    const place = { returnId: row.id, after: own.length };
    await decidePages(trx, { ...pages, personId: actor.personId }, place);
    await recordPagesAdded(trx, scope, { row, personId: actor.personId, stack: params.id, pages: body.pages });
    return { body: await detailOfBatch(trx, scope, params.id) };
  },

  async nameScanIntake({ trx, scope, actor, params, body }) {
    const batch = await lockBatch(trx, scope, params.id);
    await nameIntake(trx, scope, batch, { intakeId: body.intake, personId: actor.personId });
    return { body: await detailOfBatch(trx, scope, params.id) };
  },

  async getSeparatorSheet({ language }) {
    const pdf = await separatorSheetPdf(language);
    return { stream: single(pdf), type: 'application/pdf', filename: 'separator.pdf' };
  },

  async disposeScannedPages({ deps, trx, scope, actor, params, body }) {
    const pages = { batchId: params.id, pages: body.pages };
    await lockWaiting(trx, deps.vault, scope, pages);
    await decidePages(trx, { ...pages, personId: actor.personId }, { because: body.because });
    return { body: await detailOfBatch(trx, scope, params.id) };
  },
};
