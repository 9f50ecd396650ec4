import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of contact holds, overrides and representatives. */
export const customerErrorsJa = {
  hold_note_missing: {
    title: '見直し日より前に留保を解く理由がありません',
    advice: '見直し日は{date}です。それより前に解くときは note に理由を書いてください。',
  },
  hold_not_yours: {
    title: 'この連絡留保を解けるのは、担当者か案件管理者だけです',
    advice: '担当者は{owner}です。担当者か案件管理者に依頼してください。',
  },
  not_protected: {
    title: 'このお客様は支援措置の対象ではありません',
    advice: 'GET /api/customers/…/protections で登録の状態を確認してください。',
  },
  research_not_allowed: {
    title: '支援措置の対象のお客様の住所は調べられません',
    advice: '届いている連絡先だけを使います。住所調査の留保は開けません。',
  },
  override_not_foreseen: {
    title: 'この案件では、この手段の拒否に例外を認めていません',
    advice: '承認済みの連絡規則で {channel} の拒否が override になっている案件だけで申請できます。',
  },
  override_exists: {
    title: 'この手段の例外はすでに申請されています',
    advice: '手段は{channel}です。一覧で状態を確認してください。',
  },
  override_decided: { title: 'この例外の判断は済んでいます', advice: '改めて申請してください。' },
  override_self: { title: '自分の申請は承認できません', advice: '申請した人とは別の承認者が判断してください。' },
  representative_may_not_decide: {
    title: 'この代理人は手続きを決められません',
    advice: '連絡先としてだけ登録されています。意向だけを記録し、決められる方の回答を待ってください。',
  },
  kept_answer_decided: {
    title: 'このお申し出は、すでに受け付けられています',
    advice: '連絡留保が解かれたときに有効になりました。変えるときは、結果の訂正を申請してください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
