import { prefectureCode } from './prefecture';
import { type Country, countryNamed, leadingCountry } from './countries';
import { asGiven } from './text';

/** An address abroad. */
export interface Overseas {
  /** ISO 3166-1; null: abroad, in a country that is not named or not known. */
  country: string | null;
  /** In the order of the envelope, the parts separated by `, `, the country in Latin capitals at the end. */
  address: string;
}

/** In the column of the prefecture: the address is abroad, the country is named elsewhere or not at all. */
const ABROAD = /^(海外|国外|外国|在外|overseas|abroad|foreign)$/i;

/**
 * Reads an address abroad from the parts of a row, from prefecture to street; null for an address in Japan. The country
 * is the column of the prefecture, the begin of a Japanese address, or the end of a Latin one. Latin parts are put in
 * the order of the envelope, the street first; `postalCode` is put behind the town.
 */
export function readOverseas(parts: string[], postalCode = ''): Overseas | null {
  const [first = '', ...others] = parts.map((part) => asGiven(part));
  if (prefectureCode([first, ...others].join('')) !== undefined) return null;
  const own = ABROAD.test(first) ? undefined : countryNamed(first);
  const rest = own || ABROAD.test(first) ? others : [first, ...others];
  const found = own ? { country: own, parts: rest } : namedIn(rest);
  if (!found && !ABROAD.test(first)) return null;
  const lines = (found?.parts ?? rest).filter((part) => part !== '');
  const latin = lines.every((part) => /^[\x20-\u024f\u1e00-\u1eff\uff01-\uff5e]*$/.test(part));
  const ordered = latin && (own || ABROAD.test(first)) ? [...lines].reverse() : lines;
  const code = asGiven(postalCode);
  const printed = [...(latin ? ordered : [ordered.join('')]), code, found?.country.printed ?? ''];
  return { country: found?.country.code ?? null, address: printed.filter((part) => part !== '').join(', ') };
}

/** The country at the begin of the first part, or at the end of the last one, and the parts without it. */
function namedIn(parts: string[]): { country: Country; parts: string[] } | undefined {
  const filled = parts.filter((part) => part !== '');
  const leading = leadingCountry(filled[0] ?? '');
  if (leading) return { country: leading.country, parts: [leading.rest.trim(), ...filled.slice(1)] };
  const last = filled.at(-1) ?? '';
  const whole = countryNamed(last);
  if (whole && filled.length > 1) return { country: whole, parts: filled.slice(0, -1) };
  const tail = /^(.*\S)\s*[,，、]\s*([^,，、]+?)\s*[.。]?$/.exec(last);
  const named = tail && countryNamed(tail[2]!);
  return named ? { country: named, parts: [...filled.slice(0, -1), tail[1]!] } : undefined;
}

/** The lines above the country, and the country's line, of an address written by `readOverseas`; null for Japan. */
export function overseasLines(address: string): { text: string; country: string } | null {
  const at = address.lastIndexOf(', ');
  const country = at < 0 ? undefined : countryNamed(address.slice(at + 2));
  return country?.printed === address.slice(at + 2) ? { text: address.slice(0, at), country: country.printed } : null;
}

/** The country (ISO 3166-1) of an address written by `readOverseas`; null for Japan. */
export const overseasCountry = (address: string): string | null =>
  countryNamed(overseasLines(address)?.country ?? '')?.code ?? null;
