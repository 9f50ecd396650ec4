import { type CallTaskRow } from './tasks';
import { lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type Trx } from '../platform/types';

/** A call task with its message and journey, all locked by the caller. */
export interface TaskInHand {
  task: CallTaskRow;
  message: { id: number; run: number; step: string };
  journey: JourneyRow;
  now: number;
}

/** Closes a task. `result` is the last call's, or `withdrawn:<reason>`. */
export async function closeTask(trx: Trx, taskId: number, result: string, now: number): Promise<void> {
  await trx
    .updateTable('call_tasks')
    .set({ status: 'done', result, ended_at: new Date(now), lease_until: null, leased_by: null })
    .where('id', '=', taskId)
    .where('status', '<>', 'done')
    .execute();
}

/**
 * Ends a task that must not be called any more: its message is withdrawn and, with `notify`, the journey decides again.
 * Appends to the ledger, so call it last in the transaction.
 */
export async function endTask(
  trx: Trx,
  { task, message, journey, now }: TaskInHand,
  { reason, notify }: { reason: string; notify: boolean },
): Promise<void> {
  await closeTask(trx, task.id, `withdrawn:${reason}`, now);
  if (!notify) return;
  await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: reason })
    .where('id', '=', message.id)
    .where('status', 'in', ['queued', 'claimed'])
    .execute();
  const data = { messageId: message.id, reason };
  const arrival = { journey, kind: 'not_sent' as const, data, dedupe: `not_sent:${message.id}` };
  await recordArrivals(trx, [arrival], { at: now, source: 'lane:phone' });
  const place = { message: message.id, journey: journey.id, run: message.run, step: message.step, channel: 'phone' };
  const entry = { kind: 'not_sent', by: 'system', ...place, status: 'withdrawn', reason };
  await appendLedger(trx, campaignChain(task.campaign_id), task.client_id, now, [entry]);
}

/** Ends a leased task whose customer has no number in the vault. */
export async function endTaskWithoutNumber(
  trx: Trx,
  task: CallTaskRow,
  now: number,
): Promise<{ kind: 'ended'; reason: 'no_contact' }> {
  const [journey] = await lockJourneysById(trx, [task.journey_id]);
  const message = await trx
    .selectFrom('messages')
    .select(['id', 'run', 'step'])
    .where('id', '=', task.message_id)
    .executeTakeFirstOrThrow();
  await endTask(trx, { task, message, journey: journey!, now }, { reason: 'no_contact', notify: true });
  return { kind: 'ended', reason: 'no_contact' };
}
