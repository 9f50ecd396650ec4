import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { receiptNumber } from '../../domain/journeys/receipt-number';
import { type Undeliverable, type ReturnStatus } from '../../domain/returns/return-rules';
import { isProofPiece } from '../customers/authority-cases/documents';
import { envelopeOf } from './mail-room/envelope';
import { inCampaigns, wholeClient, type Scope } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';
import { type Returns } from '../platform/schema.generated';

export type ReturnRow = Selectable<Returns>;

/** A posted envelope, with the journeys whose letters are in it. */
export interface PostPiece {
  id: number;
  clientId: number;
  campaignId: number;
  customerId: number;
  withdrawn: boolean;
  /** When it left, epoch ms; null if by our records it never did. */
  postedAt: number | null;
  /** When its pages were fixed, epoch ms; later changes are not on them. */
  printedAt: number | null;
  letters: PostedLetter[];
}

/** A letter in an envelope: what was sent to whom. */
export interface PostedLetter {
  messageId: number;
  journeyId: number;
  campaignId: number;
  notice: string;
  version: number;
  step: string;
}

/** The envelope with this code or id. Throws not_found, also for another client's or another channel's. */
export async function findPostPiece(
  db: Queryable,
  scope: Scope,
  by: { code: string } | { id: number },
): Promise<PostPiece> {
  const rows = await db
    .selectFrom('pieces as p')
    .innerJoin('messages as m', 'm.piece_id', 'p.id')
    .leftJoin('print_runs as r', 'r.id', 'p.print_run_id')
    .select([
      'p.id',
      'p.campaign_id',
      'p.customer_id',
      'p.posted_at',
      'p.removed_reason',
      'r.handed_over_at as printed_at',
    ])
    .select(['m.id as message', 'm.journey_id', 'm.campaign_id as letter_campaign', 'm.status', 'm.handed_over_at'])
    .select(['m.notice', 'm.version', 'm.step'])
    .where('p.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'p.campaign_id'))
    .where('m.channel', '=', 'post')
    .$if('code' in by, (query) => query.where('p.code', '=', 'code' in by ? by.code : ''))
    .$if('id' in by, (query) => query.where('p.id', '=', 'id' in by ? by.id : 0))
    .orderBy('m.campaign_id')
    .orderBy('m.id')
    .execute();
  const first = rows[0];
  if (!first) throw new AppError('not_found', { what: 'piece' });
  const left = rows.flatMap((row) => (row.handed_over_at === null ? [] : [row.handed_over_at]));
  const postedAt = first.posted_at ?? (left.length > 0 ? Math.min(...left) : null);
  return {
    id: first.id,
    clientId: scope.clientId,
    campaignId: first.campaign_id,
    customerId: first.customer_id,
    withdrawn: first.removed_reason !== null || rows.every((row) => row.status === 'withdrawn'),
    postedAt,
    printedAt: first.printed_at ?? postedAt,
    letters: rows.map((row) => ({
      messageId: row.message,
      journeyId: row.journey_id,
      campaignId: row.letter_campaign,
      notice: row.notice,
      version: row.version,
      step: row.step,
    })),
  };
}

/** What the desk books of an envelope. */
export interface NewReturn {
  kind: 'form' | 'undeliverable';
  receivedOn: string;
  postmarkOn: string | null;
  reason: Undeliverable | null;
  /** Null: reported by the carrier. */
  personId: number | null;
  /** The image as received; `hash` identifies a repeated upload. */
  scan?: { hash: string; type: string; bytes: Buffer; pages?: number | null };
  /** A further form in the same envelope, not the same one scanned again. */
  again?: boolean;
  /** The intake with which the envelope came. Throws not_found for another client's. */
  intakeId?: number | null;
  /** The envelope had been set aside: it is that one. Its intake holds. Throws set_aside_closed. */
  setAsideId?: number | null;
}

/**
 * Books a return; its image is encrypted with the customer's key. `fresh` is false if it was booked before: the same
 * image, the same envelope as undeliverable, or a form by the same code alone. The image of a form that was booked by its
 * code, and is not decided yet, is added to it (`added`). A second image, or `again`, is a return of its own. What comes back
 * with the sheet of a letter that asked for proof is no form but `documents`.
 */
export async function bookReturn(
  trx: Trx,
  vault: Vault,
  piece: PostPiece,
  input: NewReturn,
): Promise<{ row: ReturnRow; fresh: boolean; added?: true }> {
  await trx.selectFrom('pieces').select('id').where('id', '=', piece.id).forNoKeyUpdate().execute();
  const kind = input.kind === 'form' && isProofPiece(piece) ? 'documents' : input.kind;
  const known = await bookedBefore(trx, piece, { ...input, kind });
  if (known) return { row: known, fresh: false };
  const bare = input.scan && kind !== 'undeliverable' && (await bookedByCode(trx, piece));
  if (bare) return { row: await addScan(trx, vault, bare, input.scan!), fresh: false, added: true };
  const inserted = await trx
    .insertInto('returns')
    .values({
      client_id: piece.clientId,
      campaign_id: piece.campaignId,
      customer_id: piece.customerId,
      piece_id: piece.id,
      receipt: randomUUID(), // placeholder: the number depends on the id
      kind,
      status: kind === 'undeliverable' ? 'undeliverable' : 'received',
      received_on: input.receivedOn,
      postmark_on: input.postmarkOn,
      reason: input.reason,
      scan_hash: input.scan?.hash ?? null,
      received_by: input.personId,
      received_at: sql<Date>`tsunagi_now()`,
      decided_at: kind === 'undeliverable' ? sql<Date>`tsunagi_now()` : null,
      ...(await envelopeOf(trx, piece, input)),
    })
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'scan_hash']).where('scan_hash', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { row: (await findByScan(trx, wholeClient(piece.clientId), input.scan!.hash))!, fresh: false };
  const row = await trx
    .updateTable('returns')
    .set({ receipt: receiptNumber(inserted.id, 0) }) // arrivals count from 1, so no answer has the same number
    .where('id', '=', inserted.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (input.scan) await keepScan(trx, vault, row, input.scan);
  return { row, fresh: true };
}

async function bookedBefore(
  trx: Trx,
  piece: PostPiece,
  input: Omit<NewReturn, 'kind'> & { kind: ReturnRow['kind'] },
): Promise<ReturnRow | undefined> {
  const same = input.scan && (await findByScan(trx, wholeClient(piece.clientId), input.scan.hash));
  if (same || (input.kind !== 'undeliverable' && (input.scan || input.again))) return same;
  return trx
    .selectFrom('returns')
    .selectAll()
    .where('piece_id', '=', piece.id)
    .where('kind', '=', input.kind)
    .where('status', '<>', 'withdrawn')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** A form of the envelope that was booked without an image and is not decided. */
async function bookedByCode(trx: Trx, piece: PostPiece): Promise<ReturnRow | undefined> {
  return trx
    .selectFrom('returns as r')
    .selectAll('r')
    .where('r.piece_id', '=', piece.id)
    .where('r.kind', 'in', ['form', 'documents'])
    .where('r.decided_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('return_scans as s').select('s.return_id').whereRef('s.return_id', '=', 'r.id'))),
    )
    .orderBy('r.id')
    .limit(1)
    .executeTakeFirst();
}

async function addScan(trx: Trx, vault: Vault, row: ReturnRow, scan: NonNullable<NewReturn['scan']>) {
  await keepScan(trx, vault, row, scan);
  return trx
    .updateTable('returns')
    .set({ scan_hash: scan.hash, version: row.version + 1 })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The return booked from this same image. */
export async function findByScan(db: Queryable, scope: Scope, hash: string): Promise<ReturnRow | undefined> {
  const query = db.selectFrom('returns').selectAll().where('client_id', '=', scope.clientId);
  return query.where('scan_hash', '=', hash).executeTakeFirst();
}

/** A return of the scope. Throws not_found, also for another client's. */
export async function getReturn(db: Queryable, scope: Scope, id: number): Promise<ReturnRow> {
  const row = await selectReturn(db, scope, id).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** Like `getReturn`, locked until commit, which serialises entries of one form. */
export async function lockReturn(trx: Trx, scope: Scope, id: number): Promise<ReturnRow> {
  const row = await selectReturn(trx, scope, id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

const selectReturn = (db: Queryable, scope: Scope, id: number) =>
  db
    .selectFrom('returns')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .where('id', '=', id);

/** Updates a locked return; a decision sets its time once and for all. */
export async function moveReturn(
  trx: Trx,
  row: ReturnRow,
  to: { status: ReturnStatus; defects?: string[]; decided?: boolean; originalDue?: boolean },
): Promise<ReturnRow> {
  return trx
    .updateTable('returns')
    .set({
      status: to.status,
      version: row.version + 1,
      ...(to.defects && { defects: JSON.stringify(to.defects) }),
      ...(to.originalDue && { original_due: true }),
      ...(to.decided && { decided_at: sql<Date>`tsunagi_now()` }),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

type Owner = Pick<Selectable<Returns>, 'id' | 'client_id' | 'customer_id'>;

/** Stores the image of a return, encrypted with the customer's key. */
async function keepScan(trx: Trx, vault: Vault, row: Owner, scan: NonNullable<NewReturn['scan']>): Promise<void> {
  const wrapped = await wrappedKey(trx, row.customer_id);
  if (!wrapped) return; // the customer was erased: later returns are booked without their image
  const key = vault.unwrap(wrapped);
  await trx
    .insertInto('return_scans')
    .values({
      return_id: row.id,
      client_id: row.client_id,
      type: scan.type,
      pages: scan.pages ?? null,
      data: vault.encryptBytes(key, scan.bytes),
    })
    .execute();
}

/** Stores another image in place of that of a return, which is still known by the first one's hash. */
export async function replaceScan(trx: Trx, vault: Vault, row: Owner, scan: NonNullable<NewReturn['scan']>) {
  await trx.deleteFrom('return_scans').where('return_id', '=', row.id).execute();
  await keepScan(trx, vault, row, scan);
}

/** Decrypts the image of a return: record the access. Throws not_found if there is none. */
export async function openScan(db: Queryable, vault: Vault, row: Owner): Promise<{ type: string; bytes: Buffer }> {
  const scan = await db
    .selectFrom('return_scans')
    .select(['type', 'data'])
    .where('return_id', '=', row.id)
    .where('client_id', '=', row.client_id)
    .executeTakeFirst();
  if (!scan) throw new AppError('not_found', { what: 'image' });
  const wrapped = await wrappedKey(db, row.customer_id);
  if (!wrapped) throw new AppError('erased', { customer: row.customer_id });
  const key = vault.unwrap(wrapped);
  return { type: scan.type, bytes: vault.openBytes(key, scan.data) };
}

async function wrappedKey(db: Queryable, customerId: number): Promise<Buffer | undefined> {
  const query = db.selectFrom('vault_keys').select('wrapped_key').where('customer_id', '=', customerId);
  return (await query.executeTakeFirst())?.wrapped_key;
}
