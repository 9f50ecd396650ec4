import { addDays, type Calendar, dueAfter, hoursOn, isBusinessDay, isQuiet, localDate, weekdayOf } from '../calendar';
import { type CampaignDoc, type Channel, DEFECT_STEP, type Wait } from '../campaign';
import { type DecideInput, type Placed, timing, waitAfter } from '../../journeys/decide';
import { type Counts, type DateReason } from './explain';

/** The days after `from` and before `to` (local, ISO) that are not worked. */
export function closedBetween(from: number, to: number, calendar: Calendar): string[] {
  const last = localDate(to, calendar.zone);
  const closed: string[] = [];
  for (let day = addDays(localDate(from, calendar.zone), 1); day < last; day = addDays(day, 1)) {
    if (!isBusinessDay(day, calendar)) closed.push(day);
  }
  return closed;
}

/** Why a wait ends where it ends: only waits in business days pass over closed days. */
export const waitReason = (wait: Wait, span: { from: number; to: number; counts: Counts }, calendar: Calendar) => ({
  why: 'after_wait' as const,
  wait,
  from: span.from,
  counts: span.counts,
  closed: 'businessDays' in wait ? closedBetween(span.from, span.to, calendar) : [],
});

/** Why a message may leave when it may: at once, after the quiet hours, or with the next print run. */
export function leavingReason(placed: Placed, { facts, doc, calendar }: DecideInput): DateReason {
  const { channel, notBefore } = placed;
  if (channel === 'post' && doc.post) {
    // the run of a closed day is passed over, the day of placing included
    const dayBefore = facts.now - 86_400_000;
    return { why: 'print_run', runAt: doc.post.runAt, closed: closedBetween(dayBefore, notBefore, calendar) };
  }
  const quiet = doc.quietHours[channel] ?? null;
  if (!quiet || !isQuiet(facts.now, quiet, doc.zone)) return { why: 'at_once' };
  const today = localDate(facts.now, doc.zone);
  const hours = hoursOn(today, quiet);
  if (hours === 'closed') return { why: 'closed_weekday', weekday: weekdayOf(today) };
  return { why: 'quiet_hours', from: hours.from, until: hours.until };
}

/** Why a step is placed now, `facts` being those that it was decided from. */
export function dueReason(placed: Placed, input: DecideInput): DateReason {
  const { facts, doc, calendar } = input;
  if (placed.step === DEFECT_STEP) return { why: 'defect' };
  if (placed.cause !== undefined) return { why: 'handler', cause: placed.cause, channel: placed.channel };
  const last = facts.sent.findLast((sent) => sent.run === facts.run && sent.step !== DEFECT_STEP);
  if (facts.sent.length === 0) {
    const wave = doc.waves?.find(({ id }) => id === facts.wave);
    const today = localDate(facts.now, doc.zone);
    if (wave && today === localDate(wave.begins, doc.zone)) return { why: 'wave_begins' };
    return { why: today === firstDay(doc) ? 'first_dispatch' : 'campaign_start' };
  }
  if (last?.step === placed.step) return { why: 'channel_failed', channel: last.channel };
  const previous = facts.sent.findLast((sent) => sent.status !== 'withdrawn' && sent.status !== 'failed');
  const step = doc.plan.steps.find(({ id }) => id === placed.step);
  if (!previous || !step) return { why: 'step_failed', step: last?.step ?? placed.step };
  const wait = waitAfter(previous.step, doc);
  const due = dueAfter(previous.at, wait, timing(step, input));
  if (due === facts.now) {
    return waitReason(wait, { from: previous.at, to: due, counts: countsFrom(previous.channel) }, calendar);
  }
  if (last && last !== previous) return { why: 'step_failed', step: last.step };
  return { why: 'overdue', since: due };
}

const firstDay = (doc: CampaignDoc): string => localDate(doc.dates.firstDispatch, doc.zone);

const countsFrom = (channel: Channel): Counts => (channel === 'post' ? 'expected_arrival' : 'hand_over');
