import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { newPieceCode } from '../journeys/step-writes';
import { type Db, type Trx } from '../platform/types';
import { type PrintRun, type RunPiece } from './runs';

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

/** What a person has asked to split, and the letters of each campaign in it. */
interface Split {
  /** Codes of the envelopes, the first one's as before. */
  codes: string[];
  campaigns: { campaignId: number; letters: number }[];
}

/**
 * Gives each letter of an envelope an envelope of its own because a person asks for it, with the reason; they stay apart
 * if they are given back and printed later. The caller holds the run's lock. The run is drawn again before it leaves.
 * Throws not_found, print_run_handed_over, envelope_not_shared.
 */
export async function splitOnRequest(
  trx: Trx,
  run: PrintRun,
  input: { code: string; reason: string; personId: number; now: number },
): Promise<Split> {
  if (run.status !== 'open' && run.status !== 'rendered') throw new AppError('print_run_handed_over', { run: run.key });
  const { rows: letters } = await sql<{ message: number; piece: number; campaignId: number }>`
    select m.id as message, p.id as piece, m.campaign_id as "campaignId" from pieces p
    join messages m on m.piece_id = p.id and m.status = 'claimed'
    where p.print_run_id = ${run.id} and p.code = ${input.code} and p.removed_reason is null
    order by m.id for no key update of m`.execute(trx);
  const [first, ...others] = letters;
  if (!first) throw new AppError('not_found', { what: 'piece' });
  if (others.length === 0) throw new AppError('envelope_not_shared', { piece: input.code });
  const split = await trx
    .insertInto('envelope_splits')
    .values({
      client_id: run.client_id,
      print_run_id: run.id,
      piece_id: first.piece,
      letters: letters.length,
      reason: input.reason,
      asked_by: input.personId,
      asked_at: new Date(input.now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const fresh = others.map(({ message }) => ({ message, code: newPieceCode() }));
  await sql`
    with wanted as (select * from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as w(message bigint, code text)),
      made as (insert into pieces (client_id, campaign_id, customer_id, code, print_run_id, envelope_notes)
        select m.client_id, m.campaign_id, m.customer_id, w.code, ${run.id}, '{split_on_request}'
        from wanted w join messages m on m.id = w.message returning id, code)
    update messages m set piece_id = made.id from wanted w join made using (code) where m.id = w.message`.execute(trx);
  await sql`
    update messages set split_id = ${split.id} where id = any(${letters.map(({ message }) => message)}::bigint[])`.execute(
    trx,
  );
  await sql`update pieces set envelope_notes = '{split_on_request}' where id = ${first.piece}`.execute(trx);
  await sql`update print_runs set status = 'open', changes = changes + 1 where id = ${run.id}`.execute(trx);
  const count = new Map<number, number>();
  for (const { campaignId } of letters) count.set(campaignId, (count.get(campaignId) ?? 0) + 1);
  const campaigns = [...count].sort(([a], [b]) => a - b).map(([campaignId, of]) => ({ campaignId, letters: of }));
  return { codes: [input.code, ...fresh.map(({ code }) => code)], campaigns };
}

/**
 * Undoes what was split after the run had left, which was not recorded yet: the shop has these letters in one envelope. No
 * number was ever given to the new ones. The caller holds the run's lock.
 */
export async function undoLateSplits(trx: Trx, runId: number): Promise<void> {
  await sql`
    with late as materialized (select m.id as message, p.id as fresh, s.piece_id as shared
        from pieces p join messages m on m.piece_id = p.id join envelope_splits s on s.id = m.split_id
        where p.print_run_id = ${runId} and p.no is null and p.removed_reason is null),
      together as (update messages m set piece_id = late.shared from late where m.id = late.message),
      noted as (update pieces p set envelope_notes = '{merged_same_customer}' from late where p.id = late.shared)
    update pieces p set removed_reason = 'given_back' from late where p.id = late.fresh`.execute(trx);
}
