import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of contact holds, overrides, representatives and new links. */
export const customerErrorsJa = {
  link_journey_closed: {
    title: 'このお客様への連絡は終了しているため、URLは再送できません',
    advice:
      '以前のURLはそのままです。お申し出の変更や取り消しは、電話で聞き取って登録してください。期限を過ぎているときは、その後のご案内をお伝えください。',
  },
  link_too_late: {
    title: '最終発信日を過ぎているため、URLは再送できません',
    advice: '以前のURLはそのままです。期限の前であれば、電話でお手続きの内容を聞き取って登録してください。',
  },
  link_held: {
    title: '連絡を留保しているお客様のため、URLは再送できません',
    advice:
      '理由: {why}。以前のURLはそのままです。留保の担当者に取り次ぎ、お客様には「担当者から改めてご連絡します」とだけお伝えください。',
  },
  link_paused: {
    title: '案件が一時停止中のため、URLは再送できません',
    advice: '以前のURLはそのままです。再開のあとでもう一度依頼するか、お急ぎの場合は案件管理者に相談してください。',
  },
  link_limit_reached: {
    title: '本日は、このお客様にこれ以上URLを再送できません',
    advice:
      '1日{limit}回までです。最後にお送りしたURLが有効です。届いていないときは、登録の連絡先が正しいかを確かめ、電話でお手続きの内容を聞き取ってください。',
  },
  link_no_channel: {
    title: 'URLをお送りできる連絡手段がありません',
    advice:
      '手段ごとの理由は次のとおりです。以前のURLはそのままです。手段を指定しているときは、指定を外すか別の手段を選んでください。どの手段も使えないときは、電話でお手続きの内容を聞き取って登録してください。聞き取った新しい連絡先へは送れません。',
  },
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
    advice: '登録の状態を確認してください。',
    hint: 'GET /api/customers/…/protections',
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
