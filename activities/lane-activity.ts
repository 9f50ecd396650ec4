import { CancelledFailure, Context } from '@temporalio/activity';
import { type DrainDeps, type DrainEnd, LaneDrain } from './lane-drain';
import { LaneHealth } from './lane-health';
import { type LaneSender } from './lane-sender';

const HEARTBEAT_MS = 1_000;

export interface LaneActivityDeps extends DrainDeps {
  /** Aborted when the worker is asked to stop: a drain then ends in moments instead of after its ten minutes. */
  stopping?: AbortSignal;
  /** How long one call drains, real ms. */
  drainMs?: number;
}

/**
 * An activity that keeps a lane empty for about ten minutes, or until the worker stops. Heartbeats every second; when
 * cancelled it finishes the sendings under way, records them, and gives unused claims back.
 */
export function laneActivity<Recipient, Outgoing>(deps: LaneActivityDeps, sender: LaneSender<Recipient, Outgoing>) {
  const health = new Map<number, LaneHealth>();
  return async ({ laneId }: { laneId: number }): Promise<{ ended: DrainEnd }> => {
    const context = Context.current();
    const asked = deps.stopping ? [context.cancellationSignal, deps.stopping] : [context.cancellationSignal];
    const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      const limits = { signal: AbortSignal.any(asked), untilMs: Date.now() + (deps.drainMs ?? 600_000) };
      const own = health.get(laneId) ?? new LaneHealth();
      health.set(laneId, own);
      const ended = await new LaneDrain(deps, sender, { laneId, health: own, limits }).run();
      if (context.cancellationSignal.aborted) throw new CancelledFailure('drain cancelled');
      return { ended };
    } finally {
      clearInterval(beat);
    }
  };
}
