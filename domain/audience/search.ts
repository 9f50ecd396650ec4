import { nameKey } from './party';
import { readPostalCode } from './postal-code';
import { squeeze } from './text';

/** Fields by which customers can be searched. Name and reading also match by prefix. */
export type SearchField = 'name' | 'kana' | 'phone' | 'postalCode';

/** Lengths of indexed prefixes, in characters. Lengths in between use the next shorter prefix and a comparison. */
const BEGINNINGS = { name: [2, 3, 4, 6], kana: [2, 3, 4, 5, 6, 8] } as const;

const COMPANY_FORMS =
  /株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|(?:医療|学校|宗教|社会福祉|特定非営利活動)法人/g;
const SMALL = 'ァィゥェォッャュョヮヵヶ';
const LARGE = 'アイウエオツヤユヨワカケ';

/** A name as it is searched: normalised as for comparison, companies without their legal form. */
export function searchName(name: string): string {
  const key = nameKey(name);
  return key.replace(COMPANY_FORMS, '') || key;
}

/** A reading as it is searched: katakana without spaces and dots, small kana enlarged as in bank and legacy systems. */
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

/** Searchable data of a customer; phone numbers in E.164. */
export interface Searchable {
  name: string;
  kana?: string | undefined;
  phone?: string | undefined;
  mobile?: string | undefined;
  postalCode?: string | undefined;
}

/** All texts by which a customer is found, to be hashed; at most 13. */
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
 * What to search for: the text to hash and, if that text is only a shorter prefix, the full prefix to compare. `value`
 * is normalised by `searchName`, `searchKana` or as the field is stored.
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
