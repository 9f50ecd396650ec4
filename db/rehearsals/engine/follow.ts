import { sql } from 'kysely';
import { isFor } from '../../../domain/campaigns/segments';
import { closingInstant } from '../../../domain/journeys/outcome';
import { type StepResult } from '../../../domain/journeys/story';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type Decided } from '../../journeys/record-steps';
import { type Trx } from '../../platform/types';
import { dueOfEvent, happen } from './happen';
import { byTime, contactOf, draw, dropEvents, type Here, noteState } from './here';
import { messagesOf } from './leave';
import { type RehearsedContact, writeCourses } from './rows';

interface Step {
  here: Map<number, Here>;
  decided: Map<number, Decided>;
  results: Map<number, StepResult>;
}

interface Followed {
  results: Map<number, StepResult>;
  /** Journeys that only wait for their own time, as they are now. */
  waiting: JourneyRow[];
}

/** Notes what the steps did, draws what follows from their contacts, and sets the timers. */
export async function follow(trx: Trx, { here, decided, results }: Step): Promise<Followed> {
  const ids = [...here.keys()];
  const messages = await messagesOf(trx, ids);
  const journeys = new Map((await lockJourneysById(trx, ids)).map((row) => [row.id, row]));
  const changed: { journey: number; run: number; turn: number; result: StepResult }[] = [];
  for (const [id, one] of here) {
    const item = decided.get(id)!;
    note(one, item);
    for (const message of messages.get(id) ?? []) takeUp(one, message, item);
    one.course.at = one.now;
    noteState(one, journeys.get(id)!.state, one.now);
    const result = await timed(one, journeys.get(id)!, results.get(id)!);
    if (result !== results.get(id)) {
      changed.push({ journey: id, run: item.journey.run, turn: item.facts.turn, result });
      results.set(id, result);
    }
  }
  if (changed.length > 0)
    await sql`
      update step_results s set result = c.result from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as c(journey bigint, run int, turn int, result jsonb)
      where s.journey_id = c.journey and s.run = c.run and s.turn = c.turn`.execute(trx);
  for (const { course } of here.values()) {
    course.events.sort((a, b) => a.at - b.at);
    course.states.sort((a, b) => a.at - b.at);
  }
  await writeCourses(
    trx,
    [...here.values()].map(({ course }) => course),
  );
  const waiting = [...here.values()].flatMap(({ course }) => {
    const journey = journeys.get(course.journeyId)!;
    const { did } = results.get(course.journeyId)!;
    return did === 'waits' && course.nextAt === journey.wake_at ? [journey] : [];
  });
  return { results, waiting };
}

/** The segments by the first decision, and every decision that sends nothing. */
function note({ course, now, doc }: Here, { decision, facts }: Decided): void {
  if (course.events.length === 0 && course.contacts.length === 0)
    course.segments = Object.keys(doc.segments ?? {}).filter((id) => isFor({ only: [id] }, facts, doc));
  if (decision.kind === 'send') return;
  const kind = ({ wait: 'waits', held: 'held', close: 'closed' } as const)[decision.kind];
  const refused = decision.refusals.length > 0 && { refused: decision.refusals };
  const step = decision.kind !== 'close' && decision.step !== null && { step: decision.step };
  course.events.push({ at: now, kind, ...step, why: decision.reason, ...refused });
}

type Message = NonNullable<Awaited<ReturnType<typeof messagesOf>> extends Map<number, (infer Row)[]> ? Row : never>;

/** A message that the course does not know yet is a contact to come; one that was taken back will never leave. */
function takeUp(here: Here, message: Message, { decision }: Decided): void {
  const { course } = here;
  const known = course.contacts.find((one) => one.message === message.id);
  if (known) {
    if (known.is === 'left' || message.status !== 'queued') {
      if (message.status !== 'withdrawn' && message.status !== 'failed') return;
      if (known.is === 'waiting' || known.channel === 'phone') known.is = 'gone';
      if (known.is === 'gone') dropEvents(course, (event) => event.message === message.id);
      return;
    }
    if (message.refused && !message.reply) refuse(here, known);
    return;
  }
  const first = decision.kind === 'send' && decision.message.channel === message.channel;
  const contact: RehearsedContact = {
    ...{ message: message.id, run: message.run, step: message.step, channel: message.channel },
    ...{ occurrence: message.occurrence, at: message.at, is: 'waiting' },
    ...(message.reply && { reply: true as const }),
    ...(decision.kind === 'send' && !message.reply && { why: decision.reason }),
    ...(first && decision.refusals.length > 0 && { refused: decision.refusals }),
  };
  course.contacts.push(contact);
  draw(here, contact);
}

/** The lane will refuse it when its time comes, and say so. */
function refuse({ course, now }: Here, contact: RehearsedContact): void {
  dropEvents(course, (event) => event.message === contact.message);
  const { message, step, channel, occurrence } = contact;
  course.pending.push({ kind: 'not_sent', at: Math.max(contact.at, now + 1), message, step, channel, occurrence });
  course.pending.sort(byTime);
}

/** The timer until the step's own instant, or until the next event if that comes first; a closed journey lives on without. */
async function timed(here: Here, journey: JourneyRow, result: StepResult): Promise<StepResult> {
  const { course, now, doc } = here;
  if (result.did === 'closed') {
    await liveOn(here, journey);
    return result;
  }
  const next = course.pending.find((event) => dueOfEvent(event, course) !== null);
  const wakeAt = journey.wake_at;
  if (next && (wakeAt === null || next.at <= wakeAt)) {
    course.nextAt = Math.max(next.at, now + 1);
    return { ...result, timer: { for: dueOfEvent(next, course)!, ms: course.nextAt - now } };
  }
  // what waits for a person waits here until the last date: there is no one
  const own = wakeAt ?? closingInstant(doc) + 1;
  course.nextAt = Math.max(own, now + 1);
  if (result.timer && wakeAt !== null) return result;
  if (own > now) return { ...result, timer: { for: 'deadline', ms: own - now } };
  course.ended = true;
  return { did: 'superseded', why: 'waits_for_a_person', read: result.read };
}

/** What still happens to a customer whose journey is closed: desks have work with it, and a choice taken back reopens it. */
async function liveOn(here: Here, closed: JourneyRow): Promise<void> {
  const { course, trx } = here;
  here.journey = closed;
  for (const contact of course.contacts) if (contact.reply && contact.is === 'waiting') sendReply(here, contact);
  while (course.pending.length > 0) {
    const event = course.pending.shift()!;
    const contact = contactOf(course, event);
    if (contact?.is !== 'left') continue;
    if (event.kind === 'inquired' || event.kind === 'form_received') {
      course.events.push({
        at: event.at,
        kind: event.kind,
        step: event.step,
        channel: event.channel,
        cause: event.step,
      });
      continue;
    }
    const answered = course.cause === event.step;
    if (!(event.kind === 'returned' || event.kind === 'bounced' || (event.kind === 'withdrawn' && answered))) continue;
    await happen(here, event, contact);
    const [journey] = await lockJourneysById(trx, [closed.id]);
    here.journey = journey!;
    if (journey!.status === 'closed') continue;
    course.cause = null;
    course.nextAt = event.at;
    noteState(here, journey!.state, event.at);
    return;
  }
  course.ended = true;
}

function sendReply({ course }: Here, contact: RehearsedContact): void {
  contact.is = 'left';
  const { at, step, channel } = contact;
  course.events.push({ at, kind: 'sent', step, channel });
}
