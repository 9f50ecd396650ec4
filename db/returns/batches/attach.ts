import { sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { readClock } from '../../platform/clock';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { recordOnPiece } from '../decide';
import { lockIntake } from '../mail-room/intakes';
import { findPostPiece, type ReturnRow } from '../returns';
import { type BatchRow } from './batches';

/** A booked item by the number stamped on its paper, locked until commit. Throws not_found, and return_decided if its booking was withdrawn. */
export async function lockByReceipt(trx: Trx, scope: Scope, receipt: string): Promise<ReturnRow> {
  const row = await trx
    .selectFrom('returns')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .where('receipt', '=', receipt)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'return' });
  if (row.status === 'withdrawn') throw new AppError('return_decided', { status: row.status });
  return row;
}

/** Records that a person has added pages of a stack to an item that was booked before. Call it last in the transaction. */
export async function recordPagesAdded(
  trx: Trx,
  scope: Scope,
  { row, ...what }: { row: ReturnRow; personId: number; stack: number; pages: readonly number[] },
): Promise<void> {
  const { now } = await readClock(trx);
  const { personId, stack, pages } = what;
  const entry = { kind: 'return_pages_added', return: row.id, by: `person:${personId}`, stack, pages: [...pages] };
  await recordOnPiece(trx, await findPostPiece(trx, scope, { id: row.piece_id }), now, entry);
}

/**
 * Names the intake with which a locked batch's paper came, also for what is booked from it already, so that the day book
 * counts its envelopes. Throws not_found, and scan_batch_has_intake when it has another.
 */
export async function nameIntake(
  trx: Trx,
  scope: Scope,
  batch: BatchRow,
  { intakeId, personId }: { intakeId: number; personId: number },
): Promise<void> {
  if (batch.intake_id === intakeId) return;
  if (batch.intake_id !== null) throw new AppError('scan_batch_has_intake', { intake: batch.intake_id });
  await lockIntake(trx, scope, intakeId);
  await trx.updateTable('scan_batches').set({ intake_id: intakeId }).where('id', '=', batch.id).execute();
  const { rows } = await sql<{ id: number; piece_id: number }>`
    update returns r set intake_id = ${intakeId}, further = exists (select from returns e where e.piece_id = r.piece_id
        and e.id <> r.id and e.status <> 'withdrawn' and (e.intake_id = ${intakeId} or e.intake_id is null and e.id < r.id
          and e.id in (select return_id from scan_pages where batch_id = ${batch.id})))
    where r.intake_id is null and r.set_aside_id is null and r.status <> 'withdrawn'
      and r.id in (select return_id from scan_pages where batch_id = ${batch.id})
    returning r.id, r.piece_id`.execute(trx);
  const { now } = await readClock(trx);
  const entry = { kind: 'return_intake_named', by: `person:${personId}`, intake: intakeId };
  const named = await Promise.all(
    rows.map(async ({ id, piece_id: piece }) => ({ id, piece: await findPostPiece(trx, scope, { id: piece }) })),
  );
  // sorted by campaign, as ledgers are locked everywhere
  for (const { id, piece } of named.sort((a, b) => a.piece.campaignId - b.piece.campaignId || a.id - b.id)) {
    await recordOnPiece(trx, piece, now, { ...entry, return: id });
  }
}
