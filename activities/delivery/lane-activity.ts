import { draining, type DrainingOptions } from './heartbeat';
import { type DrainDeps, type DrainEnd, LaneDrain } from './lane-drain';
import { LaneHealth } from './lane-health';
import { type LaneSender } from './providers/sender';

export type LaneActivityDeps = DrainDeps & DrainingOptions;

/**
 * An activity that keeps a lane empty for about ten minutes, or until the worker stops. Heartbeats every second; when
 * cancelled it finishes the sendings under way, records them, and gives unused claims back.
 */
export function laneActivity<Recipient, Outgoing>(deps: LaneActivityDeps, sender: LaneSender<Recipient, Outgoing>) {
  const health = new Map<number, LaneHealth>();
  return ({ laneId }: { laneId: number }): Promise<{ ended: DrainEnd }> =>
    draining(deps, (limits) => {
      const own = health.get(laneId) ?? new LaneHealth();
      health.set(laneId, own);
      return new LaneDrain(deps, sender, { laneId, health: own, limits }).run();
    });
}
