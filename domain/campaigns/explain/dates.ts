import { type DecideInput, type PlannedMessage, timing } from '../../journeys/decide';
import { takesNoticeRole } from '../../journeys/notice-role';
import { afterWaits, contactBefore, waitsBefore } from '../../journeys/step-due';
import { hoursOn, isQuiet, localDate, weekdayOf } from '../calendar';
import { DEFECT_STEP, type Wait } from '../campaign';
import { tiedDay } from '../date-tie';
import { trialsBefore } from '../waves';
import { type Words } from './words';

const DAY = 86_400_000;

/** Only waits in business days pass over closed days. */
export const closedDaysIn = (wait: Wait, from: number, to: number, words: Words): string =>
  'businessDays' in wait ? words.closedDays(from, to) : '';

/** When a message leaves and why then: at once, after the quiet hours, or with the next print run. */
export function whyLeavesThen(
  { channel, notBefore }: PlannedMessage,
  { facts, doc }: DecideInput,
  words: Words,
): string {
  const at = words.instant(notBefore);
  if (channel === 'post' && doc.post) {
    // the print run of a closed day is passed over, today's included
    return words.say('print_run', { at, runAt: doc.post.runAt, closed: words.closedDays(facts.now - DAY, notBefore) });
  }
  const quiet = doc.quietHours[channel] ?? null;
  if (!quiet || !isQuiet(facts.now, quiet, doc.zone)) return words.say('at_once', { at });
  const today = localDate(facts.now, doc.zone);
  const hours = hoursOn(today, quiet);
  if (hours === 'closed') return words.say('closed_weekday', { at, weekday: words.weekday(weekdayOf(today)) });
  return words.say('quiet_hours', { at, ...hours });
}

/** Why a step is taken now; `facts` are those of the decision. */
export function whyDueNow(message: PlannedMessage, input: DecideInput, words: Words): string {
  const { facts, doc } = input;
  const { say } = words;
  if (message.step === DEFECT_STEP) return say('defect_known');
  if (message.cause !== undefined) return whyHandled(message.cause, message, words);
  const last = facts.sent.findLast((sent) => sent.run === facts.run && sent.step !== DEFECT_STEP);
  if (facts.sent.length === 0) {
    const today = localDate(facts.now, doc.zone);
    const wave = doc.waves?.find(({ id }) => id === facts.wave);
    if (facts.trial) return say('after_trial', { trial: facts.trial.wave });
    const trial = trialsBefore(doc.waves, facts.wave).at(-1)?.id;
    if (wave && trial !== undefined) return say('wave_begins_after_trial', { trial });
    if (wave && today === localDate(wave.begins, doc.zone)) return say('wave_begins');
    return say(today === localDate(doc.dates.firstDispatch, doc.zone) ? 'first_dispatch' : 'campaign_start');
  }
  if (last?.step === message.step) return say('channel_failed', { channel: say(last.channel) });
  const step = doc.plan.steps.find(({ id }) => id === message.step);
  const previous = step && contactBefore(step, facts);
  if (step && takesNoticeRole(step, facts)) return say('takes_notice');
  if (step?.at && tiedDay(step, doc) === localDate(facts.now, doc.zone)) {
    return say('tied', { days: step.at.daysBefore, date: say(`date_${step.at.date}`) });
  }
  if (!previous) return say('step_failed', { step: last?.step ?? message.step });
  const waits = waitsBefore(step, previous, input);
  const due = afterWaits(previous.at, waits, timing(step, input));
  if (due === facts.now) {
    return say('after_wait', {
      base: say(previous.channel === 'post' ? 'expected_arrival' : 'hand_over'),
      from: words.instant(previous.at),
      wait: waits.map((wait) => words.wait(wait)).join(say('and_then')),
      closed: waits.some((wait) => 'businessDays' in wait) ? words.closedDays(previous.at, due) : '',
    });
  }
  if (last && last !== previous) return say('step_failed', { step: last.step });
  return say('overdue', { since: words.instant(due) });
}

/** What a handler of the plan has brought about. */
function whyHandled(cause: string, { channel }: PlannedMessage, { say, reason }: Words): string {
  const [kind, why = ''] = cause.split(':');
  const key = kind === 'address_changed' ? kind : channel === 'phone' ? 'call_instead' : 'sent_again';
  return say(key, { channel: say(channel), reason: kind === 'bounced' ? say('bounced') : reason(why) });
}
