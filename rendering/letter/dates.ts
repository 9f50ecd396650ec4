import { localDate } from '../../domain/campaigns/calendar';
import { type Language } from '../../domain/campaigns/campaign';
import { remembered } from './memory';

/** The local day of an instant: 2027年3月31日(水) or Wednesday 31 March 2027. */
export const formatInstant = (at: number, zone: string, language: Language): string =>
  instants(`${at} ${zone} ${language}`);

const instants = remembered((key) => {
  const [at, zone, language] = key.split(' ') as [string, string, Language];
  return formatDay(localDate(Number(at), zone), language);
});

/** An ISO day in long form. */
export function formatDay(day: string, language: Language): string {
  return FORMATS[language].format(new Date(`${day}T12:00:00Z`));
}

const parts = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const;
const FORMATS: Record<Language, Intl.DateTimeFormat> = {
  ja: new Intl.DateTimeFormat('ja-JP', { ...parts, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { ...parts, weekday: 'long' }),
};
