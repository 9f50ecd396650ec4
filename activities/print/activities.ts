import { getRun } from '../../db/print/runs';
import { beating, draining, type DrainingOptions } from '../delivery/heartbeat';
import { type DrainEnd } from '../delivery/lane-drain';
import { drainPost } from './drain';
import { handOver } from './hand-over';
import { bookAcknowledged } from './posted';
import { printProofs } from './proofs';
import { type PrintRenderDeps, renderRun } from './render';

export type PrintDeps = PrintRenderDeps & DrainingOptions;

/** Activities for post: letters into print runs, print runs to the print shop, and the shop's acknowledgements. */
export function createPrintActivities(deps: PrintDeps) {
  return {
    /** Puts a lane's due letters into print runs for about ten minutes, or until the worker stops. */
    drainPostLane({ laneId }: { laneId: number }): Promise<{ ended: DrainEnd }> {
      return draining(deps, (limits) =>
        drainPost({ ...deps, proofs: (lane) => printProofs(deps, lane) }, laneId, limits),
      );
    },

    /** Renders the run's files. Returns the number of envelopes; with none the run is closed. */
    async renderRun({ runId }: { runId: number }): Promise<{ pieces: number }> {
      return beating(() => renderRun(deps, runId));
    },

    /** Hands the run over to the print shop; `again`: render it again first. */
    async handOverRun({ runId }: { runId: number }): Promise<{ again: boolean; acknowledged: boolean }> {
      const { key } = await getRun(deps.db, runId);
      const done = await handOver(deps, runId);
      if (done === 'done') deps.folder.clear(key);
      const { acknowledged } = await getRun(deps.db, runId);
      return { again: done === 'again', acknowledged: acknowledged !== null };
    },

    /** Records the run as posted once the shop has acknowledged it with the same figures. */
    async recordAcknowledged({ runId }: { runId: number }): Promise<{ status: 'waiting' | 'posted' | 'differs' }> {
      return beating(async () => ({ status: await bookAcknowledged(deps, runId) }));
    },
  };
}

export type PrintActivities = ReturnType<typeof createPrintActivities>;
