import { bandOf, type Band, type CallResult, callRuleOf, MEANING } from '../../domain/calls/call-rules';
import { AppError } from '../../domain/errors';
import { type CallOutcome, type InCall, moveOn, type OutcomeContext } from './moves';
import { badNumber, customersOfNumber } from './numbers';
import { attemptsOf } from './tasks';
import { campaignDoc } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { journeyIdsOf, lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { ownVersion } from '../campaigns/plan-versions';
import { inCampaigns } from '../platform/scope';
import { type Trx } from '../platform/types';

/**
 * Records the result of a call from the person who holds (or last held) its lease: stores the attempt, moves task and
 * message on, and notifies the journeys. The call counts as made even if an opt-out or an answer came meanwhile.
 * Appends to the ledger, so call it last in the transaction. Throws not_found, call_lease_lost, call_task_done,
 * answer_incomplete, answer_too_late, call_callback_unfit. `kept`: why the answer waits for a person; it has no receipt then.
 */
export async function recordCallOutcome(
  trx: Trx,
  context: OutcomeContext,
  outcome: CallOutcome,
): Promise<{ receipt: string | null; kept: string | null }> {
  const call = await lockCall(trx, context, outcome.result);
  const attempt = await bookAttempt(trx, call, context.personId, outcome);
  const done = await moveOn(trx, call, { context, outcome, tried: attempt.tried });
  const recorded = await recordArrivals(trx, done.arrivals, { at: call.now, source: `call:${call.task.id}` });
  const { id: message, run, step, occurrence, purpose, notice, version } = call.message;
  const place = { message, journey: call.journey.id, run, step, occurrence, channel: 'phone', purpose };
  const entries: LedgerEntry[] = [{ kind: 'call_attempt', ...place, ...attempt.entry }];
  if (done.booked === 'handed_over')
    entries.push({ kind: 'handed_over', by: attempt.entry.by, ...place, notice, version });
  if (done.booked === 'failed')
    entries.push({ kind: 'not_sent', by: 'system', ...place, status: 'failed', ...done.failure });
  await appendLedger(trx, campaignChain(call.task.campaign_id), call.task.client_id, call.now, entries);
  const answer = recorded.find(({ receipt, kept }) => receipt ?? kept);
  return { receipt: answer?.receipt ?? null, kept: answer?.kept ?? null };
}

/**
 * Locks the journeys first, as steps do, then the task. The customers concerned are determined before anything is
 * locked.
 */
async function lockCall(
  trx: Trx,
  { vault, scope, taskId, personId }: OutcomeContext,
  result: CallResult,
): Promise<InCall> {
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
  const everywhere = meaning === 'death' || result === 'refused';
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
    .select(['id', 'run', 'step', 'status', 'failure', 'purpose', 'notice', 'version', 'occurrence'])
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
  { result, recording }: CallOutcome,
) {
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
      recording: recording ?? null,
    })
    .execute();
  const tried = [...before.map((one) => one.band as Band), band];
  const entry = { by: `person:${personId}`, task: task.id, no, band, reason: result, ...(recording && { recording }) };
  return { tried, entry };
}
