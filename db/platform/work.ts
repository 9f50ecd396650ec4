import { sql } from 'kysely';
import { inCampaigns, ofCampaigns, type Scope } from './scope';
import { type Queryable } from './types';

/** So many of a kind are counted at most; a page shows more as "200 or more". */
export const COUNTED_AT_MOST = 200;

/** Open holds to be reviewed by a local day, and those among them that one person owns. */
export async function holdWork(
  db: Queryable,
  scope: Scope,
  { due, personId }: { due: string; personId: number },
): Promise<{ due: number; mine: number }> {
  const { rows } = await sql<{ due: number; mine: number }>`
    select count(*) as due, count(*) filter (where owner_id = ${personId}) as mine from (
      select owner_id from holds where client_id = ${scope.clientId} and ${ofCampaigns(scope, 'holds.customer_id')}
        and released_at is null and review_on <= ${due} order by review_on, id limit ${COUNTED_AT_MOST}) h`.execute(db);
  return rows[0]!;
}

/** Change files of the client that wait in preview. */
export async function filesInPreview(db: Queryable, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select from client_files where client_id = ${scope.clientId} and ${inCampaigns(scope)} and kind = 'changes'
      and status = 'preview' limit ${COUNTED_AT_MOST}) f`.execute(db);
  return rows[0]!.count;
}
