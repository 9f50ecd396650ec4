import { localDate } from '../../domain/campaigns/calendar';
import { type Language } from '../../domain/campaigns/campaign';

/** The local day of an instant: 2027年3月31日(水) or Wednesday 31 March 2027. */
export const formatInstant = (at: number, zone: string, language: Language): string =>
  formatDay(localDate(at, zone), language);

/** An ISO day in long form. */
export function formatDay(day: string, language: Language): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const parts = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const;
  if (language === 'ja') return new Intl.DateTimeFormat('ja-JP', { ...parts, weekday: 'short' }).format(noon);
  return new Intl.DateTimeFormat('en-GB', { ...parts, weekday: 'long' }).format(noon);
}
