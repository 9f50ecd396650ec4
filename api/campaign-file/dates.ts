import { endOfDay, instantOf, isDay } from '../../domain/campaigns/calendar';

export type DateReading = { at: number } | { code: 'date_malformed' | 'date_impossible' | 'date_without_zone' };

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** An instant from a day (its first or last millisecond in the zone) or from an ISO 8601 time with offset. */
export function readDate(text: string, zone: string, edge: 'first' | 'last'): DateReading {
  const [, day, time, seconds = ':00', offset] = FORM.exec(text.trim()) ?? [];
  if (day === undefined) return { code: 'date_malformed' };
  if (!isDay(day)) return { code: 'date_impossible' };
  if (time === undefined) return { at: edge === 'first' ? instantOf(day, '00:00', zone) : endOfDay(day, zone) };
  if (offset === undefined) return { code: 'date_without_zone' };
  const at = Date.parse(`${day}T${time}${seconds}${offset.replace(/^(...)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(at) ? { code: 'date_impossible' } : { at };
}
