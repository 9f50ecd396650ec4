import { sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type Disposal } from '../../../domain/returns/stack';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { lockBatch, type BatchRow } from './batches';

/** A page that a person has to decide on, as a picture. */
export interface WaitingPage {
  no: number;
  /** Null: it could not be drawn. */
  jpeg: Buffer | null;
}

/** Whose code is on a page of a batch; null: none is known. Throws not_found. */
export async function customerOfPage(
  db: Queryable,
  scope: Scope,
  { batchId, no }: { batchId: number; no: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('scan_pages as s')
    .leftJoin('pieces as p', 'p.id', 's.piece_id')
    .select('p.customer_id')
    .where('s.client_id', '=', scope.clientId)
    .where('s.batch_id', '=', batchId)
    .where('s.no', '=', no)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row.customer_id;
}

/** The picture of a page that waits for a person. Throws not_found if there is none, or it is kept elsewhere by now. */
export async function openPage(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  { batchId, no }: { batchId: number; no: number },
): Promise<Buffer> {
  const row = await db
    .selectFrom('scan_pages')
    .select('data')
    .where('client_id', '=', scope.clientId)
    .where('batch_id', '=', batchId)
    .where('no', '=', no)
    .executeTakeFirst();
  if (!row?.data) throw new AppError('not_found', { what: 'image' });
  return vault.openScan(row.data);
}

/**
 * The batch, locked, with these of its pages as pictures. Throws not_found, and scan_page_decided unless each of them
 * waits for a person.
 */
export async function lockWaiting(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  { batchId, pages }: { batchId: number; pages: readonly number[] },
): Promise<{ batch: BatchRow; waiting: WaitingPage[] }> {
  const batch = await lockBatch(trx, scope, batchId);
  const rows = await trx
    .selectFrom('scan_pages')
    .select(['no', 'data', 'state'])
    .where('batch_id', '=', batchId)
    .where('no', 'in', [...pages])
    .orderBy('no')
    .execute();
  if (rows.length < new Set(pages).size) throw new AppError('not_found');
  if (rows.some(({ state }) => state !== 'person')) throw new AppError('scan_page_decided');
  return { batch, waiting: rows.map(({ no, data }) => ({ no, jpeg: data && vault.openScan(data) })) };
}

/**
 * What a person has decided about pages: booked with a return, or put aside. Their pictures go from here. `after`: the
 * pages that the return's image had before these were added to it.
 */
export async function decidePages(
  trx: Trx,
  { batchId, pages, personId }: { batchId: number; pages: readonly number[]; personId: number },
  decided: { returnId: number; after?: number } | { because: Disposal },
): Promise<void> {
  await trx
    .updateTable('scan_pages')
    .set({
      ...('returnId' in decided
        ? { state: 'matched', return_id: decided.returnId, ...placesAfter(pages, decided.after) }
        : { state: 'disposed', disposed_because: decided.because }),
      data: null,
      decided_by: personId,
      decided_at: sql<Date>`tsunagi_now()`,
    })
    .where('batch_id', '=', batchId)
    .where('no', 'in', [...pages])
    .execute();
}

/** Pages without a picture are not in the image. */
const placesAfter = (pages: readonly number[], after: number | undefined) =>
  after === undefined
    ? {}
    : {
        image_page: sql<number>`case when data is null then 0 else ${after}::int + (select count(*)::int from scan_pages e
          where e.batch_id = scan_pages.batch_id and e.no = any(${[...pages]}::int[]) and e.no <= scan_pages.no
            and e.data is not null) end`,
      };
