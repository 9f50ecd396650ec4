import { type Text } from '../campaigns/campaign';
import { type ComplianceFault } from '../campaigns/compliance';

/** Why a contact is an exception of the daily run. */
export const complianceTexts: Record<ComplianceFault, Text> = {
  sender_missing: { ja: '送信者が示されていない', en: 'the sender is not shown' },
  opt_out_missing: { ja: '広告なのに受信拒否の方法が示されていない', en: 'an advert without a way to refuse' },
  address_missing: { ja: '広告なのに送信者の住所が示されていない', en: 'an advert without a postal address' },
  complaints_missing: {
    ja: '広告なのに苦情・問合せ先が示されていない',
    en: 'an advert without a contact for complaints',
  },
  notice_invalid: { ja: '文面をつくれない', en: 'the text cannot be made' },
  refused: { ja: '送信の時点で本人が拒否していた', en: 'the customer had refused when it left' },
  consent_missing: { ja: '広告なのに同意の記録がない', en: 'an advert without a recorded consent' },
  consent_unknown_not_allowed: { ja: '同意不明では送れない手段', en: 'unknown consent does not allow this channel' },
  not_in_policy: { ja: '連絡規則にない手段', en: 'not in the contact policy' },
  override_not_recorded: { ja: '拒否の例外が記録されていない', en: 'the override is not recorded' },
  override_not_approved: { ja: '承認されていない例外による連絡', en: 'rests on an override that nobody approved' },
  held: { ja: '連絡留保中だった', en: 'the customer was on hold' },
  outside_hours: { ja: '連絡してよい時間の外', en: 'outside the hours' },
  after_last_dispatch: { ja: '最終発信日の後', en: 'after the last dispatch' },
  not_approved: { ja: '承認された内容ではない', en: 'not of contents that both gates approved' },
  not_in_ledger: { ja: '台帳に判断または送信の記録がない', en: 'the ledger lacks its decision or its hand-over' },
};

/** What `tsunagi audit compliance` says; `{name}` is filled in. */
export const complianceLines = {
  clean: {
    ja: '{day}: {contacts}件の連絡を調べました。例外はありません',
    en: '{day}: {contacts} contacts, no exception',
  },
  exceptions: {
    ja: '{day}: {contacts}件の連絡のうち{exceptions}件に例外があります',
    en: '{day}: {exceptions} of {contacts} contacts are exceptions',
  },
  exception: {
    ja: '  連絡 {message}（顧客 {customer}、{channel}、{step}）: {why}',
    en: '  message {message} (customer {customer}, {channel}, {step}): {why}',
  },
} as const satisfies Record<string, Text>;
