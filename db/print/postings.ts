import { type Selectable, sql } from 'kysely';
import { BALANCE_CODES, type BalanceCode, slipFaults, type SlipLine } from '../../domain/print/balance';
import { AppError } from '../../domain/errors';
import { type Acknowledgement } from '../../domain/print/print-run';
import { type Postings } from '../platform/schema.generated';
import { type Queryable, type Trx } from '../platform/types';
import { type PrintRun } from './runs';

export type PostingRow = Selectable<Postings>;

/** A posting slip as booked: its office and day, with a line per class. */
export interface Slip {
  slipNo: string | null;
  office: string;
  postedOn: string;
  lines: SlipLine[];
}

/** Books a slip of a locked run; `personId` null: by the shop's report. */
export async function bookSlip(
  trx: Trx,
  run: Pick<PrintRun, 'id' | 'client_id'>,
  slip: Slip & { personId: number | null; now: number },
): Promise<void> {
  await trx
    .insertInto('postings')
    .values(
      slip.lines.map((line) => ({
        client_id: run.client_id,
        print_run_id: run.id,
        slip_no: slip.slipNo,
        office: slip.office,
        posted_on: slip.postedOn,
        postal_class: line.class,
        express: line.express,
        no_forwarding: line.noForwarding,
        pieces: line.pieces,
        booked_by: slip.personId,
        booked_at: new Date(slip.now),
      })),
    )
    .execute();
}

/** The run's slips in the order in which they were booked, withdrawn ones too. */
export const postingsOf = (db: Queryable, runId: number): Promise<PostingRow[]> =>
  db.selectFrom('postings').selectAll().where('print_run_id', '=', runId).orderBy('id').execute();

/** Withdraws a slip's line that was booked by mistake. Throws not_found. */
export async function withdrawPosting(
  trx: Trx,
  run: Pick<PrintRun, 'id'>,
  input: { id: number; personId: number; reason: string; now: number },
): Promise<PostingRow> {
  const row = await trx
    .updateTable('postings')
    .set({ withdrawn_by: input.personId, withdrawn_at: new Date(input.now), withdrawn_reason: input.reason })
    .where('id', '=', input.id)
    .where('print_run_id', '=', run.id)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'posting' });
  return row;
}

export const slipLine = (row: PostingRow): SlipLine & { postedOn: string } => ({
  class: row.postal_class,
  express: row.express,
  noForwarding: row.no_forwarding,
  pieces: row.pieces,
  postedOn: row.posted_on,
});

/** The pieces in a run by class. */
export async function piecesByClass(db: Queryable, runId: number): Promise<SlipLine[]> {
  const { rows } = await sql<SlipLine>`
    select coalesce(postal_class, 'ordinary') as class, coalesce(express, false) as express,
      coalesce(no_forwarding, false) as "noForwarding", count(*)::int as pieces
    from pieces where print_run_id = ${runId} and removed_reason is null group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}

/** What the slips leave open; empty while the run is not posted. */
export async function openBySlips(
  db: Queryable,
  run: Pick<PrintRun, 'id' | 'status' | 'acknowledged'>,
): Promise<BalanceCode[]> {
  if (run.status !== 'posted' || run.acknowledged === null) return [];
  const { postedOn } = run.acknowledged as unknown as Acknowledgement;
  const slips = (await postingsOf(db, run.id)).filter(({ withdrawn_at: gone }) => gone === null).map(slipLine);
  return slipFaults({ ours: await piecesByClass(db, run.id), postedOn }, slips);
}

/** Notes on a posted run where its slips differ, which raises the alert; a slip that is missing does not. */
export async function noteBalance(
  trx: Trx,
  run: Pick<PrintRun, 'id' | 'status' | 'acknowledged'>,
): Promise<BalanceCode[]> {
  const open = await openBySlips(trx, run);
  const unbalanced = BALANCE_CODES.filter((code) => code !== 'slips_missing' && open.includes(code));
  await trx.updateTable('print_runs').set({ unbalanced }).where('id', '=', run.id).execute();
  return open;
}
