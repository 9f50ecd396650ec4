import { addDays, instantOf, localDate } from '../campaigns/calendar';
import { type Retention } from '../campaigns/campaign';

export const RETAINED = ['personal', 'images', 'print'] as const satisfies (keyof Retention)[];
export type Retained = (typeof RETAINED)[number];

/** Why a customer's personal data is erased; `register`: a restored backup had brought it back. */
export type ErasureBasis = 'asked_by_customer' | 'asked_by_client' | 'wrong_data' | 'retention' | 'register';

/**
 * When retention periods begin: the campaign has ended, and the last day for claims has passed. Epoch ms; null while
 * that is not so.
 */
export function endForRetention(campaign: { endedAt: number | null; claimsUntil: number | null }): number | null {
  return campaign.endedAt === null ? null : Math.max(campaign.endedAt, campaign.claimsUntil ?? 0);
}

/** The first instant of the local day `months` after the end. 31 January plus one month is 1 March. */
export function dueAt(end: number, months: number, zone: string): number {
  const [year = 0, month = 1, day = 1] = localDate(end, zone).split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const wanted = addDays(first, day - 1);
  const sameMonth = wanted.slice(0, 7) === first.slice(0, 7);
  return instantOf(sameMonth ? wanted : nextMonth(first), '00:00', zone);
}

/** The first day of the following month; `first` is the first day of a month. */
const nextMonth = (first: string): string => `${addDays(first, 31).slice(0, 7)}-01`;
