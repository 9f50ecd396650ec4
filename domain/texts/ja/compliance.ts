import { type ComplianceFault } from '../../campaigns/compliance';

/** Why a contact is an exception of the daily compliance check. */
export const complianceFaultsJa: Record<ComplianceFault, string> = {
  sender_missing: '送信者が示されていない',
  opt_out_missing: '広告なのに受信拒否の方法が示されていない',
  address_missing: '広告なのに送信者の住所が示されていない',
  complaints_missing: '広告なのに苦情・問合せ先が示されていない',
  notice_invalid: '文面をつくれない',
  refused: '送信の時点で本人が拒否していた',
  consent_missing: '広告なのに同意の記録がない',
  consent_unknown_not_allowed: '同意不明では送れない手段',
  not_in_policy: '連絡規則にない手段',
  override_not_recorded: '拒否の例外が記録されていない',
  override_not_approved: '承認されていない例外による連絡',
  held: '連絡留保中だった',
  outside_hours: '連絡してよい時間の外',
  after_last_dispatch: '最終発信日の後',
  not_approved: '承認された内容ではない',
  not_in_ledger: '台帳に判断または送信の記録がない',
};

/** Output of `tsunagi audit compliance`. */
export const complianceLinesJa = {
  clean: '{day}: {contacts}件の連絡を調べました。例外はありません',
  exceptions: '{day}: {contacts}件の連絡のうち{exceptions}件に例外があります',
  exception: '  連絡 {message}（顧客 {customer}、{channel}、{step}）: {why}',
};
