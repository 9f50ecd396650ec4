import { addDays, instantOf, localDate } from '../campaigns/calendar';
import { type CampaignDates, type Retention } from '../campaigns/campaign';

export const RETAINED = ['personal', 'images', 'print'] as const satisfies (keyof Retention)[];
export type Retained = (typeof RETAINED)[number];

/** Why a customer's personal data is erased; `register`: a restored backup had brought it back;
 * `left_out`: no audience names them any more. */
export type ErasureBasis =
  'asked_by_customer' | 'asked_by_client' | 'wrong_data' | 'retention' | 'register' | 'left_out';

/**
 * When retention periods begin: the campaign has ended, and the last day for claims has passed; or it never started, and
 * the last of its dates has passed. Epoch ms; null while it runs.
 */
export function endForRetention(
  campaign: { endedAt: number | null; started: boolean },
  dates: Pick<CampaignDates, 'lastDispatch' | 'endOfService' | 'graceUntil' | 'claimsUntil'>,
): number | null {
  const { lastDispatch, endOfService, graceUntil, claimsUntil } = dates;
  if (campaign.endedAt !== null) return Math.max(campaign.endedAt, claimsUntil ?? 0);
  return campaign.started ? null : Math.max(lastDispatch, endOfService, graceUntil ?? 0, claimsUntil ?? 0);
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
