import holidayJp from '@holiday-jp/holiday_jp';
import { type Calendar, localDate } from './calendar';
import { type CampaignDoc, type Text } from './campaign';

/** Last year of the table of Japanese holidays. */
export const HOLIDAYS_UNTIL = 2050;

const calendars = new WeakMap<CampaignDoc, Calendar>();

/**
 * The campaign's calendar for these years, by default all in which it can count days: national holidays, and all days
 * closed by the campaign.
 */
export function calendarOf(doc: CampaignDoc, years?: readonly number[]): Calendar {
  if (years) return calendarFor(doc, years);
  const known = calendars.get(doc) ?? calendarFor(doc, yearsOf(doc));
  calendars.set(doc, known);
  return known;
}

function calendarFor(doc: CampaignDoc, years: readonly number[]): Calendar {
  const wanted = new Set(years.map(String));
  const national = doc.calendar.holidays === 'japan' ? Object.keys(holidayJp.holidays) : [];
  const closed = new Set(national.filter((date) => wanted.has(date.slice(0, 4))));
  for (const date of doc.calendar.closedDays) closed.add(date);
  return { zone: doc.zone, weekend: doc.calendar.weekend, closed };
}

/** The name of a national holiday (or its substitute day off); null for any other day. `day` is an ISO date. */
export function holidayName(day: string): Text | null {
  const holiday = (holidayJp.holidays as Record<string, { name: string; name_en: string } | undefined>)[day];
  return holiday ? { ja: holiday.name, en: holiday.name_en } : null;
}

/** The years in which a campaign can count days: from the first dispatch to the year after its last date. */
export function yearsOf(doc: CampaignDoc): number[] {
  const { firstDispatch, endOfService, graceUntil, claimsUntil } = doc.dates;
  const last = Math.max(endOfService, graceUntil ?? 0, claimsUntil ?? 0);
  const from = Number(localDate(firstDispatch, doc.zone).slice(0, 4));
  const until = Number(localDate(last, doc.zone).slice(0, 4)) + 1;
  return Array.from({ length: Math.max(1, until - from + 1) }, (_, i) => from + i);
}
