import { addDays, instantOf, localDate } from '../campaigns/calendar';
import { capacityLeft, type LaneState } from './lane';

const MINUTE = 60_000;
/** Nothing is forecast further than this, days. */
const HORIZON = 400;

/** What of a campaign waits in a lane. `lastDispatch`: epoch ms, the last instant at which one may leave. */
export interface LaneQueue {
  campaignId: number;
  count: number;
  weight: number;
  lastDispatch: number;
}

/**
 * How many of each campaign's waiting messages will miss its last dispatch if nothing else comes and the lane goes on
 * at its pace from `now`: rate, hours and capacity of each local day, shared by weight. Quiet hours are left out, so it
 * may be too hopeful, never too gloomy. Only campaigns that miss some are in the answer.
 */
export function missedDispatch(lane: LaneState, queues: LaneQueue[], now: number): Map<number, number> {
  const waiting = queues.map((queue) => ({ ...queue, left: queue.count }));
  let date = localDate(now, lane.zone);
  let from = now;
  let quota = capacityLeft(lane, now);
  for (let day = 0; day < HORIZON && waiting.some(({ left, lastDispatch }) => left > 0 && lastDispatch > from); day++) {
    const start = instantOf(date, '00:00', lane.zone);
    date = addDays(date, 1);
    const end = instantOf(date, '00:00', lane.zone);
    const cuts = waiting.map(({ lastDispatch }) => lastDispatch).filter((at) => at > from && at < end);
    for (const until of [...cuts.sort((a, b) => a - b), end]) {
      const minutes = openMinutes(lane, (from - start) / MINUTE, (until - start) / MINUTE);
      const active = waiting.filter(({ lastDispatch }) => lastDispatch >= until);
      quota -= share(active, Math.min(quota, minutes * lane.ratePerMinute));
      from = until;
    }
    quota = lane.dailyCapacity ?? Infinity;
  }
  // a share of a message is none
  const missed = waiting.map(({ campaignId, left }) => [campaignId, Math.ceil(left - 1e-6)] as const);
  return new Map(missed.filter(([, count]) => count > 0));
}

/** Lets up to `amount` of these leave, by weight; answers how many did. */
function share(queues: { left: number; weight: number }[], amount: number): number {
  let rest = amount;
  for (let active = queues.filter(({ left }) => left > 0); active.length > 0 && rest > 1e-9;) {
    const weights = active.reduce((sum, { weight }) => sum + weight, 0);
    // as far as the first of them runs dry
    const turn = Math.min(rest / weights, ...active.map(({ left, weight }) => left / weight));
    for (const queue of active) queue.left -= turn * queue.weight;
    rest -= turn * weights;
    active = active.filter(({ left }) => left > 1e-9);
  }
  return amount === Infinity ? 0 : amount - rest;
}

/** Minutes between two local times of a day, in minutes from midnight, at which the lane is open. */
function openMinutes({ opens, closes }: LaneState, from: number, until: number): number {
  const [open, close] = [minuteOf(opens), minuteOf(closes)];
  const both = (a: number, b: number) => Math.max(0, Math.min(b, until) - Math.max(a, from));
  if (close === open) return until - from;
  return open < close ? both(open, close) : both(0, close) + both(open, Infinity);
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
