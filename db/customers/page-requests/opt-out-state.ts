import { sql } from 'kysely';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type Queryable } from '../../platform/types';
import { type Link } from '../links';

interface OptOutState {
  /** Whether the newest declaration, by whatever way, was a refusal. */
  stopped: boolean;
  /** Which declaration that was; `0` when there is none. */
  last: string;
}

/**
 * Whether a channel is stopped: by the arrivals, and so correct before the journey has read them, and by what was declared
 * elsewhere.
 */
export async function optOutState(
  db: Queryable,
  link: Pick<Link, 'campaignId' | 'customerId'>,
  channel: Channel,
): Promise<OptOutState> {
  const { rows } = await sql<{ last: string; stopped: boolean }>`
    select last, stopped from (
      select a.id::text as last, a.at, 1 as rank, a.id, coalesce(a.data ->> 'undo', 'false') <> 'true' as stopped
      from journeys j join arrivals a on a.journey_id = j.id and a.kind = 'opt_out' and a.data ->> 'channel' = ${channel}
      where j.campaign_id = ${link.campaignId} and j.customer_id = ${link.customerId}
      union all
      select 'consent' || c.id, c.at, 0, c.id, not c.value from consents c
      where c.customer_id = ${link.customerId} and c.channel = ${channel} and c.purpose = 'service_notice'
    ) said order by at desc, rank desc, id desc limit 1`.execute(db);
  return rows[0] ?? { stopped: false, last: '0' };
}
