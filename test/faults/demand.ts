import { sql } from 'kysely';
import { contactKey } from '../../domain/ids';
import { type Db } from '../../db/platform/types';

/** A contact of the product's own record. */
export interface Contact {
  /** As a stand-in knows it: of a letter and a mail the piece's code, of a call its task. */
  key: string;
  campaignId: number;
  journeyId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: 'mail' | 'sms' | 'post' | 'phone';
  status: string;
}

/** Every contact that was ever scheduled. */
export async function contactsOf(db: Db): Promise<Contact[]> {
  const { rows } = await sql<Contact & { customerId: number; code: string; task: number | null }>`
    select m.campaign_id as "campaignId", m.journey_id as "journeyId", m.customer_id as "customerId", m.run, m.step,
      m.occurrence, m.channel, m.status, p.code, t.id as task
    from messages m join pieces p on p.id = m.piece_id left join call_tasks t on t.message_id = m.id
    order by m.id`.execute(db);
  return rows.map(({ customerId, code, task, ...row }) => {
    const keys = { mail: code, post: code, phone: `${task}`, sms: contactKey({ ...row, customerId }) };
    return { ...row, key: keys[row.channel] };
  });
}

export interface JourneyEnd {
  id: number;
  campaignId: number;
  open: boolean;
  outcomes: string[];
  /** What came back beside unanswered calls: bounces, refusals, changes; each may close a channel. */
  troubles: number;
  /** Whether a channel is left that a text can go out on: an address that holds, and no refusal. */
  writable: boolean;
}

/** How each journey ended. */
export async function journeysOf(db: Db): Promise<JourneyEnd[]> {
  const { rows } = await sql<JourneyEnd>`
    select j.id, j.campaign_id as "campaignId", j.status = 'open' as open,
      coalesce(array_agg(o.outcome) filter (where o.outcome is not null), '{}') as outcomes,
      (select count(*) from arrivals a where a.journey_id = j.id and a.kind <> 'call_ended'
        and a.data ->> 'reason' is distinct from 'no_answer') as troubles,
      exists (select from contact_points p where p.customer_id = j.customer_id and p.channel <> 'phone'
        and p.bad_reason is null and coalesce((select c.value from consents c where c.customer_id = p.customer_id
          and c.channel = p.channel and c.purpose = 'service_notice' order by c.at desc, c.id desc limit 1), true)) as writable
    from journeys j left join outcomes o on o.campaign_id = j.campaign_id and o.customer_id = j.customer_id
    group by j.id order by j.id`.execute(db);
  return rows;
}
