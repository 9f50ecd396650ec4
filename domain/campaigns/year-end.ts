import { addDays, isBusinessDay, localDate } from './calendar';
import { type CampaignDoc, channelsOf } from './campaign';
import { calendarOf } from './holidays';

const DATES = ['firstDispatch', 'lastDispatch', 'applyBy', 'graceUntil', 'endOfService', 'claimsUntil'] as const;

/** What a campaign does in the days around New Year, when offices in Japan are closed. */
export interface YearEnd {
  /** Days between 29 December and 3 January that count as business days, although waits or print runs cross them. */
  open: string[];
  /** Dates of the campaign that fall into these days. */
  dates: { name: (typeof DATES)[number]; day: string }[];
}

/** Days of the campaign between 29 December and 3 January that its calendar takes for business days, and its dates there. */
export function yearEnd(doc: CampaignDoc): YearEnd {
  const days = DATES.flatMap((name) => {
    const at = doc.dates[name];
    return at === null ? [] : [{ name, day: localDate(at, doc.zone) }];
  });
  const calendar = calendarOf(doc);
  const first = days[0]!.day;
  const last = days.filter(({ name }) => name === 'applyBy' || name === 'graceUntil').at(-1)!.day;
  const open: string[] = [];
  for (let day = first; crosses(doc) && day <= last; day = addDays(day, 1)) {
    if (isYearEnd(day) && isBusinessDay(day, calendar)) open.push(day);
  }
  return { open, dates: days.filter(({ day }) => isYearEnd(day)) };
}

const isYearEnd = (day: string): boolean => day.slice(5) >= '12-29' || day.slice(5) <= '01-03';

/** Whether anything of the plan counts business days: a wait, the spacing of calls, a print run. */
const crosses = ({ plan }: CampaignDoc): boolean =>
  [...plan.steps, ...(plan.onDefect ? [plan.onDefect] : [])].some(
    (step) =>
      'businessDays' in step.wait ||
      channelsOf(step).includes('post') ||
      ('call' in step && step.call !== undefined && 'businessDays' in step.call.spacing),
  );
