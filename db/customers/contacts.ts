import { type RawBuilder, sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { callable } from '../../domain/calls/hours-abroad';
import { HOLDS_OF_CASES } from '../../domain/customers/authority-cases/kinds';
import { LEGAL_RELATIONS } from '../../domain/customers/who-answers';
import { AUTHORITY_STEP } from '../../domain/journeys/answers/replies';
import { among, PLANNED_ONCE } from '../platform/planned-once';
import { type Queryable, type Trx } from '../platform/types';
import { protectedAmong } from './protection';

/**
 * SQL conditions for whether a contact must be withheld, shared by every check: when a step writes it, claim, print
 * run, lease and hand-over. `m` is the query's message. The conditions of pauses are in pause-facts.ts.
 */

/** Whether the campaign `c` hands messages over. One that is completed still has replies. */
export const campaignSends = sql<boolean>`c.status in ('running', 'completed')`;

/** Whether row `r` of representatives is in force at an instant; the newest of several acts. */
export const representativeActs = (
  at: Date | RawBuilder<unknown>,
): RawBuilder<boolean> => sql<boolean>`r.ended_at is null
  and daterange(r.valid_from, r.valid_until, '[]') @> (${at}::timestamptz at time zone 'Asia/Tokyo')::date`;

/** Whether the answer that the message `m` asks a consent for still waits, and the one to be asked is in force. */
const consentWanted = sql<boolean>`exists (select from arrivals a join kept_answers k on k.arrival_id = a.id
    where a.journey_id = m.journey_id and a.seq = m.occurrence and k.status = 'kept')
  and (select r.may_decide and r.relation = any(${LEGAL_RELATIONS}::text[]) from representatives r
    where r.customer_id = m.customer_id and ${representativeActs(sql`tsunagi_now()`)} order by r.id desc limit 1)`;

/** Whether the message `m` asks a person for proof instead of contacting the customer. */
export const asksForProof = sql<boolean>`m.step = ${sql.lit(AUTHORITY_STEP)}`;

/** Whether the proof that the letter `m` asks for is still wanted: its case waits for documents, and it is the newest letter. */
const proofWanted = sql<boolean>`exists (select from authority_letters l join authority_cases c on c.id = l.case_id
  where l.id = m.occurrence and c.status = 'asked'
    and l.id = (select max(n.id) from authority_letters n where n.case_id = l.case_id))`;

/** Whether the message `m` about an inquiry goes to whose inquiry it is: a person may have found out that it is another's. */
const ofItsCustomer = sql<boolean>`exists (select from inquiry_touches t join inquiries i on i.id = t.inquiry_id
  where t.id = m.occurrence and i.customer_id = m.customer_id)`;

/**
 * Whether the message `m` may still go out: its journey `j` is under way in the same run; a reply needs no journey, but
 * the request for a consent never goes to the customer, nor when the answer waits no more, one for proof waits for it, and
 * an answer to an inquiry goes to its customer alone.
 */
export const messageCurrent = sql<boolean>`case when m.step = 'consent-request' then coalesce(${consentWanted}, false)
  when ${asksForProof} then ${proofWanted}
  when m.step in ('inquiry-confirm', 'inquiry-answer') then ${ofItsCustomer}
  else m.reply or (j.status = 'open' and j.run = m.run) end`;

/**
 * The open holds of the message's customer that keep it back: a letter that could not be printed, letters only; those of a
 * death and the like no letter to who acts for the customer.
 */
const keepingHolds = sql`from holds h
  where h.customer_id = m.customer_id and h.released_at is null and (h.reason <> 'unprintable' or m.channel = 'post')
    and not (${asksForProof} and h.reason = any(${HOLDS_OF_CASES}::text[]))`;

/** Whether an open hold of the message's customer keeps it back. */
export const messageHeld = sql<boolean>`exists (select 1 ${keepingHolds})`;

/** The hold of the message's customer that keeps it back; null: none. */
export const holdOf = sql<number | null>`(select min(h.id) ${keepingHolds})`;

/** Whether the newest declaration for the message's channel and purpose is a refusal without an override. */
export const messageRefused = sql<boolean>`(m.override_reason is null and not ${asksForProof} and not coalesce((select k.value from consents k
  where k.customer_id = m.customer_id and k.channel = m.channel and k.purpose = m.purpose
  order by k.at desc, k.id desc limit 1), true))`;

/** State of a customer's address by channel: `ok`, `only:<purpose>+…`, or why the channel cannot be used. */
type Contacts = Map<string, string>;

/**
 * Usable channels of each customer at `now` (epoch ms). A representative in force is contacted instead of the customer:
 * only the representative's channels are listed then, as `only:<purposes>` if they act for some purposes only. No one
 * calls for a customer under protection: the phone is `protected`, whatever the number. A customer abroad for whom it is
 * night whenever desks call has no phone; `nowOf` has the instants of customers for whom it is another one.
 */
export async function loadContacts(
  db: Queryable,
  customerIds: number[],
  now: number,
  nowOf: ReadonlyMap<number, number> = new Map(),
): Promise<Map<number, Contacts>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<{
    customer: number;
    channel: string;
    contact: string;
    country: string | null;
  }>`${PLANNED_ONCE}
    with r as (select distinct on (r.customer_id) r.customer_id, r.channels, r.purposes, r.bad from representatives r
      where ${among('r.customer_id', customerIds)} and ${representativeActs(new Date(now))}
      order by r.customer_id, r.id desc)
    select r.customer_id as customer, unnest(r.channels) as channel,
      case when r.purposes is null then 'ok' else 'only:' || array_to_string(r.purposes, '+') end as contact,
      null as country from r
    union all
    select r.customer_id, b.key, 'contact_bad:' || b.value, null from r cross join jsonb_each_text(r.bad) b
    where b.key <> all(r.channels)
    union all
    select p.customer_id, p.channel, case when p.bad_at is null then 'ok' else 'contact_bad:' || coalesce(p.bad_reason, '') end,
      case when p.channel = 'phone' then (select c.country from customers c where c.id = p.customer_id) end
    from contact_points p where ${among('p.customer_id', customerIds)}
      and not exists (select 1 from r where r.customer_id = p.customer_id)`.execute(db);
  const hidden = await protectedAmong(db, customerIds);
  const contacts = new Map<number, Contacts>();
  for (const { customer, channel, country, ...row } of rows) {
    const contact =
      row.contact === 'ok' && country && !callable(country, nowOf.get(customer) ?? now) ? 'night_abroad' : row.contact;
    const own = contacts.get(customer) ?? new Map<string, string>();
    contacts.set(customer, own.set(channel, channel === 'phone' && hidden.has(customer) ? 'protected' : contact));
  }
  return contacts;
}

/** State of each of these channels for one customer; `no_contact` where there is no address. */
export const contactOf = (contacts: Contacts | undefined, channels: Channel[]): Partial<Record<Channel, string>> =>
  Object.fromEntries(channels.map((channel) => [channel, contacts?.get(channel) ?? 'no_contact']));

/** A message that cannot have reached its customer, and why. `at`: when this was reported, epoch ms. */
interface UndeliverableMessage {
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
