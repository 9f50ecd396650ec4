import { sql } from 'kysely';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { localDate } from '../../../domain/campaigns/calendar';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { isReminder } from '../../../domain/journeys/notice-role';
import { expectedArrival } from '../../../domain/print/print-run';
import { messageHeld, messageRefused } from '../../customers/contacts';
import { messagePaused } from '../../journeys/facts/pause-facts';
import { type Queryable, type Trx } from '../../platform/types';
import { type Course, type RehearsedContact } from './rows';

interface MessageRow {
  id: number;
  journey: number;
  run: number;
  step: string;
  channel: Channel;
  occurrence: number;
  status: string;
  notice: string;
  reply: boolean;
  /** When it leaves at the earliest, epoch ms. */
  at: number;
  /** A lane would refuse it, or let it wait. */
  refused: boolean;
  abroad: boolean;
  blocked: boolean;
}

/** The messages of these journeys, oldest first, with what a lane would do with those that are queued. */
export async function messagesOf(db: Queryable, journeyIds: number[]): Promise<Map<number, MessageRow[]>> {
  const { rows } = await sql<MessageRow>`
    select m.id, m.journey_id as journey, m.run, m.step, m.channel, m.occurrence, m.status, m.notice, m.reply,
      m.not_before as at, m.status = 'queued' and ${messageRefused} as refused,
      m.status = 'queued' and (${messageHeld} or ${messagePaused}) as blocked, k.country is not null as abroad
    from messages m join customers k on k.id = m.customer_id where m.journey_id = any(${journeyIds}::bigint[]) order by m.id`.execute(
    db,
  );
  const found = new Map<number, MessageRow[]>();
  for (const row of rows) found.set(row.journey, [...(found.get(row.journey) ?? []), row]);
  return found;
}

/** A journey that has come to an instant, epoch ms. */
interface Arrived {
  course: Course;
  now: number;
}

/**
 * Hands over what was to leave since each journey's last step, as lanes without a limit do: exactly when it was due, a letter
 * with its expected arrival. What a form on the desk or a hold kept back leaves when that was over; `later` is called for it.
 * A call is ready when it is due; its attempts come as events.
 */
export async function leave<One extends Arrived>(
  trx: Trx,
  doc: CampaignDoc,
  all: One[],
  later: (one: One, contact: RehearsedContact) => void,
): Promise<void> {
  const waiting = all.filter(({ course, now }) => course.contacts.some(({ is, at }) => is === 'waiting' && at <= now));
  if (waiting.length === 0) return;
  const messages = await messagesOf(
    trx,
    waiting.map(({ course }) => course.journeyId),
  );
  const left: object[] = [];
  for (const one of waiting) {
    const own = messages.get(one.course.journeyId) ?? [];
    for (const contact of one.course.contacts) {
      const message = own.find(({ id }) => id === contact.message)!;
      if (contact.is !== 'waiting' || contact.at > one.now || message.status !== 'queued') continue;
      if (message.refused || message.blocked) continue;
      const at = Math.max(contact.at, one.course.at);
      if (at > contact.at) {
        contact.at = at;
        later(one, contact);
      }
      handOver(one.course, { contact, message, doc });
      if (contact.channel !== 'phone') left.push(rowOf(contact, doc, message.abroad));
    }
  }
  await writeLeft(trx, left, waiting);
}

function handOver(
  course: Course,
  { contact, message, doc }: { contact: RehearsedContact; message: MessageRow; doc: CampaignDoc },
): void {
  contact.is = 'left';
  const { at, step, channel, why, refused } = contact;
  course.events.push({ at, kind: 'sent', step, channel, ...(why && { why }), ...(refused && { refused }) });
  if (channel === 'phone') return;
  const state = course.states.at(-1)?.state ?? 'scheduled';
  const reminder = isReminder(doc, message);
  if (state !== 'closed' && (reminder || state === 'scheduled'))
    course.states.push({ at, state: reminder ? 'reminded' : 'notified' });
}

const rowOf = ({ message, channel, at }: RehearsedContact, doc: CampaignDoc, abroad: boolean) => ({
  message,
  at: new Date(at).toISOString(),
  expected:
    channel === 'post'
      ? new Date(expectedArrival(localDate(at, doc.zone), doc, calendarOf(doc), abroad)).toISOString()
      : null,
});

async function writeLeft(trx: Trx, left: object[], waiting: Arrived[]): Promise<void> {
  if (left.length > 0)
    await sql`
      update messages m set status = 'handed_over', claimed_at = d.at, handing_over_at = d.at, handed_over_at = d.at,
        expected_at = d.expected, attempts = 1
      from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as d(message bigint, at timestamptz, expected timestamptz)
      where m.id = d.message`.execute(trx);
  const states = waiting.flatMap(({ course: { journeyId, states } }) =>
    states.length === 0 ? [] : [{ id: journeyId, state: states.at(-1)!.state }],
  );
  await sql`
    update journeys j set state = s.state from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s(id bigint, state text)
    where j.id = s.id and j.status = 'open' and j.state <> s.state`.execute(trx);
}
