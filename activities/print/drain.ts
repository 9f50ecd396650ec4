import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages, type ClaimedMessage } from '../../db/delivery/claims';
import { hasDue } from '../../db/delivery/due-messages';
import { withdraw } from '../../db/delivery/handovers';
import { takeOverProofs } from '../../db/delivery/proofs';
import { openPrintRuns } from '../../db/print/open-runs';
import { takeOverPostLane } from '../../db/print/runs';
import { IdleWait } from '../delivery/idle-wait';
import { type DrainEnd } from '../delivery/lane-drain';
import { retryTransient } from '../retry-transient';
import { type Notifications } from '../../db/platform/notifications/listen';
import { type Db } from '../../db/platform/types';
import { sleep } from '../../config/sleep';

export interface PrintDrainDeps {
  db: Db;
  docs: CampaignDocs;
  log: Logger;
  /** Draws the proofs that are due. */
  proofs?: (lane: { laneId: number; fence: number }) => Promise<unknown>;
  /** Announces what is queued; absent: its queue is read more often. */
  notifications?: Notifications | undefined;
}

const CLAIM = 1_000;
/** Real ms without another due letter before the runs are opened, so that journeys due together share a run. */
const QUIET_MS = 300;
const COLLECT_MS = 100;
/** Real ms from the first letter that is queued until the queue is read, for the same reason. */
const TOGETHER_MS = 500;

/**
 * Claims a lane's due letters under its limits and puts them into print runs, until `signal` is aborted or at `untilMs`
 * (machine time). Letters claimed but not in a run when the process dies return to the queue.
 */
export async function drainPost(
  deps: PrintDrainDeps,
  laneId: number,
  limits: { signal: AbortSignal; untilMs: number },
): Promise<DrainEnd> {
  const { fence, requeued } = await retryTransient(() => takeOverPostLane(deps.db, laneId));
  await retryTransient(() => takeOverProofs(deps.db, { laneId, fence }, false));
  deps.log.info({ lane: laneId, fence, requeued }, 'post lane taken over');
  const lane = { laneId, fence };
  const idle = new IdleWait(laneId, limits.signal, deps.notifications);
  try {
    while (!limits.signal.aborted && Date.now() < limits.untilMs) {
      idle.reading();
      await deps.proofs?.(lane);
      const claimed = await claimAll(deps, lane, limits.signal);
      if (claimed.fenced) return 'superseded';
      if (claimed.messages.length > 0) {
        const runs = await openPrintRuns(deps.db, deps.docs, lane, claimed.messages);
        deps.log.info({ lane: laneId, runs, letters: claimed.messages.length }, 'print runs opened');
        idle.found();
      } else if (await idle.wait(!claimed.due)) await sleep(TOGETHER_MS, limits.signal);
    }
  } finally {
    idle.end();
  }
  return limits.signal.aborted ? 'asked' : 'time';
}

/** Claims everything that is due, in portions, until nothing more becomes due for a moment. `due`: something may be. */
async function claimAll(deps: PrintDrainDeps, lane: { laneId: number; fence: number }, signal: AbortSignal) {
  const messages: ClaimedMessage[] = [];
  for (let quiet = false; ;) {
    const due = await hasDue(deps.db, lane.laneId);
    const claim = due ? await claimMessages(deps.db, deps.docs, { ...lane, limit: CLAIM }) : undefined;
    if (claim?.lane === 'fenced') return { fenced: true, due, messages: [] };
    for (const { message, reason } of claim?.refused ?? []) await withdraw(deps.db, message, reason);
    messages.push(...(claim?.messages ?? []));
    const some = claim !== undefined && claim.messages.length + claim.refused.length + claim.deferred > 0;
    if (some) {
      quiet = false;
      // under a rate limit letters come one by one: collect them instead of asking for each
      if (claim.messages.length < CLAIM) await sleep(COLLECT_MS, signal);
    } else if (quiet || messages.length === 0) return { fenced: false, due, messages };
    else {
      quiet = true;
      await sleep(QUIET_MS, signal);
    }
  }
}
