import { readClock } from '../../db/platform/clock';
import {
  bringBack,
  type LaneRow,
  listLanes,
  lockLane,
  setLane,
  listShares,
  setShare,
} from '../../db/delivery/lane-settings';
import { laneHealth } from '../../db/delivery/lane-health';
import { ensureLane, getLane, laneState } from '../../db/delivery/lanes';
import { appendLedger, INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { type Scope } from '../../db/platform/scope';
import { localDate } from '../../domain/campaigns/calendar';
import { stopText } from '../../domain/texts/alerts';
import { type laneRoutes } from './contract';
import { type Handlers } from '../http/handler';
import { mustFit, triedProfile } from './envelope';
import { byPerson } from '../campaigns/rules';
import { iso, single } from '../http/wire';
import { AppError } from '../../domain/errors';
import { envelopeOf, setEnvelope } from '../../db/print/envelope-profile';
import { testSheetPdf } from '../../rendering/letter/test-sheet';
import { type Queryable } from '../../db/platform/types';
import { transact } from '../../db/platform/transact';

/** Limits, queues and health of the lanes. */
export const laneHandlers: Handlers<typeof laneRoutes> = {
  async listLanes({ deps, scope }) {
    const rows = await listLanes(deps.db, scope);
    const items = [];
    for (const row of rows) items.push(await laneOf(deps.db, scope, row));
    return { body: { items } };
  },

  async openLane({ trx, scope, actor, body }) {
    const { dailyCapacity, ...spec } = body;
    const capacity = dailyCapacity === null ? {} : { dailyCapacity };
    const id = await ensureLane(trx, { clientId: scope.clientId, ...spec, ...capacity });
    const row = await getLane(trx, id);
    const { now } = await readClock(trx);
    const shown = await laneOf(trx, scope, row);
    const entry = { kind: 'lane_opened', by: byPerson(actor), lane: id, channel: row.channel };
    await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
    return { status: 201, body: shown };
  },

  async setLane({ deps, scope, actor, params, body }) {
    const { breaker, reason, ...limits } = body;
    const settings = { ...limits, ...(breaker && { restart: { reason: reason! } }) };
    const by = { personId: actor.personId, shared: actor.role === 'administrator' };
    const change = { laneId: params.id, settings, by };
    const { lane, wider } = await transact(deps.db, (trx) => setLane(trx, scope, change));
    if (wider) await bringBack(deps.db, lane.id);
    return { body: await laneOf(deps.db, scope, lane) };
  },

  async setLaneEnvelope({ deps, scope, actor, params, body, language }) {
    const by = { personId: actor.personId, shared: actor.role === 'administrator' };
    const lane = await transact(deps.db, async (trx) => {
      const before = await lockLane(trx, scope, params.id, by);
      if (before.channel !== 'post') throw new AppError('not_found');
      mustFit(body, language);
      return setEnvelope(trx, before, { profile: body, by });
    });
    return { body: await laneOf(deps.db, scope, lane) };
  },

  async getTestSheet({ deps, scope, params, query, language }) {
    const lane = (await listLanes(deps.db, scope)).find(({ id, channel }) => id === params.id && channel === 'post');
    if (!lane) throw new AppError('not_found');
    const profile = triedProfile(envelopeOf(lane), query);
    mustFit(profile, language);
    const pdf = await testSheetPdf(profile, language);
    return { stream: single(pdf), type: 'application/pdf', filename: `test-sheet-${lane.name}.pdf` };
  },

  async setLaneShare({ deps, scope, actor, params, body }) {
    const share = { laneId: params.id, campaignId: params.campaignId, weight: body.weight };
    const by = { personId: actor.personId, shared: actor.role === 'administrator' };
    await transact(deps.db, (trx) => setShare(trx, scope, share, by));
    return { body: share };
  },
};

const restOf = ({ rests_until: until, rests_for: because }: LaneRow, now: number) =>
  until !== null && because !== null && until > now ? { until: iso(until), because } : null;

async function laneOf(db: Queryable, scope: Scope, row: LaneRow) {
  const { now } = await readClock(db);
  const { zone, opens, closes, ratePerMinute, burst, dailyCapacity, usedOn, used } = laneState(row);
  const { id, channel, name, breaker, breaker_reason: breakerReason } = row;
  const { counts, stops } = await laneHealth(db, id);
  const shares = await listShares(db, scope, [id]);
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
    stops,
    usedToday: usedOn === localDate(now, zone) ? used : 0,
    rests: restOf(row, now),
    breaker,
    breakerReason,
    breakerText: breakerReason === null ? null : stopText(breakerReason),
    health: counts,
    envelope: channel === 'post' ? envelopeOf(row) : null,
    shares: shares.map(({ campaignId, weight }) => ({ campaignId, weight })),
  };
}
