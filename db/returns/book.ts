import { readClock } from '../platform/clock';
import { type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { documentsBooked } from '../customers/authority-cases/documents';
import { lockJourneys, recordOnPiece, reportFormReceived, reportUndeliverable } from './decide';
import { bookReturn, type NewReturn, type PostPiece, type ReturnRow } from './returns';

async function reportBooked(
  trx: Trx,
  { row, piece }: { row: ReturnRow; piece: PostPiece },
  { personId, now }: { personId: number | null; now: number },
): Promise<void> {
  if (row.kind === 'form') return reportFormReceived(trx, { row, piece });
  if (row.kind === 'undeliverable') return reportUndeliverable(trx, { row, piece });
  await lockJourneys(trx, piece);
  const { id: returnId, received_on: receivedOn } = row;
  await documentsBooked(trx, { pieceId: piece.id, returnId, receivedOn, personId, now });
}

/**
 * Books an item of the desk as `bookReturn` does, and notifies each journey with a letter in the envelope; `fresh` is false
 * if it was booked before. Call it last in the transaction.
 */
export async function bookAndReport(
  trx: Trx,
  vault: Vault,
  piece: PostPiece,
  item: NewReturn,
): Promise<{ row: ReturnRow; fresh: boolean }> {
  const { row, fresh, added } = await bookReturn(trx, vault, piece, item);
  const { now } = await readClock(trx);
  const by = `person:${item.personId}`;
  if (!fresh) {
    const entry = { kind: 'return_image_added', return: row.id, by, image: row.scan_hash };
    if (added) await recordOnPiece(trx, piece, now, entry);
    return { row, fresh };
  }
  await reportBooked(trx, { row, piece }, { personId: item.personId, now });
  const { kind, reason, receipt, received_on: receivedOn, postmark_on: postmarkOn, scan_hash: image } = row;
  const base = { kind: 'return_received', return: row.id, by, what: kind, receipt, receivedOn, postmarkOn };
  const came = {
    ...(row.intake_id && { intake: row.intake_id }),
    ...(row.set_aside_id && { setAside: row.set_aside_id }),
  };
  await recordOnPiece(trx, piece, now, {
    ...base,
    receivedAt: row.received_at,
    ...came,
    ...(reason && { slip: reason }),
    image,
  });
  return { row, fresh };
}
