import { sql } from 'kysely';
import { type CampaignRow } from '../campaigns';
import { type Queryable } from '../../platform/types';
import { messageResult, type StatedAttempt } from '../../../domain/campaigns/statement/attempt';
import { type Band, type CallResult } from '../../../domain/calls/call-rules';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type MessageStatus } from '../../../domain/journeys/states';

interface ContactRow {
  customerId: number;
  run: number;
  step: string;
  channel: Channel;
  status: MessageStatus;
  at: number | null;
  bounced: boolean;
  delivered: boolean;
  tracked: boolean;
  failure: string | null;
  /** Of a call attempt; null for every other contact, and for a call that was never tried. */
  callAt: number | null;
  band: Band | null;
  callResult: CallResult | null;
  inbound: boolean | null;
}

/** All contacts of these customers in the order in which they were decided; each attempt of a call is one of its own. */
export async function statedAttempts(
  db: Queryable,
  campaign: CampaignRow,
  { customers, ...known }: { customers: number[]; asOf: number },
): Promise<Map<number, StatedAttempt[]>> {
  const { rows } = await sql<ContactRow>`
    select m.customer_id as "customerId", m.run, m.step, m.channel, m.status,
      coalesce(m.handed_over_at, m.handing_over_at, m.claimed_at) as at, m.bounced_at is not null as bounced,
      m.delivered_at is not null as delivered, coalesce(p.postal_class, 'ordinary') <> 'ordinary' as tracked,
      m.failure, c.at as "callAt", c.band, c.result as "callResult", c.inbound
    from journeys j join messages m on m.journey_id = j.id and not m.reply
    join pieces p on p.id = m.piece_id
    left join call_tasks t on t.message_id = m.id and m.channel = 'phone'
    left join call_attempts c on c.task_id = t.id
    where j.campaign_id = ${campaign.id} and j.client_id = ${campaign.client_id}
      and j.customer_id = any(${[...new Set(customers)]}::bigint[])
    order by m.id, c.no`.execute(db);
  const byCustomer = new Map<number, StatedAttempt[]>();
  for (const row of rows) {
    const own = byCustomer.get(row.customerId) ?? [];
    byCustomer.set(row.customerId, [...own, attemptOf(row, known)]);
  }
  return byCustomer;
}

function attemptOf(row: ContactRow, known: { asOf: number }): StatedAttempt {
  const { run, step, channel, band, callResult, inbound, failure } = row;
  if (callResult !== null) {
    const result = inbound ? (`call_in_${callResult}` as const) : (`call_${callResult}` as const);
    return { run, step, channel, at: row.callAt, result, band, failure: null };
  }
  return { run, step, channel, at: row.at, result: messageResult(row, known), band: null, failure };
}
