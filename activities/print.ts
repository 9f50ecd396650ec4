import { CancelledFailure, Context } from '@temporalio/activity';
import { getRun } from '../db/print-runs';
import { handOverRun } from '../db/print-runs-handover';
import { drainPost } from './print-drain';
import { settleAcknowledged } from './print-posted';
import { type PrintRenderDeps, renderRun } from './print-render';

const HEARTBEAT_MS = 1_000;

export interface PrintDeps extends PrintRenderDeps {
  /** Aborted when the worker is asked to stop: a drain then ends in moments instead of after its ten minutes. */
  stopping?: AbortSignal;
  /** How long one call of the drain lasts, real ms. */
  drainMs?: number;
}

/** Activities of the post: letters into print runs, print runs to the print shop, and what the shop says of them. */
export function createPrintActivities(deps: PrintDeps) {
  return {
    /** Puts the due letters of a lane into print runs for about ten minutes, or until the worker stops. */
    async drainPostLane({ laneId }: { laneId: number }): Promise<{ ended: 'time' | 'asked' | 'superseded' }> {
      return beating(async () => {
        const { cancellationSignal } = Context.current();
        const asked = deps.stopping ? [cancellationSignal, deps.stopping] : [cancellationSignal];
        const limits = { signal: AbortSignal.any(asked), untilMs: Date.now() + (deps.drainMs ?? 600_000) };
        const ended = await drainPost(deps, laneId, limits);
        if (cancellationSignal.aborted) throw new CancelledFailure('drain cancelled');
        return { ended };
      });
    },

    /** Draws the run's files. Answers how many envelopes there are; none: the run is over. */
    async renderRun({ runId }: { runId: number }): Promise<{ pieces: number }> {
      return beating(() => renderRun(deps, runId));
    },

    /** Hands the run over to the print shop; `again`: render it anew first. */
    async handOverRun({ runId }: { runId: number }): Promise<{ again: boolean; acknowledged: boolean }> {
      const { key } = await getRun(deps.db, runId);
      const done = await handOverRun(deps.db, deps.docs, runId, {
        lies: deps.folder.isHandedOver(key),
        fits: (run) => deps.folder.holds(key, run.manifest_hash),
        move: () => deps.folder.handOver(key),
      });
      if (done === 'done') deps.folder.clear(key);
      const { acknowledged } = await getRun(deps.db, runId);
      return { again: done === 'again', acknowledged: acknowledged !== null };
    },

    /** Books the run as posted once the shop has said so and counts as we do. */
    async recordAcknowledged({ runId }: { runId: number }): Promise<{ status: 'waiting' | 'posted' | 'differs' }> {
      return beating(async () => ({ status: await settleAcknowledged(deps, runId) }));
    },
  };
}

export type PrintActivities = ReturnType<typeof createPrintActivities>;

async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
