import { nameKey } from './party';
import { readPostalCode } from './postal-code';
import { squeeze } from './text';

/** What customers are searched by on their own data; a name or its reading also by its beginning. */
export type SearchField = 'name' | 'kana' | 'phone' | 'postalCode';

/** Beginnings that are kept, in characters; one between two of them is looked for by the shorter and then compared. */
const BEGINNINGS = { name: [2, 3, 4, 6], kana: [2, 3, 4, 5, 6, 8] } as const;

const COMPANY_FORMS =
  /株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|(?:医療|学校|宗教|社会福祉|特定非営利活動)法人/g;
const SMALL = 'ァィゥェォッャュョヮヵヶ';
const LARGE = 'アイウエオツヤユヨワカケ';

/** A name for searching: as names compare, and a company without its legal form, which nobody types. */
export function searchName(name: string): string {
  const key = nameKey(name);
  return key.replace(COMPANY_FORMS, '') || key;
}

/** A reading for searching: katakana without spaces and dots; small signs are large, as banks and old systems write. */
export function searchKana(kana: string): string {
  return squeeze(kana)
    .toUpperCase()
    .replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0x60))
    .replace(/[‐‑‒–—―−-]/g, 'ー')
    .replace(/[・･.,、。]/g, '')
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (sign) => LARGE[SMALL.indexOf(sign)]!)
    .replace(COMPANY_READINGS, '');
}
const COMPANY_READINGS = /^(カフシキカイシヤ|カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ)(?=.)/;

/** What is known of a customer; phones in E.164, as an import leaves them. */
export interface Searchable {
  name: string;
  kana?: string | undefined;
  phone?: string | undefined;
  mobile?: string | undefined;
  postalCode?: string | undefined;
}

/** Everything a customer is found by, as texts to be hashed; at most 13. */
export function searchTexts({ name, kana, phone, mobile, postalCode }: Searchable): string[] {
  const code = postalCode && readPostalCode(postalCode);
  const texts = [
    ...beginnings('name', searchName(name)),
    ...(kana ? beginnings('kana', searchKana(kana)) : []),
    ...(phone ? [textOf('phone', phone)] : []),
    ...(mobile ? [textOf('phone', mobile)] : []),
    ...(code ? [textOf('postalCode', code)] : []),
  ];
  return [...new Set(texts)];
}

/**
 * What to look for: the text to hash, and, where that finds too much, the beginning that name or reading must have.
 * `value` is normalised by `searchName`, `searchKana` or as the field is kept.
 */
export function searchFor(field: SearchField, value: string): { text: string; begins?: string } {
  if (field === 'phone' || field === 'postalCode') return { text: textOf(field, value) };
  const signs = Array.from(value);
  const known = BEGINNINGS[field].filter((length) => length <= signs.length).at(-1);
  if (known === undefined || known === signs.length) return { text: textOf(field, value) };
  return { text: textOf(field, signs.slice(0, known).join('')), begins: value };
}

function beginnings(field: 'name' | 'kana', value: string): string[] {
  const signs = Array.from(value);
  if (signs.length === 0) return [];
  if (signs.length < BEGINNINGS[field][0]) return [textOf(field, value)];
  const lengths = BEGINNINGS[field].filter((length) => length <= signs.length);
  return lengths.map((length) => textOf(field, signs.slice(0, length).join('')));
}

const textOf = (field: SearchField, value: string): string => `${field}\n${value}`;
