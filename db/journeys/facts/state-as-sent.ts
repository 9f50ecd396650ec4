import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { isReminder } from '../../../domain/journeys/notice-role';
import { type JourneyState } from '../../../domain/journeys/states';
import { type Trx } from '../../platform/types';

/**
 * The state of journeys that waited for a form which was booked by mistake, by what has been sent; those that wait for
 * something else besides are not in the map.
 */
export async function statesAsSent(
  trx: Trx,
  journeys: { id: number; campaign_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, JourneyState>> {
  if (journeys.length === 0) return new Map();
  const ids = journeys.map(({ id }) => id);
  const { rows: waiting } = await sql<{ id: number }>`
    select a.journey_id as id from arrivals a where a.journey_id = any(${ids}::bigint[]) and (
      a.kind in ('answer_kept', 'form_defect')
      or a.kind = 'call_ended' and a.data ->> 'result' in ('intent', 'deceased')
      or a.kind = 'form_received' and exists (select from returns r
        where r.id = (a.data ->> 'returnId')::bigint and r.status <> 'withdrawn'))`.execute(trx);
  const others = new Set(waiting.map(({ id }) => id));
  const messages = await trx
    .selectFrom('messages')
    .select(['journey_id', 'step', 'notice', 'channel', 'status'])
    .where('journey_id', 'in', ids)
    .where('status', 'in', ['queued', 'claimed', 'handing_over', 'handed_over'])
    .where('bounced_at', 'is', null)
    .where('reply', '=', false)
    .execute();
  const free = journeys.filter(({ id }) => !others.has(id));
  return new Map(
    free.map(({ id, campaign_id: campaign }): [number, JourneyState] => {
      const own = messages.filter(({ journey_id: journey }) => journey === id);
      const sent = own.filter(({ status }) => status === 'handed_over');
      if (own.some(({ channel, status }) => channel === 'phone' && status !== 'handed_over')) return [id, 'call_due'];
      if (sent.some((message) => isReminder(campaigns.get(campaign)!.doc, message))) return [id, 'reminded'];
      return [id, sent.length > 0 ? 'notified' : 'scheduled'];
    }),
  );
}
