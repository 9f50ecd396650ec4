import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type CampaignRow } from '../campaigns/campaigns';
import { type Queryable } from '../platform/types';

/** What leaves as a file with personal data in clear: results for the client's system, and codes of second factors. */
export const EXPORTS = ['results', 'codes'] as const;
export type Export = (typeof EXPORTS)[number];

/**
 * The approved request under which this may leave now; another person than who asked has agreed to it, for so many days.
 * Throws export_not_released where there is none, or its days are over.
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
