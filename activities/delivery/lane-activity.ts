import { draining, type DrainingOptions } from './heartbeat';
import { type DrainDeps, type DrainEnd, drainLane } from './lane-drain';
import { LaneHealth } from './lane-health';
import { type LaneSender } from './providers/sender';

export type LaneActivityDeps = DrainDeps & DrainingOptions;

/**
 * Creates an activity that drains a lane for about ten minutes, or until the worker stops. Heartbeats every few seconds.
 * When cancelled it finishes and records the sends under way and returns unused claims.
 */
export function laneActivity<Recipient, Outgoing>(deps: LaneActivityDeps, sender: LaneSender<Recipient, Outgoing>) {
  const health = new Map<number, LaneHealth>();
  return ({ laneId }: { laneId: number }): Promise<{ ended: DrainEnd }> =>
    draining(deps, (limits) => {
      const own = health.get(laneId) ?? new LaneHealth(deps.connections);
      health.set(laneId, own);
      return drainLane(deps, sender, { laneId, health: own, limits });
    });
}
