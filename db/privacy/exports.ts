import { sql } from 'kysely';
import { type Export } from '../../domain/privacy/exports';
import { AppError } from '../../domain/errors';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';

/**
 * The approved request under which this export may leave now. Another person approved it, for a number of days. Throws
 * export_not_released if there is none or it has expired.
 */
export async function requireReleased(db: Queryable, campaign: CampaignRow, what: Export): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from requests where client_id = ${campaign.client_id} and campaign_id = ${campaign.id}
      and action = 'export' and decision = 'approved' and payload ->> 'what' = ${what}
      and decided_at + make_interval(days => (payload ->> 'days')::int) > tsunagi_now()
    order by id desc limit 1`.execute(db);
  if (!rows[0]) throw new AppError('export_not_released', { what });
  return rows[0].id;
}
