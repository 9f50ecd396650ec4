import { sql } from 'kysely';
import { type Trx } from '../platform/types';

/** A message that cannot have reached its customer, and why. `at`: when this was reported, epoch ms. */
export interface UndeliverableMessage {
  messageId: number;
  customerId: number;
  journeyId: number;
  channel: string;
  reason: string;
  at: number;
}

/**
 * Marks the address a message went to as bad, so that no later step uses it. An address the customer changed after the
 * message left is a different one and stays usable.
 */
export async function markAddressBad(trx: Trx, letter: UndeliverableMessage): Promise<void> {
  const { customerId, channel, reason, at } = letter;
  if (await addressChangedSince(trx, letter)) return;
  await sql`
    update contact_points set bad_reason = coalesce(bad_reason, ${reason}), bad_at = coalesce(bad_at, ${new Date(at)})
    where customer_id = ${customerId} and channel = ${channel}`.execute(trx);
}

/** Whether the customer changed their address on this channel after the message had left. */
async function addressChangedSince(
  trx: Trx,
  { journeyId, messageId, channel }: UndeliverableMessage,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from messages m join arrivals a on a.journey_id = ${journeyId} and a.kind = 'contact_changed'
    where m.id = ${messageId} and a.received_at > coalesce(m.claimed_at, m.handed_over_at, m.not_before)
      and a.data -> 'channels' ? ${channel}
      and coalesce(a.data ->> 'source', '') not like 'representative:%' limit 1`.execute(trx);
  return rows.length > 0;
}
