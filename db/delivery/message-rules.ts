import { type RawBuilder, sql } from 'kysely';

/*
 * What keeps a contact back is looked at when it is placed, claimed, printed, leased and handed over: these conditions
 * are the same at every place. `m` is the message of the query. Pauses have theirs in pauses-facts.ts.
 */

/** Whether a hold of the message's customer is open. */
export const messageHeld = sql<boolean>`exists (select 1 from holds h
  where h.customer_id = m.customer_id and h.released_at is null)`;

/** Whether the newest word on the message's channel and purpose is a no that nobody has overridden. */
export const messageRefused = sql<boolean>`(m.override_reason is null and not coalesce((select k.value from consents k
  where k.customer_id = m.customer_id and k.channel = m.channel and k.purpose = m.purpose
  order by k.at desc, k.id desc limit 1), true))`;

/** Whether the row `r` of representatives is in force at an instant; of several the newest acts. */
export const representativeActs = (at: Date): RawBuilder<boolean> => sql<boolean>`r.ended_at is null
  and daterange(r.valid_from, r.valid_until, '[]') @> (${at}::timestamptz at time zone 'Asia/Tokyo')::date`;
