import { sql } from 'kysely';
import { localDate } from '../../domain/campaigns/calendar';
import { AppError } from '../../domain/errors';
import { type LaneState } from '../../domain/delivery/lane';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { leaseFacts } from './lease';

/** `break`: the person stops for a while. `unable`: this call is one for a colleague. */
export type GiveBackReason = 'break' | 'unable';

/**
 * Gives a leased call back before it was made: it is free again at once, is no attempt, and the lane gets its unit of
 * today back. After `unable` the same person is not given it again for some hours. A lease that has just run out and
 * that no one else has taken is given back too. Appends to the ledger. Throws not_found, call_task_done,
 * call_lease_lost.
 */
export async function giveBackCall(
  trx: Trx,
  scope: Scope,
  { taskId, personId, why }: { taskId: number; personId: number; why: GiveBackReason },
): Promise<void> {
  const { task, message, lane, laneId, clock } = await leaseFacts(trx, scope, { taskId, personId });
  if (task.status === 'done') throw new AppError('call_task_done', { result: task.result ?? 'done' });
  if (task.leased_by !== personId) throw new AppError('call_lease_lost');
  const { now } = clock;
  await trx
    .updateTable('call_tasks')
    .set({
      status: 'waiting',
      leased_by: null,
      lease_until: null,
      version: sql<number>`version + 1`,
      ...(why === 'unable' && { given_back_by: personId, given_back_at: new Date(now) }),
    })
    .where('id', '=', taskId)
    .execute();
  await trx
    .updateTable('messages')
    .set({ status: 'queued' })
    .where('id', '=', message.id)
    .where('status', '=', 'claimed')
    .execute();
  if (task.status === 'leased' && !task.inbound && !task.promised)
    await unspend(trx, laneId, lane, { leased: task.leased_at ?? now, now });
  const { id: journeyId, campaign_id: campaignId, client_id: clientId } = { ...task, id: task.journey_id };
  const about = { journey: journeyId, message: message.id, task: taskId };
  const entry = { kind: 'call_given_back', by: `person:${personId}`, ...about, why };
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
}

/** The lane's unit of the day, if it was used today. */
async function unspend(
  trx: Trx,
  laneId: number,
  { zone, usedOn }: LaneState,
  { leased, now }: { leased: number; now: number },
): Promise<void> {
  const today = localDate(now, zone);
  if (usedOn !== today || localDate(leased, zone) !== today) return;
  await trx
    .updateTable('lanes')
    .set({ used: sql<number>`greatest(0, used - 1)`, tokens: sql<number>`tokens + 1` })
    .where('id', '=', laneId)
    .execute();
}
