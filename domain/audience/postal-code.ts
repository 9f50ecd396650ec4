import { leadingPrefecture, prefectureNamed } from './prefecture';
import { squeeze } from './text';

export type PostalProblem =
  'postal_code_missing' | 'postal_code_invalid' | 'postal_code_unknown' | 'prefecture_mismatch';

/** Postal codes by code and by address. Both return null for what they do not know. */
export interface PostalLookups {
  /** Where a code lies. `city` is null where one code covers several cities. */
  areaOf(code: string): { prefectures: string[]; city: string | null } | null;
  /** The only code that an address can have. `address` begins with the prefecture's whole name; squeezed. */
  codeOf(address: string): string | null;
}

export interface PostalReading {
  /** The code to print; undefined: the letter goes without one. */
  code?: string;
  problem?: PostalProblem;
  /** The code was found by the address, since the file has none that can be used. */
  derived?: true;
  /** The code belongs to a city that the address does not name. */
  otherCity?: true;
}

/** Extracts seven digits from 105-6422, 〒105-6422 or １０５６４２２; null for anything else. */
export function readPostalCode(text: string): string | null {
  const digits = squeeze(text)
    .replace(/^〒/, '')
    .replace(/[-‐‑–—―−ー]/, '');
  return /^\d{7}$/.test(digits) ? digits : null;
}

/**
 * Checks a postal code against the address in the same row. `prefecture` is as given, whole, short or empty; `address` the
 * whole address as printed. A code that is missing, malformed or unknown is derived from the address where only one is
 * possible. With a mismatch no code counts, since it is not known which of the two is wrong.
 */
export function checkPostalCode(
  text: string,
  prefecture: string,
  address: string,
  lookups: PostalLookups,
): PostalReading {
  const code = readPostalCode(text) ?? withoutLeadingZero(text);
  const area = code === null ? null : lookups.areaOf(code);
  const plain = squeeze(address);
  const named = prefectureNamed(prefecture) ?? leadingPrefecture(plain);
  if (!area) {
    const problem = squeeze(text) === '' ? 'postal_code_missing' : code ? 'postal_code_unknown' : 'postal_code_invalid';
    const derived = named && lookups.codeOf(wholeAddress(plain, prefecture, named));
    return derived ? { problem, code: derived, derived: true } : { problem };
  }
  if (named ? !area.prefectures.includes(named) : squeeze(prefecture) !== '') return { problem: 'prefecture_mismatch' };
  const read = readPostalCode(text) === null ? ({ problem: 'postal_code_invalid', derived: true } as const) : {};
  const otherCity = area.city !== null && !namesCity(plain, area.city);
  if (read.derived && otherCity) return { problem: 'postal_code_invalid' };
  return { ...read, code: code!, ...(otherCity && { otherCity }) };
}

/** A spreadsheet drops the zero of 060-0001. */
function withoutLeadingZero(text: string): string | null {
  const plain = squeeze(text);
  return /^\d{6}$/.test(plain) ? `0${plain}` : null;
}

function wholeAddress(plain: string, prefecture: string, named: string): string {
  if (plain.startsWith(named)) return plain;
  const short = squeeze(prefecture);
  return named + (short !== '' && plain.startsWith(short) ? plain.slice(short.length) : plain);
}

/** Kana and kanji that names of places are written with in either way. */
const EITHER: [RegExp, string][] = [
  [/[ヶがガヵ]/g, 'ケ'],
  [/[之乃の]/g, 'ノ'],
  [/龍/g, '竜'],
  [/檜/g, '桧'],
  [/舘/g, '館'],
  [/[嶋嶌]/g, '島'],
  [/藪/g, '薮'],
  [/曾/g, '曽'],
  [/澤/g, '沢'],
  [/瀧/g, '滝'],
  [/櫻/g, '桜'],
  [/濱/g, '浜'],
  [/[鹽塩]竈/g, '塩釜'],
];

/** A place's name in one of the ways in which it is written. For comparing only. */
export const placeKey = (name: string): string =>
  EITHER.reduce((text, [either, one]) => text.replace(either, one), squeeze(name));

/** Whether an address names a city; its district (郡) may be left out. */
function namesCity(plain: string, city: string): boolean {
  if (plain.includes(city)) return true;
  const [address, key] = [placeKey(plain), placeKey(city)];
  const town = /^.+?郡(.+[町村])$/.exec(key)?.[1];
  return address.includes(key) || (town !== undefined && address.includes(town));
}
