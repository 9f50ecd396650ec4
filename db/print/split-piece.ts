import { sql } from 'kysely';
import { newPieceCode } from '../journeys/step-writes';
import { type Db } from '../platform/types';
import { type RunPiece } from './runs';

/**
 * Gives all letters of an envelope but the first an envelope of their own in the same run, which is drawn after those there
 * are; both say why. A run that was handed over is left alone. Returns whether it was split.
 */
export async function splitPiece(db: Db, runId: number, piece: RunPiece): Promise<boolean> {
  const [, ...others] = piece.letters.map(({ messageId }) => messageId);
  return db.transaction().execute(async (trx) => {
    const run = await trx
      .selectFrom('print_runs')
      .select('status')
      .where('id', '=', runId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (others.length === 0 || (run.status !== 'open' && run.status !== 'rendered')) return false;
    const notes = others.length > 1 ? ['merged_same_customer', 'split_sheet_limit'] : ['split_sheet_limit'];
    const { rows } = await sql<{ id: number }>`
      insert into pieces (client_id, campaign_id, customer_id, code, print_run_id, envelope_notes)
      select p.client_id, m.campaign_id, p.customer_id, ${newPieceCode()}, p.print_run_id, ${notes}::text[]
      from pieces p join messages m on m.id = ${others[0]!} where p.id = ${piece.id} returning id`.execute(trx);
    await sql`
      update messages set piece_id = ${rows[0]!.id} where id = any(${others}::bigint[]) and status = 'claimed'`.execute(
      trx,
    );
    await sql`
      update pieces set envelope_notes = array_append(array_remove(envelope_notes, 'merged_same_customer'),
        'split_sheet_limit') where id = ${piece.id}`.execute(trx);
    return true;
  });
}
