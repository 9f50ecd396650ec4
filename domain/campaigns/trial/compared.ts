import { wilson } from '../../rehearsals/counts/shares';
import { type Channel } from '../campaign';
import { type TrialAssumed } from './assumed';
import { type TrialMeasured } from './trial';

export const TRIAL_RATES = ['lost', 'answered', 'inquiries', 'reached'] as const;

/** A rate of a trial as it was assumed and as it is measured, 0 to 1. */
export interface ComparedRate {
  rate: (typeof TRIAL_RATES)[number];
  /** Of `lost`: by which channel; null for the others. */
  channel: Channel | null;
  /** Contacts, customers or attempts that it is a share of. */
  of: number;
  assumed: number;
  measured: number;
  /** Wilson's 95 % interval of the measured rate. */
  low: number;
  high: number;
  /** Measured clearly above or below what was assumed: it lies outside the interval; null: it may be chance. */
  differs: 'higher' | 'lower' | null;
}

/** What a trial has shown beside what was assumed of the same contacts at their age; only rates of something. */
export function comparedRates(measured: TrialMeasured, assumed: TrialAssumed): ComparedRate[] {
  const { first, contacted, attempts } = measured;
  const lost = (Object.keys(first) as Channel[])
    .filter((channel) => channel !== 'phone')
    .map((channel) => {
      const { sent, lost: gone } = first[channel]!;
      return compared('lost', { channel, of: sent, measured: gone, assumed: assumed.lost[channel] ?? 0 });
    });
  const all = [
    ...lost,
    compared('answered', { of: contacted, measured: measured.answered, assumed: assumed.answered }),
    compared('inquiries', { of: contacted, measured: measured.inquiries, assumed: assumed.inquiries }),
    compared('reached', { of: attempts, measured: measured.reached, assumed: assumed.reached * attempts }),
  ];
  return all.filter(({ of }) => of > 0);
}

function compared(
  rate: ComparedRate['rate'],
  { channel = null, of, ...counts }: { channel?: Channel | null; of: number; measured: number; assumed: number },
): ComparedRate {
  // a customer may call twice; as a share of the customers that counts as all of them
  const [measured, assumed] = [counts.measured, counts.assumed].map((count) => (of > 0 ? Math.min(1, count / of) : 0));
  const { low, high } = wilson(measured!, of);
  const differs = assumed! < low ? 'higher' : assumed! > high ? 'lower' : null;
  return { rate, channel, of, assumed: assumed!, measured: measured!, low, high, differs };
}
