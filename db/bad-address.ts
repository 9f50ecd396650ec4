import { sql, type Transaction } from 'kysely';
import { type Database } from './schema';

type Trx = Transaction<Database>;

/** A message that cannot have reached anybody, and why. `at`: when that was heard, epoch ms. */
export interface DeadLetter {
  messageId: number;
  customerId: number;
  journeyId: number;
  channel: string;
  reason: string;
  at: number;
}

/**
 * Makes the address that a message went to unusable for every later step. A representative's is taken from the
 * representative; the customer's own is left alone when it was changed after the message had left.
 */
export async function condemnAddress(trx: Trx, letter: DeadLetter): Promise<void> {
  const { customerId, channel, reason, at } = letter;
  const representative = await addressedInstead(trx, letter);
  if (representative !== undefined) {
    await sql`
      update representatives set channels = array_remove(channels, ${channel}) where id = ${representative}`.execute(
      trx,
    );
    return;
  }
  if (await changedSince(trx, letter)) return;
  await trx
    .updateTable('contact_points')
    .set({ bad_reason: sql`coalesce(bad_reason, ${reason})`, bad_at: sql`coalesce(bad_at, ${new Date(at)})` })
    .where('customer_id', '=', customerId)
    .where('channel', '=', sql<'mail'>`${channel}`)
    .execute();
}

const left = sql`(select coalesce(m.claimed_at, m.handed_over_at, m.not_before) from messages m where m.id =`;

/** The representative the message was addressed to, where one was in force when it left. */
async function addressedInstead(trx: Trx, { customerId, messageId, channel }: DeadLetter): Promise<number | undefined> {
  const { rows } = await sql<{ id: number; bears: boolean }>`
    select r.id, ${channel} = any(r.channels) as bears
    from representatives r, lateral ${left} ${messageId}) as sent(at)
    where r.customer_id = ${customerId} and r.created_at <= sent.at and (r.ended_at is null or r.ended_at > sent.at)
      and daterange(r.valid_from, r.valid_until, '[]') @> (sent.at at time zone 'Asia/Tokyo')::date
    order by r.id desc limit 1`.execute(trx);
  return rows[0]?.bears ? rows[0].id : undefined;
}

/** Whether the customer's own address on this channel was told anew after the message had left. */
async function changedSince(trx: Trx, { journeyId, messageId, channel }: DeadLetter): Promise<boolean> {
  const { rows } = await sql`
    select 1 from arrivals a, lateral ${left} ${messageId}) as sent(at)
    where a.journey_id = ${journeyId} and a.kind = 'contact_changed' and a.received_at > sent.at
      and a.data -> 'channels' ? ${channel}
      and coalesce(a.data ->> 'source', '') not like 'representative:%' limit 1`.execute(trx);
  return rows.length > 0;
}
