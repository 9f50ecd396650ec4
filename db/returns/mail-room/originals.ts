import { sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type ReturnRow } from '../returns';

/** The original of a form, and the envelope of a run in which it goes back. */
export interface Original {
  returnId: number;
  campaignId: number;
  receipt: string;
  pieceId: number;
  /** Of the envelope, as printed on it, and its number in the run. */
  code: string;
  no: number | null;
  /** Whether the form was scanned; without an image it may not leave. */
  hasImage: boolean;
  putBy: number | null;
  putAt: number | null;
  witnessedBy: number | null;
  /** It was kept: no envelope has it. */
  kept: boolean;
}

/** What goes into the letters about defects of a run, by the numbers of the envelopes: one original for each form. */
export async function originalsOfRun(db: Queryable, runId: number): Promise<Original[]> {
  const { rows } = await sql<Original>`
    select distinct on (p.no, r.id) r.id as "returnId", r.campaign_id as "campaignId", r.receipt, p.id as "pieceId", p.code, p.no,
      exists (select from return_scans s where s.return_id = r.id) as "hasImage", o.put_by as "putBy",
      o.put_at as "putAt", o.witnessed_by as "witnessedBy", o.return_id is not null and o.piece_id is null as kept
    from pieces p
    join messages m on m.piece_id = p.id and m.step = 'defect' and m.channel = 'post'
    cross join lateral (select (a.data ->> 'returnId')::bigint as id from (
        select data, row_number() over (order by seq) as n, count(*) over () as total from arrivals
        where journey_id = m.journey_id and kind = 'form_defect') a
      where a.n = least(m.occurrence + 1, a.total) and a.data -> 'original' = 'true') f
    join returns r on r.id = f.id
    left join original_returns o on o.return_id = r.id
    where p.print_run_id = ${runId} and p.removed_reason is null order by p.no, r.id`.execute(db);
  return rows;
}

/** What goes into one envelope. */
export async function originalsWith(db: Queryable, envelope: { id: number }): Promise<Original[]> {
  const piece = db.selectFrom('pieces').select('print_run_id as run').where('id', '=', envelope.id);
  const { run } = await piece.executeTakeFirstOrThrow();
  return run === null ? [] : (await originalsOfRun(db, run)).filter(({ pieceId }) => pieceId === envelope.id);
}

/** How many originals of the client's forms are to go back and are in no envelope yet. */
export async function originalsDue(db: Queryable, scope: Scope): Promise<number> {
  const { count } = await db
    .selectFrom('returns')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .where('original_due', '=', true)
    .executeTakeFirstOrThrow();
  return count;
}

/** Records that the original of a locked return was put into an envelope, or kept (null). It is then due no more. */
export async function putOriginal(
  trx: Trx,
  row: ReturnRow,
  { pieceId, personId }: { pieceId: number | null; personId: number },
): Promise<void> {
  await trx.updateTable('returns').set({ original_due: false }).where('id', '=', row.id).execute();
  await trx
    .insertInto('original_returns')
    .values({
      ...{ return_id: row.id, client_id: row.client_id, campaign_id: row.campaign_id, customer_id: row.customer_id },
      ...{ piece_id: pieceId, put_by: personId, put_at: sql<Date>`tsunagi_now()` },
    })
    .execute();
}

/** Records that a second person saw the original in its envelope. Throws original_wrong_state, or four_eyes. */
export async function witnessOriginal(trx: Trx, row: ReturnRow, personId: number): Promise<void> {
  const original = await trx
    .selectFrom('original_returns')
    .selectAll()
    .where('return_id', '=', row.id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!original?.piece_id || original.witnessed_by !== null) throw new AppError('original_wrong_state');
  if (original.put_by === personId) throw new AppError('four_eyes');
  await trx
    .updateTable('original_returns')
    .set({ witnessed_by: personId, witnessed_at: sql<Date>`tsunagi_now()` })
    .where('return_id', '=', row.id)
    .execute();
}
