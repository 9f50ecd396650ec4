import { addBusinessDays, addDays, type Calendar, localDate } from '../campaigns/calendar';
import { type CampaignDoc, type Channel, channelsOf } from '../campaigns/campaign';
import { tiedDay } from '../campaigns/date-tie';
import {
  type Band,
  bandOf,
  CALL_RESULTS,
  type CallResult,
  callRuleOf,
  MEANING,
  nextAttempt,
  ONLY_OUTBOUND,
} from './call-rules';
import { attemptTiming } from './call-term';

/** What the effects of a call's results depend on. */
export interface CallInHand {
  doc: CampaignDoc;
  calendar: Calendar;
  /** The step that the call belongs to, and the journey's next one; null: none is left. */
  step: string;
  following: string | null;
  /** When the call was taken, epoch ms. */
  at: number;
  /** When it was due; a call that comes in leaves this as it is. */
  nextAt: number;
  inbound: boolean;
  attempts: number;
  maxAttempts: number;
  /** Parts of the day of the attempts before this one. */
  tried: Band[];
  /** Whether a representative is called, and whether the one called may answer. */
  represented: boolean;
  mayDecide: boolean;
}

/** The next contact of the plan without a call: the local day from which on, and its channels. */
export interface NextContact {
  from: string;
  channels: Channel[];
}

/**
 * What the system does after a result. `receipt`: the answer is booked. `may_not`: no answer can be taken. `waits`: the
 * customer is waited for. `no_calls`: no more calls in any campaign. `callback`: the call comes first at the time
 * promised. `other_way`: calls end, the step goes on by its next channel; `language`: so too, and a person answers in
 * that language. `large_print`: letters are in large type from now on. `again`: attempt `no` of `of`, the next one at `at`; `last`: it was the last one; `unchanged`: the call that
 * was planned for `at` stays. `no_number`: the number is used no more. `held`, `complaint`: no contact until a person has decided.
 */
export type CallEffect =
  | { kind: 'receipt' | 'may_not' | 'callback' | 'held' | 'complaint' | 'other_way' | 'language' }
  | { kind: 'waits' | 'no_calls' | 'large_print'; next: NextContact | null }
  | { kind: 'again'; no: number; of: number; at: number }
  | { kind: 'last'; no: number; of: number }
  | { kind: 'unchanged'; at: number }
  | { kind: 'no_number'; represented: boolean };

/** What each result that this call can have would do for this customer, by the plan in force. */
export function callEffects(call: CallInHand): Partial<Record<CallResult, CallEffect>> {
  const possible = CALL_RESULTS.filter((result) => !(call.inbound && ONLY_OUTBOUND.includes(result)));
  return Object.fromEntries(possible.map((result) => [result, effectOf(result, call)]));
}

function effectOf(result: CallResult, call: CallInHand): CallEffect {
  switch (MEANING[result]) {
    case 'reached':
      if (result === 'completed') return { kind: call.mayDecide ? 'receipt' : 'may_not' };
      if (result === 'refused') return { kind: 'no_calls', next: nextContact(call, false) };
      return { kind: result === 'intent' ? 'waits' : 'large_print', next: nextContact(call, true) };
    case 'callback':
      return { kind: 'callback' };
    case 'again':
      return again(call);
    case 'bad_number':
      return { kind: 'no_number', represented: call.represented };
    case 'other_way':
      if (result === 'language') return { kind: 'language' };
      return call.inbound ? { kind: 'unchanged', at: call.nextAt } : { kind: 'other_way' };
    case 'hold':
      return { kind: result === 'complaint' ? 'complaint' : 'held' };
  }
}

function again(call: CallInHand): CallEffect {
  const { doc, calendar, step, at, attempts, maxAttempts, inbound, nextAt } = call;
  if (inbound) return { kind: 'unchanged', at: nextAt };
  const left = maxAttempts - attempts - 1;
  const tried = [...call.tried, bandOf(at, doc.zone, callRuleOf(doc, step).bands)];
  const next = left > 0 ? nextAttempt(at, tried, attemptTiming(doc, step, calendar, left)) : null;
  const which = { no: attempts + 1, of: maxAttempts };
  return next === null ? { kind: 'last', ...which } : { kind: 'again', ...which, at: next };
}

/** The journey's next step as the plan has it; a step that only calls is left out where no one may be called. */
function nextContact({ doc, calendar, step, following, at }: CallInHand, mayCall: boolean): NextContact | null {
  const own = doc.plan.steps.find(({ id }) => id === step);
  const next = doc.plan.steps.find(({ id }) => id === following);
  const channels = next ? channelsOf(next).filter((channel) => mayCall || channel !== 'phone') : [];
  if (!own || !next || channels.length === 0) return null;
  const today = localDate(at, doc.zone);
  const { wait } = own;
  const due =
    'minutes' in wait
      ? localDate(at + wait.minutes * 60_000, doc.zone)
      : 'days' in wait
        ? addDays(today, wait.days)
        : addBusinessDays(today, wait.businessDays, calendar);
  const tied = tiedDay(next, doc);
  const from = tied !== undefined && tied > due ? tied : due;
  return from > localDate(doc.dates.lastDispatch, doc.zone) ? null : { from, channels };
}
