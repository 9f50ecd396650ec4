import { sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { type Trx } from '../platform/types';

/**
 * A message that counted as lost was delivered after all: it counts as sent again, its address as good, and what the
 * same step was about to send instead is withdrawn while it has not left (a letter not in a print run, a call not made).
 */
export async function takeLossBack(
  trx: Trx,
  arrival: { journeyId: number; data: Record<string, unknown> },
): Promise<void> {
  const { rows } = await sql<Lost>`
    with lost as (select id, failure from messages
      where id = ${Number(arrival.data.messageId)} and journey_id = ${arrival.journeyId} and bounced_at is not null)
    update messages m set bounced_at = null, failure = null from lost where m.id = lost.id
    returning m.id, m.customer_id as "customerId", m.channel, m.run, m.step, lost.failure`.execute(trx);
  const [lost] = rows;
  if (!lost) return;
  await trx
    .updateTable('contact_points')
    .set({ bad_at: null, bad_reason: null })
    .where('customer_id', '=', lost.customerId)
    .where('channel', '=', lost.channel)
    .where('bad_reason', '=', lost.failure)
    .execute();
  await sql`
    update messages m set status = 'withdrawn', failure = 'delivered_after_all'
    where m.journey_id = ${arrival.journeyId} and m.run = ${lost.run} and m.step = ${lost.step} and m.id > ${lost.id}
      and (m.status = 'queued' or (m.status = 'claimed' and m.channel <> 'post'))
      and not exists (select 1 from call_tasks t where t.message_id = m.id and (t.attempts > 0 or t.status = 'leased'))
  `.execute(trx);
}

interface Lost {
  id: number;
  customerId: number;
  channel: Channel;
  run: number;
  step: string;
  failure: string | null;
}
