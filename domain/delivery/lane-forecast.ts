import { addDays, instantOf, localDate } from '../campaigns/calendar';
import { capacityLeft, type LaneState } from './lane';

const MINUTE = 60_000;
/** Limit of the forecast, in days. */
const HORIZON = 400;

/** Waiting messages of a campaign in a lane. `lastDispatch`: the last instant (epoch ms) at which one may leave. */
export interface LaneQueue {
  campaignId: number;
  count: number;
  weight: number;
  lastDispatch: number;
}

/**
 * The number of waiting messages per campaign that will miss its last dispatch if no more arrive and the lane continues
 * at its rate, hours and daily capacity from `now`, shared by weight. Ignores quiet hours, so it may be too optimistic
 * but never too pessimistic. Returns only campaigns that miss some.
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
  // less than one message
  const missed = waiting.map(({ campaignId, left }) => [campaignId, Math.ceil(left - 1e-6)] as const);
  return new Map(missed.filter(([, count]) => count > 0));
}

/** Removes up to `amount` messages, shared by weight; returns the number removed. */
function share(queues: { left: number; weight: number }[], amount: number): number {
  let rest = amount;
  for (let active = queues.filter(({ left }) => left > 0); active.length > 0 && rest > 1e-9;) {
    const weights = active.reduce((sum, { weight }) => sum + weight, 0);
    // until the first of them has none left
    const turn = Math.min(rest / weights, ...active.map(({ left, weight }) => left / weight));
    for (const queue of active) queue.left -= turn * queue.weight;
    rest -= turn * weights;
    active = active.filter(({ left }) => left > 1e-9);
  }
  return amount === Infinity ? 0 : amount - rest;
}

/** Minutes between two local times of a day (in minutes from midnight) in which the lane is open. */
function openMinutes({ opens, closes }: LaneState, from: number, until: number): number {
  const [open, close] = [minuteOf(opens), minuteOf(closes)];
  const both = (a: number, b: number) => Math.max(0, Math.min(b, until) - Math.max(a, from));
  if (close === open) return until - from;
  return open < close ? both(open, close) : both(0, close) + both(open, Infinity);
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
