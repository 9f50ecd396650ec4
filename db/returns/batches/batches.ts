import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { type ScanBatches, type ScanPages } from '../../platform/schema.generated';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { lockIntake } from '../mail-room/intakes';
import { type ScanFile } from './upload';

export type BatchRow = Selectable<ScanBatches>;

/** What all paper of a batch is booked as. */
export interface BatchFacts {
  kind: 'form' | 'undeliverable';
  reason: Undeliverable | null;
  receivedOn: string;
  postmarkOn: string | null;
  intakeId: number | null;
}

interface NewFile extends BatchFacts {
  personId: number;
  file: ScanFile;
  /** The batch that it belongs to; absent: it begins one of `files` files. */
  batchId?: number;
  files: number;
}

/**
 * Receives a file of a batch; the worker reads it later. A file that was received before begins nothing: its batch is
 * returned, with `fresh` false, and its pieces are to be dropped. Throws not_found, and scan_batch_full if the batch has
 * all its files or is sorted.
 */
export async function receiveFile(
  trx: Trx,
  scope: Scope,
  input: NewFile,
): Promise<{ batchId: number; fresh: boolean }> {
  const { file } = input;
  const known = await batchOfFile(trx, scope, file.hash);
  if (known !== undefined) return { batchId: known, fresh: false };
  const batchId = input.batchId ?? (await createBatch(trx, scope, input));
  const no = await nextFileNo(trx, scope, batchId);
  const inserted = await trx
    .insertInto('scan_files')
    .values({
      batch_id: batchId,
      no,
      client_id: scope.clientId,
      hash: file.hash,
      type: file.type,
      upload: file.upload,
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'hash']).doNothing())
    .returning('batch_id')
    .executeTakeFirst();
  // received at the same time by another call: this one is undone, and finds it when it is sent again
  if (!inserted) throw new AppError('idempotency_in_progress');
  return { batchId, fresh: true };
}

async function batchOfFile(db: Queryable, scope: Scope, hash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('scan_files')
    .select('batch_id')
    .where('client_id', '=', scope.clientId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.batch_id;
}

async function createBatch(trx: Trx, scope: Scope, input: NewFile): Promise<number> {
  if (input.intakeId !== null) await lockIntake(trx, scope, input.intakeId);
  const { id } = await trx
    .insertInto('scan_batches')
    .values({
      client_id: scope.clientId,
      campaigns: scope.campaigns === null ? null : [...scope.campaigns],
      kind: input.kind,
      reason: input.reason,
      received_on: input.receivedOn,
      postmark_on: input.postmarkOn,
      intake_id: input.intakeId,
      files: input.files,
      created_by: input.personId,
      created_at: sql<Date>`tsunagi_now()`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function nextFileNo(trx: Trx, scope: Scope, batchId: number): Promise<number> {
  const batch = await lockBatch(trx, scope, batchId);
  const { last } = await trx
    .selectFrom('scan_files')
    .select(sql<number>`coalesce(max(no), 0)::int`.as('last'))
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow();
  if (batch.sorted_at !== null || last >= batch.files) throw new AppError('scan_batch_full', { files: batch.files });
  await trx
    .updateTable('scan_batches')
    .set({ last_file_at: sql<Date>`now()` })
    .where('id', '=', batchId)
    .execute();
  return last + 1;
}

const selectBatch = (db: Queryable, scope: Scope, id: number) =>
  db
    .selectFrom('scan_batches')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(batchesOf(scope))
    .where('id', '=', id);

/** SQL condition: the batch is of a caller who may see no more campaigns than this one. `column` holds that caller's. */
export const batchesOf = (scope: Scope, column = 'campaigns') =>
  scope.campaigns === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} <@ ${[...scope.campaigns]}::bigint[]`;

/** A batch, locked until commit. Throws not_found. */
export async function lockBatch(trx: Trx, scope: Scope, id: number): Promise<BatchRow> {
  const row = await selectBatch(trx, scope, id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** How far a batch is, in files and pages: pages = open + matched + blank + separators + people + disposed. */
export interface BatchProgress extends BatchRow {
  files_received: number;
  files_unreadable: number;
  /** Pages of the files that were opened. */
  pages: number;
  read: number;
  entries: number;
  matched: number;
  blank: number;
  separators: number;
  people: number;
  disposed: number;
}

/** Batches with ids below `before`, newest first. */
export async function listBatches(
  db: Queryable,
  scope: Scope,
  { before, limit }: { before: number | null; limit: number },
): Promise<BatchProgress[]> {
  return withProgress(
    db,
    db
      .selectFrom('scan_batches')
      .selectAll()
      .where('client_id', '=', scope.clientId)
      .where(batchesOf(scope))
      .$if(before !== null, (query) => query.where('id', '<', before!))
      .orderBy('id', 'desc')
      .limit(limit),
  );
}

/** One batch. Throws not_found. */
export async function getBatch(db: Queryable, scope: Scope, id: number): Promise<BatchProgress> {
  const row = (await withProgress(db, selectBatch(db, scope, id)))[0];
  if (!row) throw new AppError('not_found');
  return row;
}

async function withProgress(db: Queryable, batches: ReturnType<typeof selectBatch>): Promise<BatchProgress[]> {
  const { rows } = await sql<BatchProgress>`
    select b.*, f.received as files_received, f.unreadable as files_unreadable, f.pages,
      p.read, p.entries, p.matched, p.blank, p.separators, p.people, p.disposed
    from (${batches}) b
    cross join lateral (select count(*)::int as received, count(*) filter (where state = 'unreadable')::int as unreadable,
      coalesce(sum(pages), 0)::int as pages from scan_files where batch_id = b.id) f
    cross join lateral (select count(*)::int as read, count(distinct return_id)::int as entries,
      count(*) filter (where state = 'matched')::int as matched, count(*) filter (where state = 'blank')::int as blank,
      count(*) filter (where state = 'separator')::int as separators,
      count(*) filter (where state = 'person')::int as people,
      count(*) filter (where state = 'disposed')::int as disposed from scan_pages where batch_id = b.id) p
    order by b.id desc`.execute(db);
  return rows;
}

export type ScanPageRow = Omit<Selectable<ScanPages>, 'data'>;

/** A page of a batch as shown. */
export interface ListedPage extends Pick<
  ScanPageRow,
  'no' | 'found' | 'code' | 'state' | 'reason' | 'return_id' | 'disposed_because'
> {
  receipt: string | null;
  /** Its page in the image of the return, from 1. */
  page: number | null;
  has_image: boolean;
}

/** All pages of a batch in the order of the paper. */
export async function pagesOfBatch(db: Queryable, batchId: number): Promise<ListedPage[]> {
  const { rows } = await sql<ListedPage>`
    select s.no, s.found, s.code, s.state, s.reason, s.return_id, s.disposed_because, r.receipt,
      s.data is not null as has_image,
      case when s.return_id is not null then nullif(coalesce(s.image_page,
        (row_number() over (partition by s.return_id, s.image_page is null order by s.no))::int), 0) end as page
    from scan_pages s left join returns r on r.id = s.return_id
    where s.batch_id = ${batchId} order by s.no`.execute(db);
  return rows;
}
