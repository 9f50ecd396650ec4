import { addDays, instantOf, isBusinessDay, localDate, weekdayOf } from '../../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { calendarOf } from '../../../domain/campaigns/holidays';

/** The last days before a day with full queues, epoch ms. */
export interface DeskDays {
  /** From then on the simulated operators have gone. */
  desksClose: number;
  /** Two business days before: the last forms are accepted, and the print shop begins to count wrongly. */
  dayBefore: number;
  /** The afternoon before, when a colleague leaves work for others. */
  eve: number;
  /** Ten in the morning. */
  opens: number;
}

/** Share of the time between first and last dispatch in which letters come back and calls begin. */
const SHARE = 0.58;
/** Business days without the simulated operators. */
const QUIET_DAYS = 11;

/** The days of a campaign's desk: a Tuesday, Wednesday or Thursday in the middle of its reminders. */
export function deskDays(doc: CampaignDoc): DeskDays {
  const { zone } = doc;
  const calendar = calendarOf(doc);
  const { firstDispatch, lastDispatch } = doc.dates;
  let day = localDate(firstDispatch + SHARE * (lastDispatch - firstDispatch), zone);
  while (!isBusinessDay(day, calendar) || !['tue', 'wed', 'thu'].includes(weekdayOf(day))) day = addDays(day, 1);
  const before = (from: string, days: number): string => {
    const one = addDays(from, -1);
    const left = isBusinessDay(one, calendar) ? days - 1 : days;
    return left === 0 ? one : before(one, left);
  };
  return {
    desksClose: instantOf(before(day, QUIET_DAYS + 1), '18:00', zone),
    dayBefore: instantOf(before(day, 2), '15:00', zone),
    eve: instantOf(before(day, 1), '15:00', zone),
    opens: instantOf(day, '10:00', zone),
  };
}

/** Ten in the morning of the next business day from an instant on; the instant itself during working hours. */
export function nextOpening(doc: CampaignDoc, at: number): number {
  const { zone } = doc;
  const calendar = calendarOf(doc);
  const today = localDate(at, zone);
  if (isBusinessDay(today, calendar) && at < instantOf(today, '17:00', zone)) {
    return Math.max(at, instantOf(today, '10:00', zone));
  }
  let day = addDays(today, 1);
  while (!isBusinessDay(day, calendar)) day = addDays(day, 1);
  return instantOf(day, '10:00', zone);
}
