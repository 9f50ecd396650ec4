import { leaseCallTask, type NoLease } from '../../db/calls/lease';
import { nextCallAt, nextCandidates, pickAlone } from '../../db/calls/next-task';
import { getCallTask } from '../../db/calls/tasks';
import { transact } from '../../db/platform/transact';
import { callReason } from '../../domain/texts/calls';
import { isoOrNull } from '../http/wire';
import { type LeasingCall, openLease } from './open-lease';
import { taskOf } from './task-wire';

/** How many calls are tried for one request before it is said that none can be made. */
const MOST_TRIES = 20;
/** What keeps back every call of a lane, not this one alone. */
const OF_THE_LANE = ['lane_hours', 'capacity', 'rate', 'breaker_open'];

/**
 * Leases the best call that can be made now. Each is tried in a transaction of its own, so that no lock is kept while
 * others are looked through; what cannot be called is put off or ended as by a lease of its own.
 */
export async function nextCall(call: LeasingCall, campaignId: number | undefined) {
  const { deps, scope, actor } = call;
  const asks = { personId: actor.personId, campaignId };
  const resting = new Set<number>();
  let refusal: NoLease | undefined;
  let tries = 0;
  for await (const { id, laneId } of nextCandidates(deps.db, scope, asks)) {
    if (resting.has(laneId)) continue;
    if (++tries > MOST_TRIES) break;
    const taken = await transact(deps.db, async (trx) => {
      if (!(await pickAlone(trx, id))) return undefined;
      const lease = await leaseCallTask(trx, scope, { taskId: id, personId: actor.personId });
      return lease.kind === 'leased' ? openLease(trx, call, lease) : lease;
    });
    if (taken && !('kind' in taken)) {
      return { task: taskOf(await getCallTask(deps.db, scope, id)), lease: taken, nextAt: null, why: null };
    }
    if (taken?.kind !== 'not_now') continue;
    refusal ??= taken;
    if (OF_THE_LANE.includes(taken.reason)) resting.add(laneId);
  }
  const planned = await nextCallAt(deps.db, scope, campaignId);
  const why = refusal ? callReason(refusal.reason) : null;
  return { task: null, lease: null, nextAt: isoOrNull(planned), why };
}
