import { type Language, type Text } from '../../campaigns/campaign';
import { type CarrierFindingCode, type CarrierResult } from '../../print/carrier-file';
import { type EnvelopeNote } from '../../print/envelopes';
import { type Postal, type PostalClass } from '../../print/postal-class';

export const postalClassTexts = {
  ordinary: { ja: '普通郵便', en: 'ordinary mail' },
  recorded: { ja: '特定記録', en: 'recorded (特定記録)' },
  simple_registered: { ja: '簡易書留', en: 'simple registered (簡易書留)' },
  registered: { ja: '書留', en: 'registered (書留)' },
} as const satisfies Record<PostalClass, Text>;

export const postalOptionTexts = {
  express: { ja: '速達', en: 'express' },
  noForwarding: { ja: '転送不要', en: 'do not forward' },
} as const satisfies Record<Exclude<keyof Postal, 'class'>, Text>;

/** The mark beside the address (簡易書留・転送不要); undefined for ordinary mail, which has none. */
export function postalMark({ class: of, express, noForwarding }: Postal, abroad: boolean): string | undefined {
  if (abroad) return of === 'registered' ? 'REGISTERED' : undefined;
  const names = [
    ...(of === 'ordinary' ? [] : [postalClassTexts[of].ja]),
    ...(express ? [postalOptionTexts.express.ja] : []),
    ...(noForwarding ? [postalOptionTexts.noForwarding.ja] : []),
  ];
  return names.length > 0 ? names.join('・') : undefined;
}

/** Class and options as a list, such as 簡易書留・転送不要. */
export function postalText({ class: of, express, noForwarding }: Postal, language: Language): string {
  const names = [
    postalClassTexts[of],
    ...(express ? [postalOptionTexts.express] : []),
    ...(noForwarding ? [postalOptionTexts.noForwarding] : []),
  ];
  return names.map((name) => name[language]).join(language === 'ja' ? '・' : ', ');
}

/** Why letters share an envelope, or why a customer's letters do not. */
export const envelopeNoteTexts = {
  merged_same_customer: { ja: '同梱：同じお客様', en: 'merged: same customer' },
  split_class_differs: { ja: '別封：郵便種別が異なる', en: 'split: class differs' },
  split_sheet_limit: { ja: '別封：1封の枚数上限', en: 'split: sheet limit' },
  split_on_request: { ja: '別封：担当者の指示', en: 'split: asked for by a person' },
} as const satisfies Record<EnvelopeNote, Text>;

/** What the carrier reports of a piece. */
export const carrierResultTexts = {
  delivered: { ja: 'お届け済み', en: 'delivered' },
  kept: { ja: '郵便局で保管中', en: 'kept at the post office' },
  returned: { ja: '返送', en: 'returned' },
  refused: { ja: '受取拒絶', en: 'refused by the addressee' },
} as const satisfies Record<CarrierResult, Text>;

/** What is wrong with a row of a carrier's file. */
export const carrierFindingTexts = {
  row_columns: { ja: '列の数が見出しと違います。', en: 'It has not as many columns as the header.' },
  row_undecodable: { ja: '文字コードが壊れています。', en: 'Its characters cannot be decoded.' },
  tracking_no_invalid: {
    ja: '追跡番号が11桁・12桁の数字ではありません。',
    en: 'The tracking number is not 11 or 12 digits.',
  },
  tracking_check_digit: {
    ja: '追跡番号のチェックデジットが合いません。',
    en: 'The check digit of the tracking number is wrong.',
  },
  piece_missing: { ja: '封書の番号がありません。', en: 'It names no piece.' },
  result_unknown: { ja: '結果の言葉を読み取れません。', en: 'The result is not one we know.' },
  reason_unknown: { ja: '返送の理由を読み取れません。', en: 'The reason of the return is not one we know.' },
  date_invalid: { ja: '日時を読み取れません。', en: 'The date cannot be read.' },
  row_doubled: { ja: '同じ封書または番号の行が前にあります。', en: 'An earlier row has the same piece or number.' },
  piece_unknown: { ja: 'この番号の封書は、この印刷回次にありません。', en: 'There is no such piece in the run.' },
  piece_removed: { ja: '抜き取った封書です。', en: 'The piece was taken out.' },
  piece_not_tracked: {
    ja: '普通郵便の封書です。追跡番号も配達結果もありません。',
    en: 'The piece goes by ordinary mail, which has no tracking.',
  },
  piece_not_posted: { ja: '差出しの記録がまだない封書です。', en: 'The piece is not recorded as posted.' },
  piece_has_other_number: { ja: 'この封書には別の追跡番号があります。', en: 'The piece has another tracking number.' },
  number_of_other_piece: {
    ja: 'この追跡番号は別の封書のものです。',
    en: 'The tracking number belongs to another piece.',
  },
  number_unknown: { ja: 'この追跡番号の封書はありません。', en: 'No piece has this tracking number.' },
  date_ahead: { ja: '日時が今日より後です。', en: 'The date is in the future.' },
  date_before_posting: { ja: '日時が差出しより前です。', en: 'The date is before posting.' },
  result_after_return: {
    ja: '返送・受取拒絶の後にお届け済みとなっています。',
    en: 'It says delivered after the piece came back.',
  },
  other_client: { ja: '別の委託元の封書です。', en: "The piece is another client's." },
} as const satisfies Record<CarrierFindingCode, Text>;
