import { sql } from 'kysely';
import { journeyWorkflowId } from '../../../domain/ids';
import { type Queryable } from '../types';

/** A way that open journeys have come: the results of their steps, in order. */
export interface OpenPath {
  path: string;
  journeys: number;
  /** Workflow ids of the oldest and the newest of them: the builds that they have run on differ most. */
  samples: string[];
}

/**
 * The different paths of the open journeys that have a workflow, the rarest first. Journeys of one path have had the same
 * commands from the workflow, apart from the names of what did not change it. Reads every result of an open journey once:
 * seconds where there are a million.
 */
export async function openPaths(db: Queryable): Promise<OpenPath[]> {
  const { rows } = await sql<{ path: string; journeys: number; oldest: number; newest: number }>`
    select path, count(*)::int as journeys, min(id) as oldest, max(id) as newest from (
      select j.id, concat(case when j.run > 1 then 'reopened, ' end, string_agg(concat_ws(' ', s.result ->> 'did',
        s.result ->> 'step', split_part(s.result ->> 'why', ':', 1), 'for ' || (s.result #>> '{timer,for}')), ', '
        order by s.turn)) as path
      from journeys j left join step_results s on s.journey_id = j.id and s.run = j.run
      where j.status = 'open' and j.started_run = j.run group by j.id, j.run) p
    group by path order by count(*), path`.execute(db);
  const ids = [...new Set(rows.flatMap(({ oldest, newest }) => [oldest, newest]))];
  const journeys = await db
    .selectFrom('journeys')
    .select(['id', 'campaign_id as campaignId', 'customer_id as customerId', 'run'])
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .execute();
  const workflows = new Map(journeys.map((journey) => [journey.id, journeyWorkflowId(journey)]));
  return rows.map(({ path, journeys: count, oldest, newest }) => ({
    path,
    journeys: count,
    samples: [...new Set([oldest, newest])].flatMap((id) => workflows.get(id) ?? []),
  }));
}
