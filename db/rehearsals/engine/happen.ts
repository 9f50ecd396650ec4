import { sql } from 'kysely';
import { localDate } from '../../../domain/campaigns/calendar';
import { type CampaignDoc, channelsOf, type Channel, type Purpose } from '../../../domain/campaigns/campaign';
import { type Due, ARRIVALS } from '../../../domain/journeys/story';
import { isHard, type Undeliverable, whenItCounts } from '../../../domain/returns/return-rules';
import { bandOf, callRuleOf } from '../../../domain/calls/call-rules';
import { closedWith } from '../../calls/tasks';
import { recordNew, type NewArrival, signalOf } from '../../journeys/arrivals';
import { type ArrivalKind } from '../../journeys/arrival-kind';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type Trx } from '../../platform/types';
import { type Course, type PendingEvent, type RehearsedContact } from './rows';

/** Where an event comes in: at a journey whose lock is held, as it stands. */
export interface EventPlace {
  trx: Trx;
  journey: JourneyRow;
  doc: CampaignDoc;
  course: Course;
}

/** The last attempt of a call was in vain, and a contact that will not leave: the journey hears of both as `not_sent`. */
const endsTheCall = (event: PendingEvent, course: Course): boolean =>
  event.kind === 'call_missed' &&
  !course.pending.some(
    (other) =>
      other.message === event.message &&
      (other.kind === 'call_missed' || other.kind === 'call_reached') &&
      other.at > event.at,
  );

/** Why the journey acts on an event; null: it does not hear of it. */
export function dueOfEvent(event: PendingEvent, course: Course): Due | null {
  const kind = arrivalKind(event, course);
  if (kind === null) return null;
  const via = event.kind === 'form_accepted' ? 'form' : event.kind === 'call_reached' ? 'phone' : undefined;
  return ARRIVALS[signalOf(kind, via)];
}

function arrivalKind(event: PendingEvent, course: Course): ArrivalKind | null {
  switch (event.kind) {
    case 'bounced':
      return 'bounce';
    case 'returned':
      return 'undeliverable';
    case 'answered_online':
    case 'form_accepted':
      return 'answer';
    case 'form_received':
      return 'form_received';
    case 'form_defective':
      return 'form_defect';
    case 'withdrawn':
      return 'answer_withdrawn';
    case 'opted_out':
      return 'opt_out';
    case 'not_sent':
      return 'not_sent';
    case 'call_reached':
      return event.choice === null ? 'call_ended' : 'answer';
    case 'call_missed':
      return endsTheCall(event, course) ? 'not_sent' : null;
    case 'inquired':
      return null;
  }
}

/** The rehearsal's own instant for what follows in this transaction. */
export async function setInstant(trx: Trx, at: number): Promise<void> {
  await sql`select set_config('rehearsal.at', ${new Date(at).toISOString()}, true)`.execute(trx);
}

/**
 * Writes what a simulated event brings, at its instant, as the product writes it: a returned paper, a call's attempt, and
 * the arrival of the journey. Notes it among the journey's events. The caller holds the journey's lock, and has made sure
 * that the contact has left.
 */
export async function happen(here: EventPlace, event: PendingEvent, contact: RehearsedContact): Promise<void> {
  const { course } = here;
  const arrivals = await arrivalsOf(here, event, contact);
  if (arrivals.length > 0 && asksTheTime(here, event)) await setInstant(here.trx, event.at);
  for (const arrival of arrivals) {
    const { journey } = here;
    const dedupe = `${event.kind}:${event.message}:${event.at}:${arrival.kind}`;
    const whose = { campaignId: journey.campaign_id, customerId: journey.customer_id };
    const came = { ...whose, at: event.at, source: 'rehearsal', dedupe, ...arrival };
    const { seq } = await recordNew(here.trx, journey, came, event.at);
    here.journey = { ...journey, arrival_seq: seq };
  }
  const { kind, step, channel, at } = event;
  if (kind === 'not_sent') return;
  if ((kind === 'answered_online' || kind === 'form_accepted' || kind === 'call_reached') && event.choice !== null)
    course.cause = step;
  course.events.push({ at, kind, step, channel, cause: step, ...saidBy(event) });
}

/** Whether what an event brings about reads the clock: what is done for a closed journey, and what a refusal takes back. */
const asksTheTime = ({ journey }: EventPlace, { kind }: PendingEvent): boolean =>
  journey.status === 'closed' || kind === 'opted_out' || kind === 'returned';

