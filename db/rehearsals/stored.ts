import { type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type RehearsalResult } from '../../domain/rehearsals/result';
import { type RehearsalError, type RehearsalProgress } from '../../domain/rehearsals/run';
import { type CampaignRow } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, digestOf, type LedgerEntry } from '../platform/ledger';
import { type Rehearsals } from '../platform/schema.generated';
import { transact } from '../platform/transact';
import { type Db, type Queryable, type Trx } from '../platform/types';

export type RehearsalRow = Selectable<Rehearsals>;
export type RehearsalStatus = RehearsalRow['status'];

/** What is to be rehearsed: contents and audience by their hashes and counts, and what the simulated customers do. */
export interface RehearsalRequest {
  version: number;
  contentHash: string;
  importId: number | null;
  included: number;
  excluded: number;
  /** Customers; null: all of them. */
  sample: number | null;
  seed: number;
  behaviour: object;
  personId: number;
  at: number;
}

/** Queues a rehearsal and returns it. Throws rehearsal_running while another one of the campaign goes on. */
export async function requestRehearsal(
  trx: Trx,
  campaign: CampaignRow,
  request: RehearsalRequest,
): Promise<RehearsalRow> {
  const { version, contentHash, importId, included, excluded, sample, seed, behaviour, personId, at } = request;
  const row = await trx
    .insertInto('rehearsals')
    .values({
      ...{ client_id: campaign.client_id, campaign_id: campaign.id, version, content_hash: contentHash },
      ...{ import_id: importId, included, excluded, sample, seed },
      behaviour: JSON.stringify(behaviour),
      behaviour_hash: digestOf(behaviour),
      created_by: personId,
      created_at: new Date(at),
    })
    .onConflict((conflict) =>
      conflict
        .column('campaign_id')
        .where(sql<boolean>`status in ('queued','running')`)
        .doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('rehearsal_running');
  return row;
}

/** Rehearsals whose run has not been started, oldest first, at most 5. */
export const rehearsalsToStart = (db: Queryable): Promise<{ id: number }[]> =>
  db
    .selectFrom('rehearsals')
    .select('id')
    .where('status', '=', 'queued')
    .where('launched', '=', false)
    .orderBy('id')
    .limit(5)
    .execute();

/** Whether the run of a rehearsal goes on. */
export async function rehearsalUnderWay(db: Queryable): Promise<boolean> {
  const row = await db
    .selectFrom('rehearsals')
    .select('id')
    .where('status', 'in', ['queued', 'running'])
    .where('launched', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The rehearsal that is running while others wait; undefined: none is, so that what waits only needs a worker. */
export async function rehearsalThatRuns(db: Queryable): Promise<{ id: number } | undefined> {
  return db
    .selectFrom('rehearsals')
    .select('id')
    .where('status', '=', 'running')
    .where('launched', '=', true)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** Records whether the run was started; with `false` it is started again. */
export async function setRehearsalLaunched(db: Queryable, id: number, launched: boolean): Promise<void> {
  await db.updateTable('rehearsals').set({ launched }).where('id', '=', id).execute();
}

/** A rehearsal of any client, for its run. Throws not_found. */
export async function readRehearsal(db: Queryable, id: number): Promise<RehearsalRow> {
  const row = await db.selectFrom('rehearsals').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'rehearsal' });
  return row;
}

/** Notes how far a rehearsal is; the first time makes it running. False: it was cancelled or has ended, so stop. */
export async function noteRehearsalProgress(db: Queryable, id: number, progress: RehearsalProgress): Promise<boolean> {
  const { rows } = await sql`
    update rehearsals set progress = ${JSON.stringify(progress)}::jsonb, status = 'running',
      started_at = coalesce(started_at, tsunagi_now())
    where id = ${id} and status in ('queued','running') returning id`.execute(db);
  return rows.length > 0;
}

/** Ends a rehearsal with what it found. False: it had ended before, and nothing is changed. */
export async function storeRehearsalResult(db: Db, id: number, result: RehearsalResult): Promise<boolean> {
  return end(db, id, { status: 'done', result: JSON.stringify(result) }, (row) => ({
    ...recordOf('rehearsal_done', row),
    result: digestOf(row.result),
  }));
}

/** Ends a rehearsal that could not be run through, with the error's code. False: it had ended before. */
export async function storeRehearsalFailure(db: Db, id: number, error: unknown): Promise<boolean> {
  const { code, detail } = error instanceof AppError ? error : { code: 'internal', detail: {} };
  const stored: RehearsalError = { code, detail };
  return end(db, id, { status: 'failed', error: JSON.stringify(stored) }, (row) => ({
    ...recordOf('rehearsal_failed', row),
    code,
  }));
}

/** Ends a rehearsal that goes on. Its run notices with its next note of progress. Throws rehearsal_over. */
export async function cancelRehearsal(
  trx: Trx,
  campaign: CampaignRow,
  { id, at }: { id: number; at: number },
): Promise<RehearsalRow> {
  const row = await trx
    .updateTable('rehearsals')
    .set({ status: 'cancelled', ended_at: new Date(at) })
    .where('id', '=', id)
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (row) return row;
  const { status } = await getRehearsal(trx, campaign, id);
  throw new AppError('rehearsal_over', { status });
}

/** A rehearsal of the campaign. Throws not_found. */
export async function getRehearsal(db: Queryable, campaign: CampaignRow, id: number): Promise<RehearsalRow> {
  const row = await db
    .selectFrom('rehearsals')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'rehearsal' });
  return row;
}

/** A rehearsal of a list: of its result only the share completed at the last day, and its range. */
export type ListedRehearsal = Omit<RehearsalRow, 'result' | 'behaviour'> & {
  completed: RehearsalResult['completed'] | null;
};

/** The campaign's rehearsals with ids below `before`, newest first, at most `limit`. */
export async function listRehearsals(
  db: Queryable,
  campaign: CampaignRow,
  { before, limit }: { before: number | null; limit: number },
): Promise<ListedRehearsal[]> {
  return db
    .selectFrom('rehearsals')
    .select(['id', 'client_id', 'campaign_id', 'version', 'content_hash', 'import_id', 'included', 'excluded'])
    .select(['sample', 'seed', 'behaviour_hash', 'status', 'launched', 'progress', 'error'])
    .select(['created_by', 'created_at', 'started_at', 'ended_at'])
    .select(sql<RehearsalResult['completed'] | null>`result -> 'completed'`.as('completed'))
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .orderBy('campaign_id', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Ledger entry about a rehearsal: what was rehearsed, and how it can be run again. */
export const recordOf = (
  kind: string,
  row: Pick<RehearsalRow, 'id' | 'version' | 'content_hash' | 'behaviour_hash' | 'seed' | 'sample'>,
): LedgerEntry => ({
  ...{ kind, rehearsal: row.id, version: row.version, contentHash: row.content_hash },
  ...{ behaviour: row.behaviour_hash, seed: row.seed, sample: row.sample ?? 'all' },
});

async function end(
  db: Db,
  id: number,
  change: { status: 'done'; result: string } | { status: 'failed'; error: string },
  entryOf: (row: RehearsalRow) => LedgerEntry,
): Promise<boolean> {
  return transact(db, async (trx) => {
    const { now } = await readClock(trx);
    const row = await trx
      .updateTable('rehearsals')
      .set({ ...change, ended_at: new Date(now) })
      .where('id', '=', id)
      .where('status', 'in', ['queued', 'running'])
      .returningAll()
      .executeTakeFirst();
    if (!row) return false;
    await appendLedger(trx, campaignChain(row.campaign_id), row.client_id, now, [entryOf(row)]);
    return true;
  });
}
