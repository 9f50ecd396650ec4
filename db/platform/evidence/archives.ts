import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { appendLedger, campaignChain } from '../ledger';
import { type Db, type Queryable } from '../types';

/** A run of a journey that is over and not archived yet. */
export interface RunToArchive {
  journeyId: number;
  campaignId: number;
  clientId: number;
  customerId: number;
  run: number;
}

/** The history of one execution as it is kept: Temporal's own message History, with encoded payloads. */
export interface ArchivedHistory {
  workflowId: string;
  runId: string;
  events: number;
  body: Buffer;
}

/** Runs to archive with journey ids above `after`, in order; at most one of a journey. */
export async function runsToArchive(db: Queryable, page: { after: number; limit: number }): Promise<RunToArchive[]> {
  const { rows } = await sql<RunToArchive>`
    select id as "journeyId", campaign_id as "campaignId", client_id as "clientId", customer_id as "customerId",
      archived_run + 1 as run
    from journeys where archived_run < started_run and (status = 'closed' or archived_run + 1 < run)
      and id > ${page.after} order by id limit ${page.limit}`.execute(db);
  return rows;
}

/** The campaigns whose own workflow may have runs that are over. */
export async function campaignsToArchive(db: Queryable): Promise<{ campaignId: number; clientId: number }[]> {
  return db
    .selectFrom('campaigns')
    .select(['id as campaignId', 'client_id as clientId'])
    .where('launched', '=', true)
    .orderBy('id')
    .execute();
}

/** Whether the history of an execution is kept. */
export async function isArchived(db: Queryable, of: { workflowId: string; runId: string }): Promise<boolean> {
  const query = db.selectFrom('history_archives').select('run_id').where('workflow_id', '=', of.workflowId);
  return (await query.where('run_id', '=', of.runId).executeTakeFirst()) !== undefined;
}

/**
 * Keeps histories of one campaign, and their digests in its ledger, in one transaction. `done`: the runs of journeys that
 * need no further check. A history that is kept already stays as it is.
 */
export async function keepHistories(
  db: Db,
  campaign: { campaignId: number; clientId: number },
  { histories, done, now }: { histories: ArchivedHistory[]; done: RunToArchive[]; now: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ids = done.map(({ journeyId }) => journeyId);
    if (ids.length > 0) {
      await trx.selectFrom('journeys').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute();
      await sql`
        update journeys j set archived_run = greatest(j.archived_run, d.run)
        from unnest(${ids}::bigint[], ${done.map(({ run }) => run)}::int[]) as d(id, run) where j.id = d.id`.execute(
        trx,
      );
    }
    if (histories.length === 0) return;
    const kept = await trx
      .insertInto('history_archives')
      .values(
        histories.map(({ workflowId, runId, events, body }) => ({
          ...{ workflow_id: workflowId, run_id: runId, events, body, archived_at: new Date(now) },
          ...{ client_id: campaign.clientId, campaign_id: campaign.campaignId },
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(['workflow_id', 'run_id', 'body'])
      .execute();
    const digests = kept.map((row): KeptDigest => [row.workflow_id, row.run_id, digestOfHistory(row.body)]);
    if (digests.length === 0) return;
    const entry = { kind: 'histories_archived', by: 'system', histories: digests };
    await appendLedger(trx, campaignChain(campaign.campaignId), campaign.clientId, now, [entry]);
  });
}

/** A kept history in its ledger entry: workflow id, run id, SHA-256 (hex) of its bytes. */
export type KeptDigest = [workflowId: string, runId: string, digest: string];

const digestOfHistory = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** Number of histories that are kept of a campaign. */
export async function countArchives(db: Queryable, campaignId: number): Promise<number> {
  const { count } = await db
    .selectFrom('history_archives')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return count;
}

const PAGE = 200;

/** Yields the kept histories of a campaign, read page by page. */
export async function* archivesOf(
  db: Queryable,
  campaignId: number,
): AsyncGenerator<{ workflowId: string; runId: string; body: Buffer }> {
  for (let after = { workflowId: '', runId: '' }; ;) {
    const { rows } = await sql<{ workflowId: string; runId: string; body: Buffer }>`
      select workflow_id as "workflowId", run_id as "runId", body from history_archives
      where campaign_id = ${campaignId} and (workflow_id, run_id) > (${after.workflowId}, ${after.runId})
      order by workflow_id, run_id limit ${PAGE}`.execute(db);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}

/** Digests of the kept histories with these run ids, computed from their bytes. */
export async function archivedDigests(
  db: Queryable,
  campaignId: number,
  runIds: string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ workflow: string; run: string; digest: string }>`
    select workflow_id as workflow, run_id as run, encode(sha256(body), 'hex') as digest from history_archives
    where campaign_id = ${campaignId} and run_id = any(${runIds}::text[])`.execute(db);
  return new Map(rows.map(({ workflow, run, digest }) => [`${workflow}/${run}`, digest]));
}
