import { readClock } from '../../db/clock';
import { type LaneRow, listLanes, setLane } from '../../db/lane-settings';
import { laneState } from '../../db/lanes';
import { localDate } from '../../domain/calendar';
import { type laneRoutes } from '../contract/lanes';
import { type Handlers } from '../handler';

/** The lanes' limits. */
export const laneHandlers: Handlers<typeof laneRoutes> = {
  async listLanes({ deps, scope }) {
    const { now } = await readClock(deps.db);
    const rows = await listLanes(deps.db, scope);
    return { body: { items: rows.map((row) => laneOf(row, now)) } };
  },

  async setLane({ deps, scope, actor, params, body }) {
    const { breaker, ...limits } = body;
    const settings = { ...limits, closeBreaker: breaker === 'closed' };
    const shared = actor.role === 'administrator';
    return deps.db.transaction().execute(async (trx) => {
      const { now } = await readClock(trx);
      const row = await setLane(trx, scope, { laneId: params.id, settings, personId: actor.personId, shared });
      return { body: laneOf(row, now) };
    });
  },
};

function laneOf(row: LaneRow, now: number) {
  const { zone, opens, closes, ratePerMinute, burst, dailyCapacity, usedOn, used } = laneState(row);
  const { id, channel, name, breaker } = row;
  return {
    id,
    channel,
    name,
    shared: row.client_id === null,
    ratePerMinute,
    burst,
    opens,
    closes,
    dailyCapacity,
    usedToday: usedOn === localDate(now, zone) ? used : 0,
    breaker,
    breakerReason: row.breaker_reason,
  };
}
