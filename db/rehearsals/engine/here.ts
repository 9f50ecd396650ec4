import { callRuleOf } from '../../../domain/calls/call-rules';
import { type CampaignDoc, type Wait } from '../../../domain/campaigns/campaign';
import { type calendarOf } from '../../../domain/campaigns/holidays';
import { simulate } from '../../../domain/rehearsals/customer';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type EventPlace } from './happen';
import { type Course, type PendingEvent, type RehearsedContact } from './rows';
import { type PreparedRun } from './runs';

/** A rehearsal with what its simulated customers go by. */
export interface Run extends PreparedRun {
  doc: CampaignDoc;
  calendar: ReturnType<typeof calendarOf>;
}

/** A rehearsed journey at the instant of its step. */
export interface Here extends EventPlace {
  run: Run;
  now: number;
}

/** The contact that an event follows from. */
export const contactOf = ({ contacts }: Course, event: PendingEvent): RehearsedContact | undefined =>
  contacts.find(({ message }) => message === event.message);

/** Takes events back that will not happen. */
export function dropEvents(course: Course, which: (event: PendingEvent) => boolean): void {
  course.pending = course.pending.filter((event) => !which(event));
}

/** Oldest first; of one instant in the order of their contacts. */
export const byTime = (a: PendingEvent, b: PendingEvent): number => a.at - b.at || a.message - b.message;

/** Draws anew what follows from a contact that leaves at another instant. */
export function redraw(here: Here, contact: RehearsedContact): void {
  dropEvents(here.course, (event) => event.message === contact.message);
  draw(here, contact);
}

/** Draws what the customer will do after a contact. */
export function draw({ course, run }: Here, contact: RehearsedContact): void {
  if (contact.reply) return;
  const { step, channel, occurrence, at, message } = contact;
  const steps = [...new Set(course.contacts.filter((one) => !one.reply).map((one) => one.step))];
  const events = simulate({
    contact: { step, channel, occurrence, at, nth: steps.indexOf(step) + 1, ...callOf(run.doc, contact) },
    customer: { key: course.key, segments: course.segments, contracts: course.contracts },
    behaviour: run.behaviour,
    seed: run.seed,
    calendar: run.calendar,
    form: run.doc.form,
  });
  course.pending.push(...events.map((event) => ({ ...event, message })));
  course.pending.sort(byTime);
}

function callOf(doc: CampaignDoc, { step, channel }: RehearsedContact) {
  if (channel !== 'phone') return {};
  const { attempts, spacing } = callRuleOf(doc, step);
  return { attempts, spacingDays: daysOf(spacing) };
}

const daysOf = (wait: Wait): number =>
  'days' in wait ? wait.days : 'businessDays' in wait ? wait.businessDays : wait.minutes / 1_440;

/** Notes the state that a journey has come to. */
export function noteState({ course }: Here, state: JourneyRow['state'], at: number): void {
  if (course.states.at(-1)?.state !== state) course.states.push({ at, state });
}
