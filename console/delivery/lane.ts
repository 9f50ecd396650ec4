import { type Reply } from '../api/client';

export type Lane = Reply<'listLanes'>['items'][number];

/** A lane's limits as they are typed. */
export interface Limits {
  ratePerMinute: string;
  burst: string;
  opens: string;
  closes: string;
  dailyCapacity: string;
}

export const limitsOf = (lane: Lane): Limits => ({
  ratePerMinute: String(lane.ratePerMinute),
  burst: String(lane.burst),
  opens: lane.opens,
  closes: lane.closes,
  dailyCapacity: lane.dailyCapacity === null ? '' : String(lane.dailyCapacity),
});

/** What is typed as the API takes it; null when a number is missing. */
export function sentLimits(typed: Limits) {
  const [ratePerMinute, burst] = [Number(typed.ratePerMinute), Number(typed.burst)];
  const dailyCapacity = typed.dailyCapacity.trim() === '' ? null : Number(typed.dailyCapacity);
  if (!(ratePerMinute > 0) || !(burst >= 1) || Number.isNaN(dailyCapacity)) return null;
  return { ratePerMinute, burst, opens: typed.opens, closes: typed.closes, dailyCapacity };
}

/** Stopped ones first, then those that rest. */
export const byUrgency = (a: Lane, b: Lane): number => rank(a) - rank(b) || a.id - b.id;
const rank = ({ breaker, rests }: Lane): number => (breaker === 'open' ? 0 : rests ? 1 : 2);
