import { localDate } from '../domain/campaigns/calendar';
import { type CampaignDoc } from '../domain/campaigns/campaign';

/** What is wrong in a hand-typed text, and the words it is about. */
export interface TypedFault {
  code: 'weekday_wrong' | 'phone_malformed' | 'brace_full_width' | 'link_not_separated' | 'link_names_user';
  values: { value: string };
}

/**
 * Faults of hand-typed text: a weekday that does not belong to its date, a telephone number with a digit too many or too
 * few, placeholders in full-width braces, letters right behind a link, which phones take for a part of it, and links
 * that name a user.
 */
export function typedFaults(text: string, doc: Pick<CampaignDoc, 'dates' | 'zone'>): TypedFault[] {
  return [
    ...faults('weekday_wrong', wrongWeekdays(text, yearsOf(doc))),
    ...faults(
      'phone_malformed',
      (text.match(PHONE) ?? []).filter((number) => !isPhone(number)),
    ),
    ...faults('brace_full_width', text.match(/｛\s*｛[^｛｝{}\n]*(?:｝\s*｝)?|｝\s*｝/g) ?? []),
    ...faults('link_not_separated', text.match(/\{\{-?\s*(?:link|optOutLink)\s*-?\}\}(?=[^\s{])[^\s{]/g) ?? []),
    ...faults('link_names_user', (text.match(URLS) ?? []).filter(namesUser)),
  ];
}

const URLS = /https?:\/\/[^\s<>"'「」、。（）()]+/gi;

/**
 * Whether a link has a name before its host, as in `https://bank.example@other.example`: it looks like the one and opens
 * the other.
 */
export const namesUser = (url: string): boolean => /^https?:\/\/[^/?#\\]*[@＠]/i.test(url);

const faults = (code: TypedFault['code'], found: string[]): TypedFault[] =>
  [...new Set(found)].map((value) => ({ code, values: { value } }));

/** Digits of a telephone number as people write it: groups joined by hyphens or brackets. Postal codes have two groups. */
const PHONE = /(?<![\d〒-])0\d{1,4}[-‐－ー−(（]\d{1,4}[-‐－ー−)）]\d{2,5}(?![\d-])/g;

/** Ten digits; eleven for mobiles, IP telephones and 0800. */
export function isPhone(number: string): boolean {
  const digits = number.normalize('NFKC').replace(/[^\d+]/g, '');
  if (digits.startsWith('+')) return digits.length >= 8;
  return digits.length === (/^0(?:[5-9]0|20|800)/.test(digits) ? 11 : 10);
}

const JA = /(?:(\d{4})年\s*)?(\d{1,2})月\s*(\d{1,2})日\s*[（(]\s*([日月火水木金土])/g;
const EN =
  /\b(Sun|Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?)(?:day)?,?\s+(\d{1,2})\s+(January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+(\d{4}))?/g;
const DAYS = [...'日月火水木金土'];
const DAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Dates with a weekday that they do not have; without a year, in none of the campaign's years. */
function wrongWeekdays(text: string, years: number[]): string[] {
  const ja = [...text.normalize('NFKC').matchAll(JA)].filter(([, year, month, day, name]) =>
    isWrong({ year, month: Number(month), day: Number(day), weekday: DAYS.indexOf(name!) }, years),
  );
  const en = [...text.matchAll(EN)].filter(([, name, day, month, year]) =>
    isWrong(
      { year, month: MONTHS.indexOf(month!) + 1, day: Number(day), weekday: DAYS_EN.indexOf(name!.slice(0, 3)) },
      years,
    ),
  );
  return [...ja.map(([whole]) => `${whole})`), ...en.map(([whole]) => whole)];
}

function isWrong(
  { year, month, day, weekday }: { year: string | undefined; month: number; day: number; weekday: number },
  years: number[],
): boolean {
  const possible = year === undefined ? years : [Number(year)];
  return !possible.some((one) => {
    const date = new Date(Date.UTC(one, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDay() === weekday;
  });
}

/** The years that a campaign's dates span. */
function yearsOf({ dates, zone }: Pick<CampaignDoc, 'dates' | 'zone'>): number[] {
  const { applyByRule: _, ...instants } = dates;
  const given = Object.values(instants).filter((at): at is number => typeof at === 'number' && at > 0);
  const years = given.map((at) => Number(localDate(at, zone).slice(0, 4)));
  if (years.length === 0) return [];
  const first = Math.min(...years);
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, n) => first + n);
}
