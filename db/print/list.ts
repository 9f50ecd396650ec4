import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type PrintRun } from './runs';
import { type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';

/** A client's runs with ids below `before`, newest first. */
export function listRuns(
  db: Queryable,
  scope: Scope,
  filter: { before: number | null; limit: number; campaign?: number; status?: PrintRun['status'] },
): Promise<PrintRun[]> {
  const { before, limit, campaign, status } = filter;
  return db
    .selectFrom('print_runs')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
    .$if(campaign !== undefined, (query) =>
      query.where(sql<boolean>`exists (select 1 from pieces p join messages m on m.piece_id = p.id
        where p.print_run_id = print_runs.id and m.campaign_id = ${campaign})`),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** A run of the client. Throws not_found. */
export async function findRun(db: Queryable, scope: Scope, id: number): Promise<PrintRun> {
  const run = await db
    .selectFrom('print_runs')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!run) throw new AppError('not_found', { what: 'print_run' });
  return run;
}

/** Number of letters of each campaign in the run. */
export async function campaignsOf(db: Queryable, runId: number): Promise<{ campaignId: number; letters: number }[]> {
  const { rows } = await sql<{ campaignId: number; letters: number }>`
    select m.campaign_id as "campaignId", count(*)::int as letters from pieces p join messages m on m.piece_id = p.id
    where p.print_run_id = ${runId} and p.removed_reason is null and m.status in ('claimed', 'handed_over')
    group by m.campaign_id order by m.campaign_id`.execute(db);
  return rows;
}

export interface RunEnvelope {
  id: number;
  code: string;
  no: number | null;
  pages: number | null;
  letters: number;
  postedAt: number | null;
  removedReason: string | null;
}

/** Envelopes of a run with ids above `after`, by id, including removed ones. */
export async function envelopesOf(
  db: Queryable,
  runId: number,
  page: { after: number; limit: number },
): Promise<RunEnvelope[]> {
  const { rows } = await sql<RunEnvelope>`
    select p.id, p.code, p.no, p.pages, p.posted_at as "postedAt", p.removed_reason as "removedReason",
      (select count(*) from messages m where m.piece_id = p.id)::int as letters
    from pieces p where p.print_run_id = ${runId} and p.id > ${page.after} order by p.id limit ${page.limit}`.execute(
    db,
  );
  return rows;
}
