import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { DESK_LIMIT_DAYS } from '../../../domain/returns/return-rules';
import { type Trx } from '../../platform/types';

/** Whether the return `r` is a form that was booked and is not decided yet. */
export const isOnDesk = sql<boolean>`r.kind = 'form' and r.status in ('received', 'entered', 'mismatch')`;

const limit = sql`make_interval(days => ${DESK_LIMIT_DAYS}::int)`;

/** Whether a form that concerns the message `m` is on the desk, and not for longer than the limit. */
export const formOnDesk = sql<boolean>`exists (select 1 from returns r
  where r.customer_id = m.customer_id and ${isOnDesk} and r.received_at > tsunagi_now() - ${limit}
    and exists (select 1 from arrivals d where d.journey_id = m.journey_id and d.kind = 'form_received'
      and (d.data ->> 'returnId')::bigint = r.id))`;

/** Until when a form on the desk keeps contacts back, epoch ms by journey; others are not in the map. */
export async function loadFormsOnDesk(
  trx: Trx,
  journeys: { id: number; campaign_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, number>> {
  const byPost = journeys.filter((journey) => planChannels(campaigns.get(journey.campaign_id)!.doc).includes('post'));
  if (byPost.length === 0) return new Map();
  const { rows } = await sql<{ journey: number; until: Date | number }>`
    select j.id as journey, max(r.received_at + ${limit}) as until
    from journeys j join returns r on r.customer_id = j.customer_id and ${isOnDesk}
      join arrivals a on a.journey_id = j.id and a.kind = 'form_received' and (a.data ->> 'returnId')::bigint = r.id
    where j.id = any(${byPost.map(({ id }) => id)}::bigint[]) group by j.id`.execute(trx);
  return new Map(rows.map(({ journey, until }) => [journey, Number(until)]));
}
