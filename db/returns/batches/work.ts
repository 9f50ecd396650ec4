import { sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { type KnownCode, type PageFound, sortStack, type StackPage } from '../../../domain/returns/stack';
import { isProofPiece } from '../../customers/authority-cases/documents';
import { type Scope } from '../../platform/scope';
import { transact } from '../../platform/transact';
import { type Db, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { bookAndReport } from '../book';
import { pagesOfForm } from '../decide';
import { findPostPiece, type NewReturn } from '../returns';
import { dropUpload, openUpload } from './upload';

/** A batch in work, and what its paper is booked as. */
export interface BatchInWork {
  id: number;
  clientId: number;
  campaigns: number[] | null;
  kind: 'form' | 'undeliverable';
  reason: Undeliverable | null;
  receivedOn: string;
  postmarkOn: string | null;
  intakeId: number | null;
  personId: number;
  sorted: boolean;
}

export const scopeOf = ({ clientId, campaigns }: BatchInWork): Scope => ({ clientId, campaigns });

/** A worker that is not heard of for so long has lost its batch. */
const LEASE = sql`now() + interval '2 minutes'`;
/** A batch whose other files do not come is sorted without them. */
const PATIENCE = sql`now() - interval '1 hour'`;

/** Takes the oldest batch with something to do; undefined: there is none. */
export async function claimBatch(db: Db): Promise<BatchInWork | undefined> {
  const { rows } = await sql<BatchInWork>`
    update scan_batches set leased_until = ${LEASE} where id = (
      select b.id from scan_batches b
      where b.finished_at is null and (b.leased_until is null or b.leased_until < now())
        and (b.last_file_at < ${PATIENCE} or exists (
          select from scan_files f where f.batch_id = b.id having count(*) = b.files or bool_or(f.state = 'waiting')))
      order by b.id limit 1 for no key update skip locked)
    returning id, client_id as "clientId", campaigns::float8[] as campaigns, kind, reason,
      received_on as "receivedOn", postmark_on as "postmarkOn", created_by as "personId", intake_id as "intakeId",
      sorted_at is not null as sorted`.execute(db);
  return rows[0];
}

/** Gives a batch back, for the next file or another worker. */
export async function releaseBatch(db: Db, batchId: number): Promise<void> {
  await db.updateTable('scan_batches').set({ leased_until: null }).where('id', '=', batchId).execute();
}

/** The next file to read of a batch, and how many of its pages have been. */
export async function nextFile(
  db: Db,
  vault: Vault,
  batchId: number,
): Promise<{ no: number; bytes: Buffer; read: number } | undefined> {
  const row = await db
    .selectFrom('scan_files')
    .select(['no', 'upload', 'read_pages'])
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .orderBy('no')
    .limit(1)
    .executeTakeFirst();
  return row && { no: row.no, bytes: await openUpload(db, vault, row.upload!), read: row.read_pages };
}

export interface PageRead {
  found: PageFound;
  code: string | null;
  /** Null: it could not be drawn, or need not be kept. */
  jpeg: Buffer | null;
}

/**
 * Adds pages of a file behind those read before, and renews the lease. False: another worker has read them meanwhile. A
 * file without pages to come is read.
 */
export async function addPages(
  db: Db,
  vault: Vault,
  batch: BatchInWork,
  part: { file: number; from: number; pages: number; read: PageRead[] },
): Promise<boolean> {
  return transact(db, async (trx) => {
    await trx
      .updateTable('scan_batches')
      .set({ leased_until: LEASE as never })
      .where('id', '=', batch.id)
      .execute();
    const until = part.from + part.read.length;
    const moved = await trx
      .updateTable('scan_files')
      .set({ pages: part.pages, read_pages: until, ...(until >= part.pages && { state: 'read' }) })
      .where('batch_id', '=', batch.id)
      .where('no', '=', part.file)
      .where('state', '=', 'waiting')
      .where('read_pages', '=', part.from)
      .returning('no')
      .executeTakeFirst();
    if (!moved) return false;
    const { last } = await trx
      .selectFrom('scan_pages')
      .select(sql<number>`coalesce(max(no), 0)::int`.as('last'))
      .where('batch_id', '=', batch.id)
      .executeTakeFirstOrThrow();
    const rows = part.read.map(({ found, code, jpeg }, index) => ({
      batch_id: batch.id,
      no: last + index + 1,
      client_id: batch.clientId,
      found,
      code,
      data: jpeg && vault.encryptScan(jpeg),
    }));
    if (rows.length > 0) await trx.insertInto('scan_pages').values(rows).execute();
    return true;
  });
}

/** Notes that a file cannot be opened at all. */
export async function setUnreadable(db: Db, batchId: number, file: number): Promise<void> {
  await transact(db, async (trx) => {
    const { upload } = await trx
      .updateTable('scan_files')
      .set({ state: 'unreadable' })
      .where('batch_id', '=', batchId)
      .where('no', '=', file)
      .returning('upload')
      .executeTakeFirstOrThrow();
    if (upload !== null) await dropUpload(trx, upload);
  });
}

/** Whether all files of a batch are there, or are waited for no longer. */
export async function isWhole(db: Db, batchId: number): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select b.last_file_at < ${PATIENCE} or (select count(*) from scan_files f where f.batch_id = b.id) = b.files as whole
    from scan_batches b where b.id = ${batchId}`.execute(db);
  return rows[0]!.whole;
}

/** Decides where each page goes, once all files are read. Books nothing yet. Done before, it does nothing. */
export async function sortBatch(db: Db, vault: Vault, batch: BatchInWork): Promise<void> {
  await transact(db, async (trx) => {
    const { sorted_at: sorted } = await lock(trx, batch.id);
    if (sorted !== null) return;
    const rows = await trx
      .selectFrom('scan_pages')
      .select(['no', 'found', 'code'])
      .where('batch_id', '=', batch.id)
      .orderBy('no')
      .execute();
    const pages = rows as StackPage[];
    const known = await factsOf(trx, vault, batch, pages);
    const { entries, people, blank, separators } = sortStack(pages, known);
    const places = [
      ...entries.flatMap(({ pages: own }, index) => own.map((no) => ({ no, state: 'open', entry: index + 1 }))),
      ...people.map(({ no, reason }) => ({ no, state: 'person', reason })),
      ...blank.map((no) => ({ no, state: 'blank' })),
      ...separators.map((no) => ({ no, state: 'separator' })),
    ];
    const pieces = [...known].map(([code, { pieceId }]) => ({ code, piece: pieceId }));
    await sql`update scan_pages s set state = p.state, entry = p.entry, reason = p.reason,
        data = case when p.state in ('blank', 'separator') then null else s.data end
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p (no int, state text, entry int, reason text)
      where s.batch_id = ${batch.id} and s.no = p.no`.execute(trx);
    await sql`update scan_pages s set piece_id = c.piece
      from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) as c (code text, piece bigint)
      where s.batch_id = ${batch.id} and s.code = c.code`.execute(trx);
    await trx
      .updateTable('scan_batches')
      .set({ sorted_at: sql<Date>`tsunagi_now()`, leased_until: LEASE as never })
      .where('id', '=', batch.id)
      .execute();
  });
}

type Known = KnownCode & { pieceId: number };

async function factsOf(trx: Trx, vault: Vault, batch: BatchInWork, pages: StackPage[]): Promise<Map<string, Known>> {
  const facts = new Map<string, Known>();
  for (const code of new Set(pages.flatMap((page) => page.code ?? []))) {
    const piece = await orUndefined(findPostPiece(trx, scopeOf(batch), { code }));
    if (!piece) continue;
    // of a letter that came back no page counts: it is one item, whatever was in it; so are documents with their sheet
    const asForm = batch.kind === 'form' && !isProofPiece(piece);
    const formPages = asForm ? await pagesOfForm(trx, vault, piece) : Number.POSITIVE_INFINITY;
    facts.set(code, { pieceId: piece.id, customerId: piece.customerId, formPages, withdrawn: piece.withdrawn });
  }
  return facts;
}

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  });
}

/** Items of a sorted batch that are not booked yet, in the order of the paper. */
export async function itemsToBook(db: Db, batchId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('scan_pages')
    .select('entry')
    .distinct()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'open')
    .where('entry', 'is not', null)
    .orderBy('entry')
    .execute();
  return rows.map(({ entry }) => entry!);
}

/**
 * Books an item of a batch with its pages as one image, which `bind` makes. What cannot be booked goes to a person.
 * Booked before, it does nothing.
 */
export async function bookItem(
  db: Db,
  vault: Vault,
  batch: BatchInWork,
  entry: number,
  bind: (jpegs: Buffer[]) => Promise<NonNullable<NewReturn['scan']>>,
): Promise<void> {
  const refused = await transact(db, async (trx) => {
    await lock(trx, batch.id);
    const pages = await trx
      .selectFrom('scan_pages')
      .select(['no', 'code', 'data'])
      .where('batch_id', '=', batch.id)
      .where('entry', '=', entry)
      .where('state', '=', 'open')
      .orderBy('no')
      .execute();
    const code = pages.find((page) => page.code !== null)?.code;
    if (!code) return false;
    const images = pages.flatMap(({ data }) => (data ? [vault.openScan(data)] : []));
    const piece = await findPostPiece(trx, scopeOf(batch), { code });
    const { kind, reason, receivedOn, postmarkOn, personId, intakeId } = batch;
    const scan = images.length > 0 ? await bind(images) : undefined;
    const { row } = await bookAndReport(trx, vault, piece, {
      ...{ kind, reason, receivedOn, postmarkOn, personId, intakeId, scan },
    });
    await trx
      .updateTable('scan_pages')
      .set({ state: 'matched', return_id: row.id, data: null })
      .where('batch_id', '=', batch.id)
      .where('entry', '=', entry)
      .execute();
    return false;
  }).catch((error: unknown) => {
    if (error instanceof AppError) return true;
    throw error;
  });
  if (refused) await giveToPerson(db, batch.id, entry);
}

async function giveToPerson(db: Db, batchId: number, entry: number): Promise<void> {
  await db
    .updateTable('scan_pages')
    .set({ state: 'person', reason: 'booking_refused' })
    .where('batch_id', '=', batchId)
    .where('entry', '=', entry)
    .where('state', '=', 'open')
    .execute();
}

/** Ends a batch whose items are all booked: its files are removed, and its blank pages. */
export async function finishBatch(db: Db, batchId: number): Promise<void> {
  await transact(db, async (trx) => {
    await lock(trx, batchId);
    await trx
      .deleteFrom('scan_chunks')
      .where('upload', 'in', (query) => query.selectFrom('scan_files').select('upload').where('batch_id', '=', batchId))
      .execute();
    await trx.updateTable('scan_files').set({ upload: null }).where('batch_id', '=', batchId).execute();
    await trx
      .updateTable('scan_batches')
      .set({ finished_at: sql<Date>`tsunagi_now()`, leased_until: null })
      .where('id', '=', batchId)
      .execute();
  });
}

const lock = (trx: Trx, batchId: number) =>
  trx
    .selectFrom('scan_batches')
    .select('sorted_at')
    .where('id', '=', batchId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
