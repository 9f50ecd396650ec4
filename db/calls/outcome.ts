import { bandOf, type Band, type CallResult, callRuleOf, MEANING, ONLY_OUTBOUND } from '../../domain/calls/call-rules';
import { AppError } from '../../domain/errors';
import { complaintOfCall } from './complaint';
import { type CallOutcome, type InCall, type OpenedCase, type OutcomeContext } from './in-call';
import { moveOn } from './moves';
import { badNumber, customersOfNumber } from './numbers';
import { recordingOf } from './phone/events';
import { attemptsOf } from './tasks';
import { type CallerCheck, checkCaller, isIdentified } from './caller-checks';
import { followUp } from './followups';
import { loadAuthority } from '../customers/authority';
import { campaignDoc } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { journeyIdsOf, lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { ownVersion } from '../campaigns/plan-versions';
import { inCampaigns } from '../platform/scope';
import { type Trx } from '../platform/types';

/**
 * A result that was recorded. `kept`: why the answer waits for a person; it has no receipt then. `inquiry`: the case of a
 * complaint.
 */
interface RecordedCall {
  kind: 'recorded';
  receipt: string | null;
  kept: string | null;
  inquiry: OpenedCase | null;
}

/** The customer who called could not be identified: commit, append `entries` to the campaign's chain, and refuse. */
interface UnidentifiedCall {
  kind: 'refused';
  refusal: AppError;
  entries: LedgerEntry[];
  campaignId: number;
  clientId: number;
  at: number;
}

/**
 * Records the result of a call from the person who holds (or last held) its lease: stores the attempt, moves task and
 * message on, and notifies the journeys. The call counts as made even if an opt-out or an answer came meanwhile.
 * Appends to the ledger. Throws not_found, call_lease_lost, call_task_done, answer_incomplete, answer_too_late,
 * call_callback_unfit, caller_locked, identity_insufficient, and invalid_request for what a call that came in cannot
 * have brought.
 */
export async function recordCallOutcome(
  trx: Trx,
  context: OutcomeContext,
  outcome: CallOutcome,
): Promise<RecordedCall | UnidentifiedCall> {
  const locked = await lockCall(trx, context, outcome.result);
  if (locked.task.inbound) requireInbound(outcome);
  const check = await checkedCaller(trx, context, locked, outcome);
  const call = { ...locked, identified: check !== undefined || (await isIdentified(trx, locked.task)) };
  const { campaign_id: campaignId, client_id: clientId } = call.task;
  if (check?.refusal) {
    return { kind: 'refused', refusal: check.refusal, entries: [check.entry], campaignId, clientId, at: call.now };
  }
  const attempt = await bookAttempt(trx, call, context.personId, outcome);
  const done = await moveOn(trx, call, { context, outcome, tried: attempt.tried });
  const recorded = await recordArrivals(trx, done.arrivals, { at: call.now, source: `call:${call.task.id}` });
  const inquiry = outcome.result === 'complaint' ? await complaintOfCall(trx, call, context, outcome) : null;
  const { id: message, run, step, occurrence, purpose, notice, version } = call.message;
  const place = { message, journey: call.journey.id, run, step, occurrence, channel: 'phone', purpose };
  const made = call.task.inbound ? 'call_received' : 'call_attempt';
  const entries: LedgerEntry[] = [
    ...(check ? [check.entry] : []),
    { kind: made, ...place, ...attempt.entry, ...(inquiry && { inquiry: inquiry.id }) },
  ];
  entries.push(...(done.entries ?? []), ...(await followUp(trx, call, context, outcome)));
  if (done.booked === 'handed_over')
    entries.push({ kind: 'handed_over', by: attempt.entry.by, ...place, notice, version });
  if (done.booked === 'failed')
    entries.push({ kind: 'not_sent', by: 'system', ...place, status: 'failed', ...done.failure });
  await appendLedger(trx, campaignChain(campaignId), clientId, call.now, entries);
  const answer = recorded.find(({ receipt, kept }) => receipt ?? kept);
  return { kind: 'recorded', receipt: answer?.receipt ?? null, kept: answer?.kept ?? null, inquiry };
}

const NO_ONE_CALLED = 'お客様からの電話（受電）の結果にはなりません / is not a result of a call from the customer';

/** Throws invalid_request for what a call that came in cannot have brought. */
function requireInbound({ result }: CallOutcome): void {
  if (!ONLY_OUTBOUND.includes(result)) return;
  throw new AppError('invalid_request', {}, [{ path: 'body.result', code: 'inbound', message: NO_ONE_CALLED }]);
}

/** The check of who answers, where there is one; the representative in force is the one who is called, and calls. */
async function checkedCaller(
  trx: Trx,
  { vault, scope, personId }: OutcomeContext,
  { task, now }: Omit<InCall, 'identified'>,
  { result, said, recording }: CallOutcome,
): Promise<CallerCheck | undefined> {
  if (result !== 'completed' || said === undefined) return undefined;
  const acting = (await loadAuthority(trx, [task.customer_id], now)).get(task.customer_id)?.representative;
  const about = { campaignId: task.campaign_id, customerId: task.customer_id, personId, asked: 'answer' as const };
  const representativeId = acting?.id ?? null;
  return checkCaller(trx, vault, scope, { ...about, said, representativeId, task, ...(recording && { recording }) });
}

/**
 * Locks the journeys first, as steps do, then the task. The customers concerned are determined before anything is
 * locked.
 */
async function lockCall(
  trx: Trx,
  { vault, scope, taskId, personId }: OutcomeContext,
  result: CallResult,
): Promise<Omit<InCall, 'identified'>> {
  const found = await trx
    .selectFrom('call_tasks')
    .select(['journey_id', 'customer_id'])
    .where('id', '=', taskId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .executeTakeFirst();
  if (!found) throw new AppError('not_found');
  const { now: before } = await readClock(trx);
  const meaning = MEANING[result];
  const cut = meaning === 'bad_number' ? await badNumber(trx, vault, found.customer_id, before) : null;
  const everywhere = meaning === 'hold' || result === 'refused';
  const customers = [
    ...(everywhere ? [found.customer_id] : []),
    ...(cut ? await customersOfNumber(trx, scope, cut) : []),
  ];
  const more = await journeyIdsOf(trx, scope, customers);
  const journeys = await lockJourneysById(trx, [...new Set([found.journey_id, ...more])]);
  const task = await trx
    .selectFrom('call_tasks')
    .selectAll()
    .where('id', '=', taskId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (task.status === 'done') throw new AppError('call_task_done', { result: task.result ?? 'done' });
  if (task.leased_by !== personId) throw new AppError('call_lease_lost');
  const message = await trx
    .selectFrom('messages')
    .select(['id', 'run', 'step', 'status', 'failure', 'purpose', 'notice', 'version', 'occurrence', 'reply'])
    .where('id', '=', task.message_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['status', 'version'])
    .where('id', '=', task.campaign_id)
    .executeTakeFirstOrThrow();
  const journey = journeys.find((one) => one.id === task.journey_id)!;
  const doc = await campaignDoc(trx, task.campaign_id, ownVersion(journey, campaign));
  const clock = await readClock(trx);
  const rule = callRuleOf(doc, message.step);
  return { task, message, journey, journeys, doc, status: campaign.status, rule, clock, cut, now: clock.now };
}

async function bookAttempt(
  trx: Trx,
  { task, doc, rule, now }: InCall,
  personId: number,
  { result, announced, ...said }: CallOutcome,
) {
  const recording = said.recording ?? (await recordingOf(trx, task.id, task.leased_at ?? now));
  const before = await attemptsOf(trx, task.id);
  const no = before.length + 1;
  const band = bandOf(task.leased_at ?? now, doc.zone, rule.bands);
  await trx
    .insertInto('call_attempts')
    .values({
      task_id: task.id,
      no,
      client_id: task.client_id,
      person_id: personId,
      band,
      at: new Date(now),
      result,
      recording,
      announced: announced ?? false,
      inbound: task.inbound,
    })
    .execute();
  const tried = [...before.filter((one) => !one.inbound).map((one) => one.band as Band), band];
  const about = { ...(recording && { recorded: true }), ...(announced && { announced }) };
  const entry = { by: `person:${personId}`, task: task.id, no, band, reason: result, ...about };
  return { tried, entry };
}
