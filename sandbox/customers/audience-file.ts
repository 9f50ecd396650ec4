import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

/** Possible titles of the columns; the first one found in the file is used. */
const TITLES = {
  number: /^(契約番号|contract.?(no|number)?)$/i,
  name: /^(氏名|名前|お名前|name)$/i,
  kana: /^(フリガナ|カナ|氏名カナ|.*kana)$/i,
  postal: /郵便番号|postal/i,
  birth: /生年月日|birth/i,
  kind: /個人法人|^kind$/i,
  prefecture: /^(都道府県|prefecture)$/i,
  city: /^(市区町村|city)$/i,
  town: /^(町域|town)$/i,
  street: /番地|^(住所|street|address)$/i,
  phone: /^(固定電話|電話(番号)?|phone|tel)$/i,
  mobile: /携帯|mobile/i,
  mail: /^(メールアドレス|メール|e-?mail)/i,
};

/** A row as given; '' where the file has no such column. */
export type AudienceRow = Record<keyof typeof TITLES, string>;

/** All rows of an audience file, UTF-8 or CP932. */
export function readAudience(file: Buffer): AudienceRow[] {
  const [titles = [], ...rows] = parse(decode(file), { relax_column_count: true, relax_quotes: true }) as string[][];
  const places = Object.entries(TITLES).map(([field, title]) => {
    return [field, titles.findIndex((name) => title.test(name.trim()))] as const;
  });
  return rows.map((row) => {
    const values = places.map(([field, at]) => [field, (row[at] ?? '').trim()]);
    return Object.fromEntries(values) as AudienceRow;
  });
}

function decode(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file).replace(/^\ufeff/, '');
  } catch {
    return iconv.decode(file, 'cp932');
  }
}
