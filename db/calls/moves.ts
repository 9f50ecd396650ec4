import { sql } from 'kysely';
import { type Calendar } from '../../domain/campaigns/calendar';
import { attemptTiming } from '../../domain/calls/call-term';
import {
  type Band,
  callbackProblem,
  type CallResult,
  HOLDS,
  MEANING,
  nextAttempt,
  OTHER_WAY,
} from '../../domain/calls/call-rules';
import { DEFECT_STEP, type Purpose } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { closeTask } from './tasks';
import { answerOf, correct } from './called-answer';
import { type CallOutcome, type InCall, type OutcomeContext } from './in-call';
import { cutNumber } from './numbers';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { freeLeases } from './free-leases';
import { optOutArrivals } from '../customers/opt-out';
import { holdOfCall } from '../customers/hold-of-call';
import { type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';
import { closingInstant } from '../../domain/journeys/outcome';
import { defectiveForm } from '../returns/corrections';

/** Effects of a result: arrivals for the journeys, and the message's ledger entry. */
interface Advanced {
  arrivals: JourneyArrival[];
  booked: 'handed_over' | 'failed' | null;
  failure?: { reason: string; hard: boolean };
  /** Further ledger entries. */
  entries?: LedgerEntry[];
}

/**
 * Moves task and message on according to the result. Throws answer_incomplete, answer_too_late, call_callback_unfit.
 */
export async function moveOn(
  trx: Trx,
  call: InCall,
  { context, outcome, tried }: { context: OutcomeContext; outcome: CallOutcome; tried: Band[] },
): Promise<Advanced> {
  switch (MEANING[outcome.result]) {
    case 'reached':
      return reached(trx, call, outcome);
    case 'callback':
      return callBack(trx, call, outcome.callbackAt);
    case 'again':
      return again(trx, call, { calendar: context.calendarOf(call.doc), tried });
    case 'bad_number': {
      const reason = outcome.result;
      const others = await cutNumber(trx, context.scope, {
        cut: call.cut!,
        reason,
        except: call.task,
        journeys: call.journeys,
        now: call.now,
      });
      const own = await fail(trx, call, { reason, hard: call.cut!.representativeId === null });
      return { ...own, arrivals: [...own.arrivals, ...others] };
    }
    case 'other_way':
      if (call.task.inbound && outcome.result === 'unidentified') return unchanged(trx, call);
      if (!isCurrent(call)) return over(trx, call);
      return fail(trx, call, { reason: OTHER_WAY[outcome.result]!, hard: false });
    case 'hold': {
      const reason = HOLDS[outcome.result as keyof typeof HOLDS];
      const held = await holdOfCall(trx, context.scope, { ...call, reason, personId: context.personId });
      await setMessage(trx, call, { status: 'failed', failure: reason });
      await closeTask(trx, call.task.id, outcome.result, call.now);
      const failure = { reason, hard: false };
      const arrivals = [callEnded(call, outcome.result), ...held.arrivals];
      return { arrivals, booked: 'failed', failure, entries: [held.entry] };
    }
  }
}

/** The customer was informed: the message counts as handed over and the task is closed. */
async function reached(trx: Trx, call: InCall, { result, choices }: CallOutcome): Promise<Advanced> {
  const { task, now } = call;
  const form = call.message.step === DEFECT_STEP ? await defectiveForm(trx, call.journey.id) : undefined;
  const answer = result === 'completed' ? await answerOf(trx, call, choices, form) : null;
  await setMessage(trx, call, {
    status: 'handed_over',
    handed_over_at: new Date(now),
    provider_ref: `call:${task.id}`,
  });
  await closeTask(trx, task.id, result, now);
  if (answer && form) {
    const entry = await correct(trx, call, form, choices!);
    return { arrivals: [answer], booked: 'handed_over', entries: [entry] };
  }
  if (answer) return { arrivals: [answer], booked: 'handed_over' };
  const own = call.journeys.filter((journey) => journey.customer_id === task.customer_id);
  const refused: Purpose[] = result === 'refused' ? ['service_notice', 'offer'] : [];
  for (const purpose of refused) await freeLeases(trx, { customerId: task.customer_id, purpose, except: task.id });
  const refusals = optOutArrivals(own, { channel: 'phone', purposes: refused });
  return { arrivals: [callEnded(call, result), ...refusals], booked: 'handed_over' };
}

async function callBack(trx: Trx, call: InCall, at: number | undefined): Promise<Advanced> {
  const { doc, clock } = call;
  const rule = { quiet: doc.quietHours.phone ?? null, zone: doc.zone, lastDispatch: lastDispatchOf(call) };
  const problem = at === undefined ? 'past' : callbackProblem(at, clock, rule);
  if (problem !== null) throw new AppError('call_callback_unfit', { reason: problem });
  if (!isCurrent(call)) return over(trx, call);
  await queueAgain(trx, call, { at: at!, promised: true });
  return { arrivals: [], booked: null };
}

/**
 * No contact: schedules the next attempt in another part of the day, or ends after the last one. A call that came in leaves
 * the next attempt as it was.
 */
async function again(
  trx: Trx,
  call: InCall,
  { calendar, tried }: { calendar: Calendar; tried: Band[] },
): Promise<Advanced> {
  const { task, message, doc, now } = call;
  if (!isCurrent(call)) return over(trx, call);
  if (task.inbound) return unchanged(trx, call);
  const left = task.max_attempts - task.attempts - 1;
  const timing = { ...attemptTiming(doc, message.step, calendar, left), lastDispatch: lastDispatchOf(call) };
  const next = left > 0 ? nextAttempt(task.leased_at ?? now, tried, timing) : null;
  if (next === null) return fail(trx, call, { reason: 'no_answer', hard: false });
  await queueAgain(trx, call, { at: next, promised: false, counts: 1 });
  return { arrivals: [], booked: null };
}

/** The call that was planned stays as it was. */
async function unchanged(trx: Trx, call: InCall): Promise<Advanced> {
  if (!isCurrent(call)) return over(trx, call);
  const { next_at: at, promised } = call.task;
  await queueAgain(trx, call, { at, promised });
  return { arrivals: [], booked: null };
}

/** `promised`: the customer has been given this time. `counts`: attempts that this call was. */
async function queueAgain(
  trx: Trx,
  call: InCall,
  { at, promised, counts = 0 }: { at: number; promised: boolean; counts?: 0 | 1 },
): Promise<void> {
  await setMessage(trx, call, { status: 'queued', not_before: new Date(at) });
  await trx
    .updateTable('call_tasks')
    .set({
      status: 'waiting',
      attempts: call.task.attempts + counts,
      next_at: new Date(at),
      promised,
      leased_by: null,
      lease_until: null,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', call.task.id)
    .execute();
}

async function fail(trx: Trx, call: InCall, failure: { reason: string; hard: boolean }): Promise<Advanced> {
  const { task, message, journey, now } = call;
  await trx
    .updateTable('call_tasks')
    .set({ attempts: sql<number>`least(max_attempts, attempts + ${task.inbound ? 0 : 1})` })
    .where('id', '=', task.id)
    .execute();
  await setMessage(trx, call, { status: 'failed', failure: failure.reason });
  await closeTask(trx, task.id, failure.reason, now);
  const data = { messageId: message.id, reason: failure.reason, ...(failure.hard && { hard: true }) };
  const arrival: JourneyArrival = { journey, kind: 'not_sent', data, dedupe: `not_sent:${message.id}` };
  return { arrivals: [arrival], booked: 'failed', failure };
}

/** The journey closed or restarted during the call, or its message was taken back: no further attempt. */
async function over(trx: Trx, call: InCall): Promise<Advanced> {
  const { status, failure } = call.message;
  const reason = (status === 'withdrawn' ? failure : null) ?? 'journey_over';
  await setMessage(trx, call, { status: 'withdrawn', failure: reason });
  await closeTask(trx, call.task.id, `withdrawn:${reason}`, call.now);
  return { arrivals: [], booked: null };
}

/** A call that the customer asked for is made while an answer counts, whatever has become of the journey. */
const isCurrent = ({ journey, message }: InCall): boolean =>
  (message.reply || (journey.status === 'open' && journey.run === message.run)) &&
  ['queued', 'claimed'].includes(message.status);

const lastDispatchOf = ({ message, doc }: InCall): number =>
  message.reply ? closingInstant(doc) : doc.dates.lastDispatch;

async function setMessage(
  trx: Trx,
  call: InCall,
  change: { status: 'handed_over' | 'failed' | 'queued' | 'withdrawn'; [column: string]: string | Date },
): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ ...change, attempts: sql<number>`attempts + ${call.task.inbound ? 0 : 1}` })
    .where('id', '=', call.message.id)
    .execute();
}

const callEnded = ({ journey, message }: InCall, result: CallResult): JourneyArrival => ({
  journey,
  kind: 'call_ended',
  data: { messageId: message.id, result },
  dedupe: `call_ended:${message.id}`,
});
