import { type Withdrawal } from '../../domain/returns/return-rules';
import { isProofPiece, letterDidNotComeBack, takeDocumentsBack } from '../customers/authority-cases/documents';
import { recordArrival } from '../journeys/arrivals';
import { readClock } from '../platform/clock';
import { type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { emptyAccounts } from './accounts';
import { type Envelope, lockJourneys, returnDedupe } from './decide';
import { type ReturnRow } from './returns';

/**
 * Takes back the booking of a locked return. Its image and account, which may be another customer's, are removed, so that the same scan
 * can be booked again. A form's time of withdrawal is that of its decision.
 */
export async function withdrawReturn(
  trx: Trx,
  vault: Vault,
  row: ReturnRow,
  { because, personId }: { because: Withdrawal; personId: number },
): Promise<ReturnRow> {
  await trx.deleteFrom('return_scans').where('return_id', '=', row.id).execute();
  await emptyAccounts(trx, vault, row);
  const { now } = await readClock(trx);
  return trx
    .updateTable('returns')
    .set({
      status: 'withdrawn',
      version: row.version + 1,
      withdrawn_because: because,
      withdrawn_by: personId,
      scan_hash: null,
      decided_at: new Date(row.decided_at ?? now),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Notifies each journey with a letter in the envelope. Call it last in the transaction. */
export async function reportWithdrawn(trx: Trx, { row, piece }: Envelope): Promise<void> {
  const { now } = await readClock(trx);
  if (isProofPiece(piece)) {
    await lockJourneys(trx, piece);
    if (row.kind === 'undeliverable') return letterDidNotComeBack(trx, piece.id);
    return takeDocumentsBack(trx, { pieceId: piece.id, returnId: row.id, personId: row.withdrawn_by!, now });
  }
  for (const { campaignId, journeyId } of await lockJourneys(trx, piece)) {
    const messageIds = piece.letters.filter((one) => one.journeyId === journeyId).map((one) => one.messageId);
    const lost = row.kind === 'undeliverable' && { messageIds, reason: row.reason };
    const restores = row.reason === 'refused' && { restores: await consentBefore(trx, row) };
    await recordArrival(trx, {
      campaignId,
      customerId: row.customer_id,
      kind: 'return_withdrawn',
      at: now,
      source: row.kind === 'form' ? 'form' : 'post',
      data: { returnId: row.id, ...lost, ...restores },
      dedupe: returnDedupe(row.id, 'withdrawn'),
    });
  }
}

/** What the customer had declared about letters besides this return; null: nothing. */
async function consentBefore(trx: Trx, row: ReturnRow): Promise<boolean | null> {
  const declared = await trx
    .selectFrom('consents as c')
    .leftJoin('arrivals as a', 'a.id', 'c.arrival_id')
    .select('c.value')
    .where('c.customer_id', '=', row.customer_id)
    .where('c.channel', '=', 'post')
    .where('c.purpose', '=', 'service_notice')
    .where((eb) => eb.or([eb('a.dedupe', 'is', null), eb('a.dedupe', '<>', returnDedupe(row.id, 'undeliverable'))]))
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return declared?.value ?? null;
}
