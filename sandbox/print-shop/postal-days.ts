import holidayJp from '@holiday-jp/holiday_jp';

const DAY = 86_400_000;
const JAPAN = 9 * 3_600_000;
const iso = (wall: number) => new Date(wall).toISOString();

/** The day in Japan, `YYYY-MM-DD`. */
export const dayOf = (at: number): string => iso(at + JAPAN).slice(0, 10);

/** The instant of an hour of a day in Japan. */
export const instantOn = (day: string, hour: number): number =>
  Date.parse(`${day}T00:00:00Z`) - JAPAN + hour * 3_600_000;

const daysAfter = (day: string, days: number) => iso(Date.parse(`${day}T00:00:00Z`) + days * DAY).slice(0, 10);

/** Ordinary mail is not delivered on Saturdays, Sundays and holidays. */
export function isPostalDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !(day in holidayJp.holidays);
}

/** The `count`-th postal day after `day`. */
export function postalDaysAfter(day: string, count: number): string {
  let reached = day;
  for (let left = count; left > 0;) {
    reached = daysAfter(reached, 1);
    if (isPostalDay(reached)) left--;
  }
  return reached;
}

/** `count` calendar days after `day`, or the first postal day after that. */
export function calendarDaysAfter(day: string, count: number): string {
  const wanted = daysAfter(day, count);
  return isPostalDay(wanted) ? wanted : postalDaysAfter(wanted, 1);
}
