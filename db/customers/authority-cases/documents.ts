import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { AUTHORITY_STEP } from '../../../domain/journeys/answers/replies';
import { type Scope, wholeClient } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type AuthorityCase, type CaseAct, lockCase, noteCase, openHoldsOf, updateCase, WAITING } from './cases';

/** Whether an envelope with letters of these steps asked for proof of who may act: what comes back in it is no answer. */
export const isProofPiece = ({ letters }: { letters: { step: string }[] }): boolean =>
  letters.length > 0 && letters.every(({ step }) => step === AUTHORITY_STEP);

/** SQL condition: the envelope in this column asked for proof of who may act. */
export const askedForProof = (piece: string): RawBuilder<boolean> => sql<boolean>`exists (select from messages m
  where m.piece_id = ${sql.ref(piece)} and m.step = ${sql.lit(AUTHORITY_STEP)})`;

/** Books documents that came without the letter's sheet. ISO day. Throws not_found, authority_wrong_state. */
export async function receiveDocuments(
  trx: Trx,
  scope: Scope,
  act: CaseAct & { receivedOn: string },
): Promise<AuthorityCase> {
  const row = await lockCase(trx, scope, act.id, ['asked']);
  return arrived(trx, row, { ...act, returnId: null });
}

/** The case that an envelope's letter belongs to; undefined for letters of other steps. */
async function caseOfPiece(db: Queryable, pieceId: number): Promise<{ id: number; client_id: number } | undefined> {
  return db
    .selectFrom('messages as m')
    .innerJoin('authority_letters as l', 'l.message_id', 'm.id')
    .innerJoin('authority_cases as c', 'c.id', 'l.case_id')
    .select(['c.id', 'c.client_id'])
    .where('m.piece_id', '=', pieceId)
    .executeTakeFirst();
}

/**
 * The desk has booked documents by the sheet of a letter: they wait for their check. More of them while that goes on
 * change nothing. A case that was closed and whose hold goes on waits for its check again: late is not lost. What comes for
 * any other is booked, and a person finds it with the case.
 */
export async function documentsBooked(
  trx: Trx,
  booked: { pieceId: number; returnId: number; receivedOn: string; personId: number | null; now: number },
): Promise<void> {
  const found = await caseOfPiece(trx, booked.pieceId);
  if (!found) return;
  const row = await lockCase(trx, wholeClient(found.client_id), found.id, ALL);
  if (row.status === 'asked' || (await reopens(trx, row))) await arrived(trx, row, { ...booked, id: row.id });
  else if (row.return_id === null) await updateCase(trx, row, { return_id: booked.returnId });
}

/** Whether a closed case goes on: contact is still on hold for it, and no other one of its kind waits. */
async function reopens(trx: Trx, row: AuthorityCase): Promise<boolean> {
  if (row.status !== 'closed' || !(await openHoldsOf(trx, [row])).has(row.hold_id)) return false;
  const other = trx.selectFrom('authority_cases').select('id').where('customer_id', '=', row.customer_id);
  const waiting = other.where('kind', '=', row.kind).where('status', 'in', WAITING);
  return (await waiting.limit(1).executeTakeFirst()) === undefined;
}

const ALL = ['asked', 'received', 'checked', 'decide', 'accepted', 'closed'] as const;

interface Arrived {
  id: number;
  receivedOn: string;
  returnId: number | null;
  personId: number | null;
  now: number;
}

async function arrived(
  trx: Trx,
  row: AuthorityCase,
  { receivedOn, returnId, personId, now }: Arrived,
): Promise<AuthorityCase> {
  const came = { status: 'received' as const, received_on: receivedOn, return_id: returnId };
  const open = { close_reason: null, ended_at: null, ended_by: null };
  const changed = await updateCase(trx, row, { ...came, ...open, waits_since: new Date(now) });
  const about = { round: row.round, receivedOn, ...(returnId !== null && { return: returnId }) };
  await noteCase(trx, changed, { kind: 'authority_received', personId, now, ...about });
  return changed;
}

/** Documents were booked by mistake: they are waited for again. Throws return_not_withdrawable once one person has checked. */
export async function takeDocumentsBack(
  trx: Trx,
  booked: { pieceId: number; returnId: number; now: number; personId: number },
) {
  const found = await caseOfPiece(trx, booked.pieceId);
  if (!found) return;
  const row = await lockCase(trx, wholeClient(found.client_id), found.id, ALL);
  if (row.return_id !== booked.returnId) return;
  if (row.status !== 'received') throw new AppError('return_not_withdrawable', { status: row.status });
  const changed = await updateCase(trx, row, { status: 'asked', received_on: null, return_id: null });
  const { personId, now, returnId } = booked;
  await noteCase(trx, changed, { kind: 'authority_unreceived', personId, now, return: returnId });
}

/** A letter of a case came back: it did not reach who wants to act. The customer's own address was not tried. */
export async function letterCameBack(trx: Trx, back: { pieceId: number; reason: string; at: number }): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ bounced_at: new Date(back.at), failure: back.reason })
    .where('piece_id', '=', back.pieceId)
    .where('step', '=', AUTHORITY_STEP)
    .execute();
}

/** Its booking was a mistake. */
export async function letterDidNotComeBack(trx: Trx, pieceId: number): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ bounced_at: null, failure: null })
    .where('piece_id', '=', pieceId)
    .where('step', '=', AUTHORITY_STEP)
    .execute();
}

/** The papers of a case are dealt with: accepted, or they lack something. */
export async function decidePapers(
  trx: Trx,
  caseId: number,
  status: 'accepted' | 'defect',
  now: number,
): Promise<void> {
  await trx
    .updateTable('returns')
    .set((eb) => ({ status, decided_at: new Date(now), version: eb('version', '+', 1) }))
    .where('kind', '=', 'documents')
    .where('decided_at', 'is', null)
    .where('piece_id', 'in', (letters) =>
      letters
        .selectFrom('authority_letters as l')
        .innerJoin('messages as m', 'm.id', 'l.message_id')
        .select('m.piece_id')
        .where('l.case_id', '=', caseId),
    )
    .execute();
}