/** What an event says beyond its kind. */
function saidBy(event: PendingEvent): { why?: string; attempt?: number; minutes?: number } {
  switch (event.kind) {
    case 'returned':
      return { why: event.reason };
    case 'answered_online':
    case 'form_accepted':
      return { why: event.choice };
    case 'form_defective':
      return { why: event.defect };
    case 'call_missed':
      return { attempt: event.attempt };
    case 'call_reached':
      return { attempt: event.attempt, minutes: event.minutes, why: event.choice ?? 'intent' };
    case 'inquired':
      return { minutes: event.minutes };
    default:
      return {};
  }
}

type Arriving = Pick<NewArrival, 'kind' | 'data'> & Partial<NewArrival>;

async function arrivalsOf(here: EventPlace, event: PendingEvent, contact: RehearsedContact): Promise<Arriving[]> {
  const { course, doc } = here;
  switch (event.kind) {
    case 'bounced': {
      const code = event.channel === 'sms' ? 'undelivered' : event.permanent ? '5.1.1' : '4.2.2';
      return [{ kind: 'bounce', data: { messageId: event.message, code, hard: event.permanent, reason: code } }];
    }
    case 'returned':
      return [await returned(here, event)];
    case 'answered_online':
      return [{ kind: 'answer', source: 'web', data: { choices: choicesOf(course, event.choice) } }];
    case 'form_received': {
      const returnId = await bookForm(here, event);
      return [{ kind: 'form_received', source: 'form', data: { returnId } }];
    }
    case 'form_accepted': {
      const form = await decideForm(here, event, 'accepted');
      const data = { choices: choicesOf(course, event.choice), via: 'form', returnId: form.id, receipt: form.receipt };
      return [{ kind: 'answer', source: 'form', at: countsFrom(form.receivedAt, contact, doc), data }];
    }
    case 'form_defective': {
      const form = await decideForm(here, event, 'defect');
      const data = { returnId: form.id, defects: [event.defect], unclear: {} };
      return [{ kind: 'form_defect', source: 'form', at: countsFrom(form.receivedAt, contact, doc), data }];
    }
    case 'withdrawn':
      return [{ kind: 'answer_withdrawn', source: 'web', data: { contracts: course.contracts } }];
    case 'opted_out':
      return purposesOn(doc, event.channel).map((purpose) => ({
        kind: 'opt_out',
        data: { channel: event.channel, purpose },
        dedupe: `opt_out:${event.message}:${purpose}`,
      }));
    case 'not_sent':
      return [{ kind: 'not_sent', data: { messageId: event.message, reason: 'refused' } }];
    case 'call_missed':
      return missed(here, event);
    case 'call_reached':
      return [await reached(here, event)];
    case 'inquired':
      return [];
  }
}

/** The one person in the database of rehearsals. */
export const OPERATOR = 1;

const choicesOf = ({ contracts }: Course, choice: 'migrate' | 'cancel') =>
  Object.fromEntries(contracts.map((id) => [id, choice]));

/** Purposes for which the plan uses a channel, as an opt-out on the customer's page declares them. */
function purposesOn({ plan }: CampaignDoc, channel: Channel): Purpose[] {
  const contacts = [...plan.steps, ...(plan.onDefect ? [plan.onDefect] : [])];
  const using = contacts.filter((contact) => channelsOf(contact).includes(channel));
  return [...new Set((using.length > 0 ? using : contacts).map(({ purpose }) => purpose))];
}

const REASONS: Record<string, Undeliverable> = { absent: 'unclaimed', refused: 'refused', unknown: 'unknown' };

async function returned(here: EventPlace, event: PendingEvent & { kind: 'returned' }): Promise<Arriving> {
  const reason = REASONS[event.reason]!;
  const returnId = await bookReturn(here, { ...event, kind: 'undeliverable', status: 'undeliverable', reason });
  const data = { returnId, messageIds: [event.message], reason, hard: isHard(reason) };
  return { kind: 'undeliverable', source: 'post', data };
}

const bookForm = (here: EventPlace, { at, message }: PendingEvent) =>
  bookReturn(here, { at, message, kind: 'form', status: 'received', reason: null });

interface ToBook {
  at: number;
  message: number;
  kind: string;
  status: string;
  reason: string | null;
}

