import { sql } from 'kysely';
import { type Trx } from '../platform/types';

/** A message that cannot have reached its customer, and why. `at`: when that was heard, epoch ms. */
export interface DeadLetter {
  messageId: number;
  customerId: number;
  journeyId: number;
  channel: string;
  reason: string;
  at: number;
}

/**
 * Makes the customer's address that a message went to unusable for every later step. One that was told anew after the
 * message had left is another address, and stays good.
 */
export async function markAddressBad(trx: Trx, letter: DeadLetter): Promise<void> {
  const { customerId, channel, reason, at } = letter;
  if (await changedSince(trx, letter)) return;
  await sql`
    update contact_points set bad_reason = coalesce(bad_reason, ${reason}), bad_at = coalesce(bad_at, ${new Date(at)})
    where customer_id = ${customerId} and channel = ${channel}`.execute(trx);
}

/** Whether the customer's own address on this channel was told anew after the message had left. */
async function changedSince(trx: Trx, { journeyId, messageId, channel }: DeadLetter): Promise<boolean> {
  const { rows } = await sql`
    select 1 from messages m join arrivals a on a.journey_id = ${journeyId} and a.kind = 'contact_changed'
    where m.id = ${messageId} and a.received_at > coalesce(m.claimed_at, m.handed_over_at, m.not_before)
      and a.data -> 'channels' ? ${channel}
      and coalesce(a.data ->> 'source', '') not like 'representative:%' limit 1`.execute(trx);
  return rows.length > 0;
}
