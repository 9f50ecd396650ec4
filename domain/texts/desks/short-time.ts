import { localDate, localTime } from '../../campaigns/calendar';
import { type Text } from '../../campaigns/campaign';

/** A local day without its year: `2/17(水)`, `Wed 17 Feb`. `day` is an ISO day. */
export function shortDay(day: string): Text {
  const noon = new Date(`${day}T12:00:00Z`);
  const parts = { timeZone: 'UTC', day: 'numeric', weekday: 'short' } as const;
  return {
    ja: new Intl.DateTimeFormat('ja-JP', { ...parts, month: 'numeric' }).format(noon),
    en: new Intl.DateTimeFormat('en-GB', { ...parts, month: 'short' }).format(noon).replace(',', ''),
  };
}

/** An instant as a local day and time without the year: `2/17(水) 17:00`, `Wed 17 Feb 17:00`. */
export function shortMoment(at: number, zone: string): Text {
  const { ja, en } = shortDay(localDate(at, zone));
  const time = localTime(at, zone);
  return { ja: `${ja} ${time}`, en: `${en} ${time}` };
}
