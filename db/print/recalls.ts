import { type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { recallKey } from '../../domain/print/recall';
import { type CampaignRow } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { concernsMessage } from '../journeys/facts/pause-facts';
import { getPause, isInForce } from '../campaigns/pauses';
import { type PrintRun } from './runs';
import { type Queryable, type Trx } from '../platform/types';
import { type Recalls } from '../platform/schema.generated';

export type RecallRow = Selectable<Recalls>;

/** A recall list as requested, with its print run. */
interface AskedRecall {
  recall: RecallRow;
  run: Pick<PrintRun, 'id' | 'key'>;
}

/**
 * Requests letters back from the print shop that an open pause holds and that are not reported as posted: one list per
 * run. Letters requested before are not requested again. The caller holds the campaign's lock. Throws not_found,
 * pause_over.
 */
export async function askBack(
  trx: Trx,
  campaign: CampaignRow,
  input: { pauseId: number; reason: string; personId: number },
): Promise<AskedRecall[]> {
  const pause = await getPause(trx, campaign, input.pauseId);
  const { now } = await readClock(trx);
  if (!isInForce(pause, now)) throw new AppError('pause_over');
  const { rows: runs } = await sql<{ id: number; key: string; last: number }>`
    select r.id, r.key, (select coalesce(max(no), 0) from recalls c where c.print_run_id = r.id) as last
    from print_runs r where r.status in ('handed_over', 'differs') and r.client_id = ${campaign.client_id}
      and exists (select 1 from pieces p join messages m on m.piece_id = p.id
        where p.print_run_id = r.id and m.campaign_id = ${campaign.id} and m.status = 'claimed')
    order by r.id for no key update`.execute(trx);
  const asked: AskedRecall[] = [];
  for (const run of runs) {
    const { rows: letters } = await sql<{ message: number; piece: number }>`
      select m.id as message, m.piece_id as piece from pieces p join messages m on m.piece_id = p.id, pauses z
      where z.id = ${pause.id} and p.print_run_id = ${run.id} and m.campaign_id = ${campaign.id}
        and m.status = 'claimed' and ${concernsMessage}
        and not exists (select 1 from recall_letters l where l.message_id = m.id)
      order by m.id`.execute(trx);
    if (letters.length > 0)
      asked.push({ run, recall: await insertRecall(trx, campaign, { ...input, run, letters, now }) });
  }
  return asked;
}

async function insertRecall(
  trx: Trx,
  campaign: CampaignRow,
  input: {
    run: { id: number; key: string; last: number };
    letters: { message: number; piece: number }[];
    pauseId: number;
    reason: string;
    personId: number;
    now: number;
  },
): Promise<RecallRow> {
  const { run, letters, now } = input;
  const no = run.last + 1;
  const recall = await trx
    .insertInto('recalls')
    .values({
      client_id: campaign.client_id,
      campaign_id: campaign.id,
      print_run_id: run.id,
      pause_id: input.pauseId,
      no,
      key: recallKey(run, no),
      pieces: new Set(letters.map(({ piece }) => piece)).size,
      letters: letters.length,
      reason: input.reason,
      asked_by: input.personId,
      asked_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await sql`
    insert into recall_letters (recall_id, message_id, piece_id, client_id)
    select ${recall.id}, l.message, l.piece, ${campaign.client_id}::bigint
    from jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) as l(message bigint, piece bigint)`.execute(trx);
  return recall;
}

/** Codes of the envelopes on a list, in order. */
export async function codesOfRecall(db: Queryable, recallId: number): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from pieces where id in (select piece_id from recall_letters where recall_id = ${recallId})
    order by no, id`.execute(db);
  return rows.map(({ code }) => code);
}

/** Lists not yet delivered to the shop, oldest first. */
export const recallsToSend = (db: Queryable) =>
  db
    .selectFrom('recalls as c')
    .innerJoin('print_runs as r', 'r.id', 'c.print_run_id')
    .select(['c.id', 'c.key', 'c.asked_at', 'r.key as run'])
    .where('c.sent_at', 'is', null)
    .orderBy('c.id')
    .execute();

/** Records that a list was delivered to the shop. */
export async function markSent(db: Queryable, recallId: number): Promise<void> {
  await sql`update recalls set sent_at = tsunagi_now() where id = ${recallId} and sent_at is null`.execute(db);
}

/** Number of a run's lists that the shop has not answered as requested. */
export async function unansweredRecalls(db: Queryable, runId: number): Promise<number> {
  const rows = await db
    .selectFrom('recalls')
    .select('id')
    .where('print_run_id', '=', runId)
    .where('status', '<>', 'answered')
    .execute();
  return rows.length;
}

/** A campaign's lists with ids below `before`, newest first. */
export function listRecalls(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  page: { before: number | null; limit: number },
): Promise<(RecallRow & { run: string })[]> {
  let query = db
    .selectFrom('recalls as c')
    .innerJoin('print_runs as r', 'r.id', 'c.print_run_id')
    .selectAll('c')
    .select('r.key as run')
    .where('c.campaign_id', '=', campaign.id)
    .where('c.client_id', '=', campaign.client_id);
  if (page.before !== null) query = query.where('c.id', '<', page.before);
  return query.orderBy('c.id', 'desc').limit(page.limit).execute();
}
