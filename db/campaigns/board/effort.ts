import { sql } from 'kysely';
import { type Hindrance } from '../../../domain/customers/effort';
import { type Queryable } from '../../platform/types';
import { type CampaignRow } from '../campaigns';

/** How many customers of a campaign gave a score, and named what made it hard (null: nothing). */
export interface EffortCount {
  score: number;
  hindrance: Hindrance | null;
  count: number;
}

/** The scores of a campaign, from its kept figures. */
export async function effortCounts(
  db: Queryable,
  { id, client_id: clientId }: Pick<CampaignRow, 'id' | 'client_id'>,
): Promise<EffortCount[]> {
  const { rows } = await sql<EffortCount>`
    select state::int as score, nullif(part, '') as hindrance, sum(count) as count from (
      select state, part, count from campaign_figures
      where campaign_id = ${id} and client_id = ${clientId} and kind = 'efforts'
      union all
      select state, part, count from campaign_figure_changes
      where campaign_id = ${id} and client_id = ${clientId} and kind = 'efforts') f
    group by state, part`.execute(db);
  return rows;
}
