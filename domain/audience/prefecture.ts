import { squeeze } from './text';

/** Prefectures in the order of their JIS X 0401 codes, from 1. */
const PREFECTURES = (
  '北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 ' +
  '石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 ' +
  '岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県'
).split(' ');
const CODES = new Map(PREFECTURES.map((name, at) => [name, at + 1]));
/** 東京 for 東京都; 北海道 has no short form. */
const SHORT = new Map(PREFECTURES.map((name) => [name === '北海道' ? name : name.slice(0, -1), name]));

/** The whole name of a prefecture given with or without 都, 府 or 県; undefined for anything else. */
export function prefectureNamed(text: string): string | undefined {
  if (CODES.has(text)) return text;
  const plain = squeeze(text);
  return CODES.has(plain) ? plain : SHORT.get(plain);
}

/** The prefecture with whose whole name a squeezed text begins; undefined if there is none. */
export function leadingPrefecture(plain: string): string | undefined {
  return [3, 4].map((length) => plain.slice(0, length)).find((name) => CODES.has(name));
}

/**
 * JIS X 0401 code (1 to 47) of a prefecture's name, or of the prefecture with which a text begins; undefined if there is
 * none.
 */
export function prefectureCode(text: string): number | undefined {
  if (text === '') return undefined;
  const name = prefectureNamed(text) ?? leadingPrefecture(squeeze(text));
  return name === undefined ? undefined : CODES.get(name);
}
