import { type Selectable, sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { printRunKey } from '../../domain/print/print-run';
import { type ClaimedMessage } from '../delivery/claims';
import { readClock } from '../platform/clock';
import { requeue } from '../delivery/handovers';
import { laneState, raiseFence } from '../delivery/lanes';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type PrintRuns } from '../platform/schema.generated';

export type PrintRun = Selectable<PrintRuns>;

/** A run by id. Throws if there is none. */
export const getRun = (db: Queryable, runId: number): Promise<PrintRun> =>
  db.selectFrom('print_runs').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();

/**
 * Makes the caller the only one to open print runs from this lane. Letters claimed by an earlier one but not in a run
 * are queued again; those in a run stay there.
 */
export async function takeOverPostLane(db: Db, laneId: number): Promise<{ fence: number; requeued: number }> {
  const fence = await raiseFence(db, laneId);
  const requeued = await requeue(db, laneId, (update) =>
    update.where('lane_id', '=', laneId).where('status', '=', 'claimed').where('fence', '<', fence).where(inNoRun),
  );
  return { fence, requeued };
}

const inNoRun = sql<boolean>`not exists
  (select 1 from pieces p where p.id = messages.piece_id and p.print_run_id is not null)`;

/**
 * Opens a run, dated today, for each client of these claimed letters. A customer's letters share an envelope: the first
 * letter's piece, into which the others' are merged. Returns the ids of the runs; none if another drainer has the lane.
 */
export async function openPrintRuns(
  db: Db,
  lane: { laneId: number; fence: number },
  messages: ClaimedMessage[],
): Promise<number[]> {
  const clients = [...new Set(messages.map((message) => message.clientId))].sort((a, b) => a - b);
  const runs: number[] = [];
  for (const clientId of clients) {
    const ids = messages.filter((message) => message.clientId === clientId).map((message) => message.messageId);
    const run = await db.transaction().execute((trx) => openRun(trx, lane, clientId, ids));
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

async function openRun(trx: Trx, lane: { laneId: number; fence: number }, clientId: number, messageIds: number[]) {
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
      opened_at: new Date(now),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const pieces = await collectPieces(trx, id, { ...lane, messageIds });
  await trx.updateTable('print_runs').set({ pieces }).where('id', '=', id).execute();
  return id;
}

/** Puts each customer's letters into one envelope of the run. Returns the number of envelopes. */
async function collectPieces(
  trx: Trx,
  runId: number,
  own: { laneId: number; fence: number; messageIds: number[] },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with own as (select id, customer_id, piece_id from messages where id = any(${own.messageIds}::bigint[])
        and lane_id = ${own.laneId} and status = 'claimed' and fence = ${own.fence}),
      envelopes as (select customer_id, min(piece_id) as piece from own group by customer_id),
      others as (select own.id, own.piece_id as old, e.piece from own join envelopes e using (customer_id)
        where own.piece_id <> e.piece),
      merged as (update pieces set removed_reason = 'merged' from others where pieces.id = others.old),
      moved as (update messages set piece_id = others.piece from others where messages.id = others.id)
    update pieces set print_run_id = ${runId}, removed_reason = null from envelopes where pieces.id = envelopes.piece`.execute(
    trx,
  );
  return Number(numAffectedRows);
}

/** Runs whose workflow has not been started, oldest first. */
export const runsToStart = (db: Queryable): Promise<{ id: number }[]> =>
  db.selectFrom('print_runs').select('id').where('launched', '=', false).orderBy('id').limit(100).execute();

/** Records whether the run's workflow was started; with `false` the outbox starts it again. */
export async function setLaunched(db: Queryable, runId: number, launched: boolean): Promise<void> {
  await db.updateTable('print_runs').set({ launched }).where('id', '=', runId).execute();
}
