import { sql } from 'kysely';
import { localDate } from '../../../domain/campaigns/calendar';
import {
  type CarrierFile,
  type CarrierFinding,
  type CarrierFindingCode,
  type CarrierResult,
  type CarrierRow,
} from '../../../domain/print/carrier-file';
import { isTracked, type PostalClass } from '../../../domain/print/postal-class';
import { type Trx } from '../../platform/types';
import { CARRIER_ZONE } from './read-file';

/** A piece that a file names, by its code or by the carrier's number. */
export interface NamedPiece {
  id: number;
  code: string;
  clientId: number;
  campaignId: number;
  customerId: number;
  runId: number;
  trackingNo: string | null;
  class: PostalClass | null;
  postedAt: number | null;
  removed: boolean;
  /** When it came back by the carrier's earlier results. */
  returnedAt: number | null;
}

/** A row with the piece it is about. */
export interface MatchedRow extends CarrierRow {
  piece: string | null;
  of: NamedPiece;
}

/** A carrier's number is not given to two pieces within this time. */
const REUSED_AFTER_MS = 365 * 86_400_000;

/**
 * Finds the pieces of a file's rows, locked in the order of their ids, and what of the rows does not fit them. `runId`:
 * only pieces of this run fit.
 */
export async function matchRows(
  trx: Trx,
  file: CarrierFile,
  { now, runId }: { now: number; runId: number | null },
): Promise<{ rows: MatchedRow[]; findings: CarrierFinding[]; clientId: number | null }> {
  const pieces = await lockNamed(trx, file.rows);
  const byCode = new Map(pieces.map((piece) => [piece.code, piece]));
  const byNo = new Map(pieces.flatMap((piece) => (piece.trackingNo === null ? [] : [[piece.trackingNo, piece]])));
  const clientId = pieces[0]?.clientId ?? null;
  const known = { now, runId, clientId, byCode, byNo };
  const findings: CarrierFinding[] = [];
  const rows: MatchedRow[] = [];
  const returned = new Map(pieces.flatMap(({ id, returnedAt }) => (returnedAt === null ? [] : [[id, returnedAt]])));
  for (const row of [...file.rows].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    const matched = matchRow(file.kind, row, known);
    if (typeof matched === 'string') findings.push({ line: row.line, code: matched });
    else {
      const before = returned.get(matched.id);
      if (row.result === 'delivered' && before !== undefined && before <= row.at!)
        findings.push({ line: row.line, code: 'result_after_return' });
      if (comesBack(row.result)) returned.set(matched.id, row.at!);
      rows.push({ ...row, of: matched });
    }
  }
  return { rows, findings: findings.sort((a, b) => a.line - b.line), clientId };
}

export const comesBack = (result: CarrierResult | null): boolean => result === 'returned' || result === 'refused';

interface Known {
  now: number;
  runId: number | null;
  clientId: number | null;
  byCode: Map<string, NamedPiece>;
  byNo: Map<string, NamedPiece>;
}

function matchRow(kind: CarrierFile['kind'], row: CarrierRow, known: Known): NamedPiece | CarrierFindingCode {
  const { byCode, byNo, now } = known;
  const holder = row.trackingNo === null ? undefined : byNo.get(row.trackingNo);
  const piece = row.piece === null ? holder : byCode.get(row.piece);
  if (!piece) return row.piece === null ? 'number_unknown' : 'piece_unknown';
  if (known.runId !== null && piece.runId !== known.runId) return 'piece_unknown';
  if (piece.clientId !== known.clientId) return 'other_client';
  if (piece.removed) return 'piece_removed';
  if (piece.class === null || !isTracked(piece.class)) return 'piece_not_tracked';
  if (row.trackingNo !== null && (kind === 'tracking' ? piece.trackingNo !== null : true)) {
    if (piece.trackingNo !== row.trackingNo) return 'piece_has_other_number';
  }
  if (kind === 'tracking') {
    const recent = holder && (holder.postedAt === null || now - holder.postedAt < REUSED_AFTER_MS);
    return recent && holder.id !== piece.id ? 'number_of_other_piece' : piece;
  }
  if (piece.postedAt === null) return 'piece_not_posted';
  const day = localDate(row.at ?? 0, CARRIER_ZONE);
  if (row.at !== null && day > localDate(now, CARRIER_ZONE)) return 'date_ahead';
  if (row.at !== null && day < localDate(piece.postedAt, CARRIER_ZONE)) return 'date_before_posting';
  return piece;
}

/** Of a number that was given twice over the years, the newest piece. */
async function lockNamed(trx: Trx, rows: CarrierRow[]): Promise<NamedPiece[]> {
  const codes = rows.flatMap(({ piece }) => (piece === null ? [] : [piece]));
  const numbers = rows.flatMap(({ trackingNo }) => (trackingNo === null ? [] : [trackingNo]));
  const { rows: found } = await sql<NamedPiece>`
    select p.id, p.code, p.client_id as "clientId", p.campaign_id as "campaignId", p.customer_id as "customerId",
      p.print_run_id as "runId", p.tracking_no as "trackingNo", p.postal_class as class, p.posted_at as "postedAt",
      p.removed_reason is not null as removed,
      (select min(d.at) from delivery_results d where d.piece_id = p.id and d.result in ('returned', 'refused'))
        as "returnedAt"
    from pieces p where p.print_run_id is not null
      and (p.code = any(${codes}::text[]) or p.tracking_no = any(${numbers}::text[]))
      and exists (select from print_runs r where r.id = p.print_run_id and r.handed_over_at is not null)
    order by p.id for no key update of p`.execute(trx);
  return found;
}
