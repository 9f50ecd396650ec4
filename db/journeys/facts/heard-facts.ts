import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Heard } from '../../../domain/journeys/facts';
import { closingInstant } from '../../../domain/journeys/outcome';
import { askedForProof } from '../../customers/authority-cases/documents';
import { type NowOf } from '../../platform/clock';
import { type Trx } from '../../platform/types';

/**
 * What customers did besides a valid answer. Read once the last date has passed, when it tells what an outcome without an
 * answer is due to; journeys of which nothing was heard are not in the map.
 */
export async function loadHeard(
  trx: Trx,
  journeys: { id: number; campaign_id: number }[],
  { nowOf, campaigns }: { nowOf: NowOf; campaigns: Map<number, { doc: CampaignDoc }> },
): Promise<Map<number, Heard>> {
  const closings = journeys.map(({ id, campaign_id }) => ({ id, at: closingInstant(campaigns.get(campaign_id)!.doc) }));
  const over = closings.filter(({ id, at }) => nowOf(id) > at);
  if (over.length === 0) return new Map();
  const { rows } = await sql<{ id: number } & Record<keyof Heard, boolean>>`
    select j.id,
      coalesce((select r.status = 'defect' from returns r where r.campaign_id = j.campaign_id
        and r.customer_id = j.customer_id and r.kind = 'form' and r.status <> 'withdrawn' order by r.received_at desc, r.id desc limit 1), false)
        as defect,
      exists (select from returns r where r.campaign_id = j.campaign_id and r.customer_id = j.customer_id
        and r.status = 'undeliverable' and r.reason = 'refused' and not ${askedForProof('r.piece_id')}) as refused,
      exists (select from messages m join call_tasks t on t.message_id = m.id join call_attempts c on c.task_id = t.id
        where m.journey_id = j.id and m.channel = 'phone' and c.result = 'intent') as intent,
      exists (select from audience a join choices w on w.campaign_id = a.campaign_id and w.contract_id = a.contract_id
        where a.campaign_id = j.campaign_id and a.customer_id = j.customer_id and w.choice <> 'withdrawn'
          and w.at > e.closing) as late
    from unnest(${over.map(({ id }) => id)}::bigint[], ${over.map(({ at }) => new Date(at))}::timestamptz[])
      as e(id, closing) join journeys j on j.id = e.id`.execute(trx);
  return new Map(
    rows.flatMap(({ id, ...heard }) => {
      const own = Object.entries(heard).filter(([, is]) => is);
      return own.length > 0 ? [[id, Object.fromEntries(own) as Heard] as const] : [];
    }),
  );
}
