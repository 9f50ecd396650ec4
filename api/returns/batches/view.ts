import { type BatchProgress, getBatch, type ListedPage, pagesOfBatch } from '../../../db/returns/batches/batches';
import { type Scope } from '../../../db/platform/scope';
import { type Queryable } from '../../../db/platform/types';
import { type Undeliverable } from '../../../domain/returns/return-rules';
import { type PageFound, type PageReason, type PutAside } from '../../../domain/returns/stack';
import { iso } from '../../http/wire';

/** A batch with its counts. */
export function briefOfBatch(row: BatchProgress) {
  return {
    id: row.id,
    kind: row.kind as 'form' | 'undeliverable',
    reason: row.reason as Undeliverable | null,
    receivedOn: row.received_on,
    postmarkOn: row.postmark_on,
    intake: row.intake_id,
    by: row.created_by,
    createdAt: iso(row.created_at),
    status: statusOf(row),
    files: row.files,
    filesReceived: row.files_received,
    filesUnreadable: row.files_unreadable,
    pages: row.pages,
    read: row.read,
    items: row.entries,
    matched: row.matched,
    blank: row.blank,
    separators: row.separators,
    people: row.people,
    disposed: row.disposed,
  };
}

function statusOf(row: BatchProgress) {
  if (row.finished_at !== null) return 'done' as const;
  if (row.sorted_at !== null) return 'booking' as const;
  return row.files_received < row.files ? ('receiving' as const) : ('reading' as const);
}

/** A batch with its pages. */
export async function detailOfBatch(db: Queryable, scope: Scope, id: number) {
  const batch = await getBatch(db, scope, id);
  return { ...briefOfBatch(batch), sheets: (await pagesOfBatch(db, id)).map(sheetOf) };
}

const sheetOf = (row: ListedPage) => ({
  no: row.no,
  state: row.state as 'open' | 'matched' | 'blank' | 'separator' | 'person' | 'disposed',
  found: row.found as PageFound,
  code: row.code,
  reason: row.reason as PageReason | null,
  returnId: row.return_id,
  receipt: row.receipt,
  page: row.page,
  because: row.disposed_because as PutAside | null,
  hasImage: row.has_image,
});
