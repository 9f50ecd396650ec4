import { getAddress } from 'yubin';
import * as names from './customer-names';

/** Header of the sample export; a row has one value per title. */
export const TITLES = [
  '契約番号',
  '氏名',
  '氏名カナ',
  '生年月日',
  '個人法人区分',
  '郵便番号',
  '都道府県',
  '市区町村',
  '町域',
  '番地・建物',
  '固定電話',
  '携帯電話',
  'メールアドレス',
  '契約プラン',
  '契約開始日',
  'メール通知同意',
  'SMS通知同意',
  '郵送停止',
  '備考',
  '使用言語',
] as const;
export type Title = (typeof TITLES)[number];
export type Row = Record<Title, string>;

/** Seeded random numbers (mulberry32): the same seed gives the same file. */
export class Dice {
  constructor(private state: number) {}

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from `from` to `to`, both inclusive. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }
}

export interface Place {
  postalCode: string;
  prefecture: string;
  city: string;
  town: string;
}

/** Real places, found by drawing postal codes at random. */
export function drawPlaces(dice: Dice, count: number): Place[] {
  const places: Place[] = [];
  while (places.length < count) {
    const found = getAddress(String(dice.between(10_000, 9_999_999)).padStart(7, '0'));
    if (found?.source !== 'ken_all' || found.town === '' || /[（(、]|以下に|一円/.test(found.town)) continue;
    const { postalCode, prefecture, city, town } = found;
    places.push({ postalCode: `${postalCode.slice(0, 3)}-${postalCode.slice(3)}`, prefecture, city, town });
  }
  return places;
}

export interface Maker {
  dice: Dice;
  places: Place[];
  /** The next unused contract number. */
  nextNumber(): string;
}

/** A valid row of a person, or in one of twelve cases of a company. */
export function makeRow(maker: Maker): Row {
  const { dice } = maker;
  const place = dice.pick(maker.places);
  const number = maker.nextNumber();
  const company = dice.chance(0.08);
  const [family, familyKana] = dice.pick(names.FAMILY_NAMES);
  const [given, givenKana] = dice.pick(names.GIVEN_NAMES);
  const form = dice.pick(names.COMPANY_FORMS);
  const companyName = `${family}${dice.pick(names.COMPANY_TRADES)}`;
  const mobile = dice.chance(0.8) ? mobileNumber(dice) : '';
  const mail = dice.chance(0.92) ? `${mailUser(dice)}${number.slice(-7)}@${dice.pick(names.MAIL_DOMAINS)}` : '';
  return {
    契約番号: number,
    氏名: company ? (dice.chance(0.5) ? form + companyName : companyName + form) : `${family}　${given}`,
    氏名カナ: company ? '' : `${familyKana} ${givenKana}`,
    生年月日: company ? '' : birthDate(dice),
    個人法人区分: company ? '法人' : '個人',
    郵便番号: dice.chance(0.98) ? place.postalCode : place.postalCode.replace('-', ''),
    都道府県: place.prefecture,
    市区町村: place.city,
    町域: place.town,
    '番地・建物': street(dice),
    固定電話: dice.chance(0.65) ? landline(dice, place.prefecture) : '',
    携帯電話: mobile,
    メールアドレス: mail,
    契約プラン: dice.pick(names.PLANS),
    契約開始日: `${dice.between(1998, 2021)}/${two(dice.between(1, 12))}/${two(dice.between(1, 28))}`,
    メール通知同意: dice.chance(1 / 3) ? '' : dice.chance(0.05) ? '0' : '1',
    SMS通知同意: mobile === '' || dice.chance(0.2) ? '' : dice.chance(0.3) ? '0' : '1',
    郵送停止: dice.chance(0.03) ? '1' : '',
    備考: '',
    // one in forty persons is written to in English
    使用言語: !company && Number(number.slice(-4)) % 40 === 17 ? '英語' : '',
  };
}

/** A valid row of a person. */
export function personRow(maker: Maker): Row {
  for (;;) {
    const row = makeRow(maker);
    if (row.個人法人区分 === '個人') return row;
  }
}

/** Another contract of the same customer. */
export function secondContract(row: Row, { dice, nextNumber }: Maker): Row {
  return { ...row, 契約番号: nextNumber(), 契約プラン: dice.pick(names.PLANS) };
}

/** Another person of the same family at the same address, with contact data of their own. */
export function relative(row: Row, maker: Maker): Row {
  const other = makeRow(maker);
  const { dice } = maker;
  const [family] = row.氏名.split('　');
  const [familyKana] = row.氏名カナ.split(' ');
  const [given, givenKana] = dice.pick(names.GIVEN_NAMES.filter(([name]) => !row.氏名.endsWith(name)));
  const { 郵便番号, 都道府県, 市区町村, 町域, 固定電話 } = row;
  return {
    ...other,
    ...{ 郵便番号, 都道府県, 市区町村, 町域, 固定電話 },
    '番地・建物': row['番地・建物'],
    氏名: `${family}　${given}`,
    氏名カナ: `${familyKana} ${givenKana}`,
    生年月日: birthDate(dice),
    個人法人区分: '個人',
  };
}

/** The inbox refuses `unknown` at once and sends a late bounce for `late-bounce`. */
function mailUser(dice: Dice): string {
  const share = dice.next();
  if (share < 0.02) return 'unknown';
  return share < 0.04 ? 'late-bounce' : 'user';
}

const two = (value: number) => String(value).padStart(2, '0');

function birthDate(dice: Dice): string {
  const year = dice.between(1935, 2006);
  const [month, day] = [two(dice.between(1, 12)), two(dice.between(1, 28))];
  if (dice.chance(0.8)) return `${year}/${month}/${day}`;
  return year < 1989 ? `S${two(year - 1925)}${month}${day}` : `H${two(year - 1988)}${month}${day}`;
}

function mobileNumber(dice: Dice): string {
  const parts = [
    dice.pick(['070', '080', '090']),
    dice.between(1000, 9999),
    two(dice.between(0, 99)) + two(dice.between(0, 99)),
  ];
  return parts.join(dice.chance(0.7) ? '-' : '');
}

function landline(dice: Dice, prefecture: string): string {
  const area = names.AREA_CODES[prefecture] ?? '03';
  const exchange =
    String(dice.between(2, 9)) + String(dice.between(0, 10 ** (5 - area.length) - 1)).padStart(5 - area.length, '0');
  return `${area}-${exchange}-${two(dice.between(0, 99))}${two(dice.between(0, 99))}`;
}

function street(dice: Dice): string {
  const numbers = dice.chance(0.25)
    ? `${dice.between(1, 2999)}番地${dice.between(1, 12)}`
    : `${dice.between(1, 9)}-${dice.between(1, 40)}-${dice.between(1, 40)}`;
  const building = dice.chance(0.4)
    ? ` ${dice.pick(names.BUILDINGS)}${dice.pick(names.BUILDING_NAMES)} ${dice.between(1, 15)}${two(dice.between(1, 12))}`
    : '';
  const care = dice.chance(0.005) ? ` ${dice.pick(names.FAMILY_NAMES)[0]}様方` : '';
  const text = numbers + building + care;
  return dice.chance(0.5)
    ? text
    : text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).replace(/ /g, '　');
}
