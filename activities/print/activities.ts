import { getRun } from '../../db/print/runs';
import { handOverRun } from '../../db/print/handover';
import { beating, draining, type DrainingOptions } from '../delivery/heartbeat';
import { type DrainEnd } from '../delivery/lane-drain';
import { drainPost } from './drain';
import { bookAcknowledged } from './posted';
import { type PrintRenderDeps, renderRun } from './render';

export type PrintDeps = PrintRenderDeps & DrainingOptions;

/** Activities of the post: letters into print runs, print runs to the print shop, and what the shop says of them. */
export function createPrintActivities(deps: PrintDeps) {
  return {
    /** Puts the due letters of a lane into print runs for about ten minutes, or until the worker stops. */
    drainPostLane({ laneId }: { laneId: number }): Promise<{ ended: DrainEnd }> {
      return draining(deps, (limits) => drainPost(deps, laneId, limits));
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
      return beating(async () => ({ status: await bookAcknowledged(deps, runId) }));
    },
  };
}

export type PrintActivities = ReturnType<typeof createPrintActivities>;
