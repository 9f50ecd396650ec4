import { type Text } from '../campaigns/campaign';

/** What a part of the command line should have been. */
export const unreadTexts = {
  key: {
    ja: '使える項目: age, kind, prefecture, product, contracts, contract, has, no, bad, consent.手段, consent.手段.offer, id, hold, representative',
    en: 'use age, kind, prefecture, product, contracts, contract, has, no, bad, consent.CHANNEL, consent.CHANNEL.offer, id, hold, representative',
  },
  kind: { ja: 'kind=person か kind=company と書いてください', en: 'write kind=person or kind=company' },
  age: { ja: '満年齢を書いてください(例 age=80)', en: 'write full years, such as age=80' },
  prefecture: { ja: '1から47、または都道府県名を書いてください', en: 'write 1 to 47 (JIS X 0401)' },
  channels: { ja: 'mail, sms, post, phone を + でつないでください', en: 'join mail, sms, post, phone by +' },
  consent: {
    ja: 'consent.mail=no のように yes, no, unknown で書いてください',
    en: 'write yes, no or unknown, as in consent.mail=no',
  },
  count: { ja: '数を書いてください', en: 'write a number' },
  wave: { ja: '発送ロットの id を書いてください: {waves}', en: 'write the id of a wave: {waves}' },
  event: {
    ja: 'bounce@ステップ, undeliverable.理由@ステップ, answer@日付, defect@日付, optout.手段@日付, address.手段@日付, hold@日付, hold.理由@日付, release@日付, representative.手段@日付 のどれかを書いてください',
    en: 'write bounce@STEP, undeliverable.REASON@STEP, answer@DAY, defect@DAY, optout.CHANNEL@DAY, address.CHANNEL@DAY, hold@DAY, hold.REASON@DAY, release@DAY or representative.CHANNEL@DAY',
  },
  return_reason: {
    ja: '返戻の理由は unknown, moved, incomplete, refused, unclaimed, postage, other のどれかです',
    en: 'the reason of a return is unknown, moved, incomplete, refused, unclaimed, postage or other',
  },
  hold: { ja: 'hold=lawyer のように留保の理由を書いてください', en: 'write the reason, as in hold=lawyer' },
  pause: {
    ja: '使える項目: from(必須), until, channel, notice, prefecture, extend=yes, fallthrough=yes(例 channel=post,from=2027-02-10,until=2027-03-01)',
    en: 'use from (needed), until, channel, notice, prefecture, extend=yes, fallthrough=yes, as in channel=post,from=2027-02-10,until=2027-03-01',
  },
  notice: { ja: 'notices にある文面の名前を書いてください', en: 'write a key of notices' },
  step: { ja: 'この案件にあるステップの id を書いてください: {steps}', en: 'write the id of a step: {steps}' },
  day: {
    ja: '2027-03-01 か 2027-03-01T18:30 のように書いてください',
    en: 'write it like 2027-03-01 or 2027-03-01T18:30',
  },
} satisfies Record<string, Text>;
