import { type RawBuilder, sql } from 'kysely';

/**
 * SQL conditions for whether a contact must be withheld, shared by every check: when a step writes it, claim, print
 * run, lease and hand-over. `m` is the query's message. Those of pauses are in db/journeys/facts/pause-facts.ts.
 */

/** Whether the message's customer has an open hold. */
export const messageHeld = sql<boolean>`exists (select 1 from holds h
  where h.customer_id = m.customer_id and h.released_at is null)`;

/** Whether the newest declaration for the message's channel and purpose is a refusal without an override. */
export const messageRefused = sql<boolean>`(m.override_reason is null and not coalesce((select k.value from consents k
  where k.customer_id = m.customer_id and k.channel = m.channel and k.purpose = m.purpose
  order by k.at desc, k.id desc limit 1), true))`;

/** Whether row `r` of representatives is in force at an instant; the newest of several acts. */
export const representativeActs = (at: Date): RawBuilder<boolean> => sql<boolean>`r.ended_at is null
  and daterange(r.valid_from, r.valid_until, '[]') @> (${at}::timestamptz at time zone 'Asia/Tokyo')::date`;