async function bookReturn({ trx, doc, journey }: EventPlace, item: ToBook): Promise<number> {
  const receipt = `${item.message}/${item.at}/${item.kind}`;
  const { rows } = await sql<{ id: number }>`
    insert into returns (client_id, campaign_id, customer_id, piece_id, receipt, kind, status, reason, received_on, received_at)
    select ${journey.client_id}, ${journey.campaign_id}, ${journey.customer_id}, m.piece_id, ${receipt}, ${item.kind}, ${item.status},
      ${item.reason}, ${localDate(item.at, doc.zone)}, ${new Date(item.at)}
    from messages m where m.id = ${item.message} returning id`.execute(trx);
  return rows[0]!.id;
}

async function decideForm({ trx, course }: EventPlace, { at }: PendingEvent, status: 'accepted' | 'defect') {
  const { rows } = await sql<{ id: number; receipt: string; receivedAt: number }>`
    update returns set status = ${status}, decided_at = ${new Date(at)} where id = (select id from returns
      where customer_id = ${course.customerId} and kind = 'form' and status = 'received' order by received_at, id limit 1)
    returning id, receipt, received_at as "receivedAt"`.execute(trx);
  return rows[0]!;
}

/** When a form counts: by the day it came, since a simulated one bears no date. */
const countsFrom = (receivedAt: number, contact: RehearsedContact, doc: CampaignDoc): number =>
  whenItCounts(
    {
      receivedOn: localDate(receivedAt, doc.zone),
      postmarkOn: null,
      writtenOn: null,
      postedOn: localDate(contact.at, doc.zone),
      bookedAt: receivedAt,
    },
    doc,
  ).at;

/** An attempt in vain: the next one is planned, or the call has failed. */
async function missed(here: EventPlace, event: PendingEvent & { kind: 'call_missed' }): Promise<Arriving[]> {
  const { trx, course } = here;
  const { message, attempt, at } = event;
  if (endsTheCall(event, course)) {
    await endCall(here, event, { result: 'no_answer', failure: 'no_answer' });
    return [{ kind: 'not_sent', data: { messageId: message, reason: 'no_answer' } }];
  }
  const next = course.pending.find((one) => one.message === message && one.at > at)!;
  await sql`
    with attempted as (${attemptOf(here, event, 'no_answer')}),
      task as (update call_tasks set attempts = ${attempt}::int where message_id = ${message})
    update messages set not_before = ${new Date(next.at)} where id = ${message}`.execute(trx);
  return [];
}

async function reached(here: EventPlace, event: PendingEvent & { kind: 'call_reached' }): Promise<Arriving> {
  const { message, choice } = event;
  await endCall(here, event, { result: choice === null ? 'intent' : 'completed', failure: null });
  if (choice === null) return { kind: 'call_ended', data: { messageId: message, result: 'intent' } };
  return { kind: 'answer', source: 'phone', data: { choices: choicesOf(here.course, choice), via: 'phone' } };
}

type Attempt = PendingEvent & { attempt: number };

/** The statement that notes an attempt to call. */
function attemptOf({ doc, journey }: EventPlace, { at, step, message, attempt }: Attempt, result: string) {
  const band = bandOf(at, doc.zone, callRuleOf(doc, step).bands);
  return sql`
    insert into call_attempts (task_id, no, client_id, person_id, band, at, result)
    select id, ${attempt}::int, ${journey.client_id}::bigint, ${OPERATOR}::bigint, ${band}, ${new Date(at)}::timestamptz, ${result}
    from call_tasks where message_id = ${message}`;
}

/** The last attempt, and with it the end of the call: spoken to, or given up for `failure`. */
async function endCall(
  here: EventPlace,
  event: Attempt,
  { result, failure }: { result: string; failure: string | null },
): Promise<void> {
  const { message, at, attempt } = event;
  const left = failure === null ? new Date(at) : null;
  await sql`
    with attempted as (${attemptOf(here, event, result)}),
      task as (update call_tasks set ${closedWith(failure ?? 'completed', at)}, attempts = ${attempt}::int
        where message_id = ${message} and status <> 'done')
    update messages set status = ${failure === null ? 'handed_over' : 'failed'}, failure = ${failure},
      handed_over_at = ${left}, attempts = attempts + 1
    where id = ${message}`.execute(here.trx);
}
