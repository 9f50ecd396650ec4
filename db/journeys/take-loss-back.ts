import { sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';

/**
 * A message that counted as lost was delivered after all, or was never lost: it counts as sent again, its address as good, and what the
 * same step was about to send instead is withdrawn while it has not left (a letter not in a print run, a call not made).
 */
export async function takeLossBack(
  trx: Trx,
  arrival: { journeyId: number; data: Record<string, unknown> },
  why: 'delivered_after_all' | 'return_withdrawn',
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
    update representatives set channels = channels || ${lost.channel}::text, bad = bad - ${lost.channel}::text
    where customer_id = ${lost.customerId} and bad ->> ${lost.channel}::text = ${lost.failure}`.execute(trx);
  await sql`
    update messages m set status = 'withdrawn', failure = ${why}
    where m.journey_id = ${arrival.journeyId} and m.run = ${lost.run} and m.step = ${lost.step} and m.id > ${lost.id}
      and (m.status = 'queued' or (m.status = 'claimed' and m.channel <> 'post'))
      and not exists (select 1 from call_tasks t where t.message_id = m.id and (t.attempts > 0 or t.status = 'leased'))
  `.execute(trx);
}

/**
 * The booking of a returned letter was a mistake: its letters count as sent again, and the search for an address that it
 * gave cause for ends. What has left meanwhile has left. Returns ledger entries; the caller appends them.
 */
export async function takeReturnBack(
  trx: Trx,
  arrival: { journeyId: number; customerId: number; kind: string; data: Record<string, unknown> },
): Promise<LedgerEntry[]> {
  const { messageIds = [], reason } = arrival.data as { messageIds?: number[]; reason?: string };
  if (reason === undefined || reason === 'refused') return [];
  const entries: LedgerEntry[] = [];
  for (const messageId of messageIds) {
    await takeLossBack(trx, { journeyId: arrival.journeyId, data: { messageId } }, 'return_withdrawn');
    for (const { id, reason: held, at } of await endSearch(trx, arrival.customerId, messageId)) {
      const about = { journey: arrival.journeyId, customer: arrival.customerId, hold: id, reason: held, at };
      entries.push({ kind: 'hold_released', by: 'system', ...about, arrival: arrival.kind });
    }
  }
  return entries;
}

/** Releases the hold that the loss of this letter has opened (`researchSource`). */
async function endSearch(trx: Trx, customerId: number, messageId: number) {
  const { rows } = await sql<{ id: number; reason: string; at: number }>`
    update holds h set released_at = tsunagi_now() from messages m
    where m.id = ${messageId} and h.customer_id = ${customerId} and h.released_at is null
      and h.source = 'undelivered:' || m.journey_id || ':' || m.run || ':' || m.step || ':' || m.occurrence || ':post'
    returning h.id, h.reason, h.released_at as at`.execute(trx);
  return rows;
}

interface Lost {
  id: number;
  customerId: number;
  channel: Channel;
  run: number;
  step: string;
  failure: string | null;
}
