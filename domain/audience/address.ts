import { looksLikeDate } from './address-dates';
import { type Field } from './fields';
import { type FindingCode } from './finding';
import { type Overseas, readOverseas } from './overseas';
import { addressKey } from './party';
import { checkPostalCode, type PostalLookups } from './postal-code';
import { leadingPrefecture, prefectureCode, prefectureNamed } from './prefecture';
import { asGiven, squeeze } from './text';

export interface AddressReading {
  postalCode: string | undefined;
  /** Prefecture to street in print order, as given; a prefecture given twice is there once. */
  address: string | undefined;
  /** For comparing; undefined while a part is missing. */
  addressKey: string | undefined;
  /** JIS X 0401. */
  prefecture: number | undefined;
  /** ISO 3166-1, of an address abroad. */
  country?: string;
  /** It is not certain where the customer lives: a person decides. */
  doubtful: boolean;
}

type Report = (code: FindingCode, field: Field) => void;

const FIELDS: Field[] = ['prefecture', 'city', 'town', 'street'];

/** Reads the address of a row. Parts without a column in the file are not required. */
export function readAddress(
  get: (field: Field) => string | undefined,
  lookups: PostalLookups,
  report: Report,
): AddressReading {
  const mapped = FIELDS.filter((field) => get(field) !== undefined);
  const given = mapped.map((field) => asGiven(get(field) ?? ''));
  const postal = get('postalCode');
  if (given.every((part) => part === '')) {
    if (mapped.length > 0) report('address_missing', mapped.at(-1)!);
    return { postalCode: undefined, address: undefined, addressKey: undefined, prefecture: undefined, doubtful: false };
  }
  const abroad = readOverseas(given, postal);
  if (abroad) return addressAbroad(abroad, mapped, report);
  // the town is optional: some villages have none; the prefecture may stand in the next column
  const optional = leadingPrefecture(squeeze(given.join(''))) ? ['prefecture', 'town'] : ['town'];
  const gap = mapped.find((field, at) => !optional.includes(field) && given[at] === '');
  if (gap) report('address_incomplete', gap);
  const dated = mapped.find((field, at) => field !== 'prefecture' && looksLikeDate(given[at]!));
  if (dated) report('address_looks_like_date', dated);
  const prefecture = asGiven(get('prefecture') ?? '');
  const parts = withoutRepetition(prefecture, given);
  const address = parts.join('');
  const checked = postal === undefined ? {} : checkPostalCode(postal, prefecture, address, lookups);
  if (checked.problem) report(checked.problem, checked.problem === 'prefecture_mismatch' ? 'prefecture' : 'postalCode');
  if (checked.derived) report('postal_code_derived', 'postalCode');
  if (checked.otherCity) report('postal_code_other_city', 'postalCode');
  return {
    postalCode: checked.code,
    address,
    prefecture: prefectureCode(prefecture) ?? prefectureCode(address) ?? onlyPrefecture(checked.code, lookups),
    addressKey: gap ? undefined : addressKey(wholePrefecture(prefecture, parts)),
    doubtful: dated !== undefined || checked.problem === 'prefecture_mismatch',
  };
}

/** Drops a prefecture with which the next part begins again, whole or in the short form of the first. */
function withoutRepetition(prefecture: string, parts: string[]): string[] {
  const named = prefectureNamed(prefecture);
  const [first, ...rest] = parts;
  if (!named || first !== prefecture) return parts;
  const next = rest.findIndex((part) => part !== '');
  if (next < 0 || leadingPrefecture(squeeze(rest[next]!)) !== named) return parts;
  // the longer of the two stays
  return prefecture.length < named.length
    ? rest
    : [first, ...rest.with(next, withoutLeading(rest[next]!, named.length))];
}

/** The text without its first `count` characters, spaces apart. */
const withoutLeading = (text: string, count: number): string =>
  text.replace(new RegExp(`^(?:[\\s\\u3000]*[^\\s\\u3000]){${count}}[\\s\\u3000]*`), '');

/** The parts with the whole name of the prefecture, so that 東京 and 東京都 compare as one. */
function wholePrefecture(prefecture: string, parts: string[]): string[] {
  const named = prefectureNamed(prefecture);
  return named && parts[0] === prefecture ? [named, ...parts.slice(1)] : parts;
}

function onlyPrefecture(code: string | undefined, lookups: PostalLookups): number | undefined {
  const prefectures = code === undefined ? [] : (lookups.areaOf(code)?.prefectures ?? []);
  return prefectures.length === 1 ? prefectureCode(prefectures[0]!) : undefined;
}

/** A country that is not known (ISO 3166-1 leaves this code to its users). */
const NOWHERE = 'ZZ';

/** Without a country the post cannot carry a letter; a domestic postal code and its checks do not apply. */
function addressAbroad({ country, address }: Overseas, mapped: Field[], report: Report): AddressReading {
  report(country === null ? 'country_unknown' : 'address_overseas', mapped[0]!);
  return {
    postalCode: undefined,
    address,
    prefecture: undefined,
    country: country ?? NOWHERE,
    doubtful: false,
    addressKey: country === null ? undefined : addressKey([address]),
  };
}
