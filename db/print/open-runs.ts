import { sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { type DueLetter, intoEnvelopes, postalOfStep } from '../../domain/print/envelopes';
import { AUTHORITY_STEP } from '../../domain/journeys/answers/replies';
import { printRunKey } from '../../domain/print/print-run';
import { type CampaignDocs } from '../campaigns/campaigns';
import { type ClaimedMessage } from '../delivery/claims';
import { laneState } from '../delivery/lanes';
import { readClock } from '../platform/clock';
import { type Db, type Trx } from '../platform/types';

interface OwnLane {
  laneId: number;
  fence: number;
}

/**
 * Opens a run, dated today, for each client of these claimed letters. Letters of one customer share an envelope by the
 * rules of `intoEnvelopes`: the first letter's piece, into which the others' are merged. Returns the ids of the runs; none
 * if another drainer has the lane.
 */
export async function openPrintRuns(
  db: Db,
  docs: CampaignDocs,
  lane: OwnLane,
  messages: ClaimedMessage[],
): Promise<number[]> {
  const clients = [...new Set(messages.map((message) => message.clientId))].sort((a, b) => a - b);
  const runs: number[] = [];
  for (const clientId of clients) {
    const own = messages.filter((message) => message.clientId === clientId);
    const run = await db.transaction().execute((trx) => openRun(trx, docs, { lane, clientId, messages: own }));
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

async function openRun(
  trx: Trx,
  docs: CampaignDocs,
  { lane, clientId, messages }: { lane: OwnLane; clientId: number; messages: ClaimedMessage[] },
) {
  const row = await trx
    .selectFrom('lanes')
    .selectAll()
    .where('id', '=', lane.laneId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row || row.fence !== lane.fence) return undefined;
  const { now } = await readClock(trx);
  const runOn = localDate(now, laneState(row).zone);
  const { last } = await trx
    .selectFrom('print_runs')
    .select(({ fn }) => fn.max('no').as('last'))
    .where('client_id', '=', clientId)
    .where('lane_id', '=', lane.laneId)
    .where('run_on', '=', runOn)
    .executeTakeFirstOrThrow();
  const no = (last ?? 0) + 1;
  const named = { clientId, laneId: lane.laneId, runOn, no };
  const { id } = await trx
    .insertInto('print_runs')
    .values({
      client_id: clientId,
      lane_id: lane.laneId,
      run_on: runOn,
      no,
      key: printRunKey(named),
      envelope: row.envelope === null ? null : JSON.stringify(row.envelope),
      opened_at: new Date(now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const letters = await lettersInHand(trx, docs, lane, messages);
  const pieces = await collectPieces(trx, id, letters);
  const campaigns = [...new Set(letters.map(({ campaignId }) => campaignId))].sort((a, b) => a - b);
  await trx.updateTable('print_runs').set({ pieces, campaigns }).where('id', '=', id).execute();
  return id;
}

/** The letters that are still claimed by this drainer, with their pieces and classes. */
async function lettersInHand(trx: Trx, docs: CampaignDocs, { laneId, fence }: OwnLane, messages: ClaimedMessage[]) {
  const ids = messages.map((message) => message.messageId);
  const { rows } = await sql<{ id: number; piece: number; apart: boolean }>`
    select id, piece_id as piece, split_id is not null as apart from messages where id = any(${ids}::bigint[]) and lane_id = ${laneId}
      and status = 'claimed' and fence = ${fence}`.execute(trx);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const letters: (DueLetter & { campaignId: number })[] = [];
  for (const { messageId, customerId, campaignId, version, step } of messages) {
    const row = rowOf.get(messageId);
    if (!row) continue;
    const { piece: pieceId, apart } = row;
    const postal = postalOfStep(await docs.get(trx, campaignId, version), step);
    letters.push({ messageId, customerId, campaignId, pieceId, postal, alone: step === AUTHORITY_STEP, apart });
  }
  return letters;
}

/** Puts the letters into envelopes of the run, with the reason where they share one or do not. Returns their number. */
async function collectPieces(trx: Trx, runId: number, letters: DueLetter[]): Promise<number> {
  const envelopes = intoEnvelopes(letters);
  const kept = envelopes.map(({ pieceId, notes }) => ({ piece: pieceId, notes }));
  const moved = envelopes.flatMap(({ pieceId, messageIds }) =>
    messageIds.map((message) => ({ message, piece: pieceId })),
  );
  const { numAffectedRows } = await sql`
    with others as (select m.id, m.piece_id as old, o.piece
        from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as o(message bigint, piece bigint)
        join messages m on m.id = o.message where m.piece_id <> o.piece),
      merged as (update pieces set removed_reason = 'merged' from others where pieces.id = others.old),
      moved as (update messages set piece_id = others.piece from others where messages.id = others.id)
    update pieces set print_run_id = ${runId}, removed_reason = null,
      envelope_notes = array(select jsonb_array_elements_text(k.notes))
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k(piece bigint, notes jsonb)
    where pieces.id = k.piece`.execute(trx);
  return Number(numAffectedRows);
}
