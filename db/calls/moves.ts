import { sql } from 'kysely';
import { type Calendar } from '../../domain/campaigns/calendar';
import { attemptTiming } from '../../domain/calls/call-term';
import { type Band, callbackProblem, type CallResult, MEANING, nextAttempt } from '../../domain/calls/call-rules';
import { type CallRule, type CampaignDoc, DEFECT_STEP } from '../../domain/campaigns/campaign';
import { type SaidItem } from '../../domain/customers/caller-identity';
import { AppError } from '../../domain/errors';
import { closeTask, type TaskInHand, type CallTaskRow } from './tasks';
import { type Cut, cutNumber } from './numbers';
import { type ClockReading } from '../platform/clock';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { optOutArrivals } from '../customers/opt-out';
import { deathHold } from '../customers/death-hold';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { loadAuthority } from '../customers/authority';
import { type Vault } from '../privacy/vault';
import { type Trx } from '../platform/types';
import { closingInstant } from '../../domain/journeys/outcome';
import { type DefectiveForm, defectiveForm, recordCorrection } from '../returns/corrections';

/** A person's report of a call. */
export interface CallOutcome {
  result: CallResult;
  /** Only with `completed`: a choice for every contract, by contract id. */
  choices?: AnswerChoices;
  /** Only with `callback`; epoch ms. */
  callbackAt?: number;
  /** Reference of the recording. */
  recording?: string;
  /** What a customer who calls said to show who they are; required for an answer then. */
  said?: SaidItem[];
}

export interface OutcomeContext {
  vault: Vault;
  scope: Scope;
  taskId: number;
  personId: number;
  /** The campaign's calendar including holidays. */
  calendarOf: (doc: CampaignDoc) => Calendar;
}

/** A call whose result is being recorded: everything locked, nothing written yet. */
export interface InCall extends TaskInHand {
  task: CallTaskRow;
  message: TaskInHand['message'] & {
    status: string;
    /** Why it was taken back or lost; null: it was not. */
    failure: string | null;
    purpose: string;
    notice: string;
    version: number;
    occurrence: number;
  };
  /** All locked journeys, of this customer and of others with the same number. */
  journeys: JourneyRow[];
  doc: CampaignDoc;
  status: string;
  rule: CallRule;
  clock: ClockReading;
  cut: Cut | null;
}

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
    case 'death': {
      const held = await deathHold(trx, context.scope, { ...call, personId: context.personId });
      await setMessage(trx, call, { status: 'failed', failure: 'death_reported' });
      await closeTask(trx, call.task.id, outcome.result, call.now);
      const failure = { reason: 'death_reported', hard: false };
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
  const refusals =
    result === 'refused' ? optOutArrivals(own, { channel: 'phone', purposes: ['service_notice', 'offer'] }) : [];
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
  if (task.inbound) {
    await queueAgain(trx, call, { at: task.next_at, promised: task.promised });
    return { arrivals: [], booked: null };
  }
  const left = task.max_attempts - task.attempts - 1;
  const timing = { ...attemptTiming(doc, message.step, calendar, left), lastDispatch: lastDispatchOf(call) };
  const next = left > 0 ? nextAttempt(task.leased_at ?? now, tried, timing) : null;
  if (next === null) return fail(trx, call, { reason: 'no_answer', hard: false });
  await queueAgain(trx, call, { at: next, promised: false, counts: 1 });
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

/** By contract id. */
type AnswerChoices = Record<string, 'migrate' | 'cancel'>;

/**
 * The answer a customer gave on the phone, for all of their contracts in the campaign. Throws answer_incomplete if
 * contracts and choices do not match, answer_too_late after the cut-off or a stop, representative_may_not_decide if the
 * representative called has no say. What a hold keeps is kept (`recordArrival`).
 */
async function answerOf(
  trx: Trx,
  call: { task: CallTaskRow; journey: JourneyRow; doc: CampaignDoc; status: string; now: number },
  choices: AnswerChoices = {},
  form?: DefectiveForm,
): Promise<JourneyArrival> {
  const { task, journey, doc, status, now } = call;
  const rows = await trx
    .selectFrom('audience')
    .select('contract_id')
    .where('campaign_id', '=', task.campaign_id)
    .where('customer_id', '=', task.customer_id)
    .where('state', '=', 'included')
    .execute();
  const acting = (await loadAuthority(trx, [task.customer_id], now)).get(task.customer_id);
  const noSay = acting?.representative?.mayDecide === false;
  if (noSay && acting.hold === null) throw new AppError('representative_may_not_decide');
  const wanted = rows.map((row) => String(row.contract_id)).sort();
  const given = Object.keys(choices).sort();
  if (wanted.length === 0 || wanted.join() !== given.join()) throw new AppError('answer_incomplete');
  if (status === 'stopped' || now > closingInstant(doc)) throw new AppError('answer_too_late');
  const data = { choices, via: 'phone', ...(form && { mends: form.returnId }) };
  // a form that came in time keeps its time where the call about it came too late
  const at = form && now > doc.dates.applyBy ? { at: Math.min(now, form.countsAt) } : {};
  return { journey, kind: 'answer', data, dedupe: `call:${task.id}:answer`, ...at };
}

/** Records that the form was mended by this call, and what was said. */
async function correct(
  trx: Trx,
  { task, journey, now }: InCall,
  { returnId }: DefectiveForm,
  said: AnswerChoices,
): Promise<LedgerEntry> {
  const acting = (await loadAuthority(trx, [task.customer_id], now)).get(task.customer_id)?.representative;
  const spokenWith = acting ? ('representative' as const) : ('customer' as const);
  const personId = task.leased_by!;
  await recordCorrection(trx, { returnId, taskId: task.id, clientId: task.client_id, personId, spokenWith, said, now });
  const about = { journey: journey.id, returned: returnId, task: task.id, spokenWith };
  return { kind: 'form_corrected', by: `person:${personId}`, ...about, contracts: Object.keys(said).map(Number) };
}
