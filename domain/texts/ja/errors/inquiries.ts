import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of the inquiry desk. */
export const inquiryErrorsJa = {
  inquiry_wrong_state: {
    title: 'この問い合わせは、いまその操作ができない状態です',
    advice: '状態は{status}です。ほかの担当者が先に処理した可能性があります。開き直して確認してください。',
  },
  inquiry_customer_unknown: {
    title: 'この案件のお客様と結び付いていないため、送れません',
    advice: '検索でお客様を確かめて結び付けてください。お電話での回答は、そのまま記録できます。',
  },
  inquiry_customer_known: {
    title: 'この問い合わせは、すでに別のお客様と結び付いています',
    advice:
      '返信元やURLなど、確かな手がかりで結び付いた問い合わせは変えられません。新しい問い合わせとして登録してください。',
  },
  inquiry_customer_held: {
    title: '連絡を留保しているお客様のため、送れません',
    advice: '理由: {why}。留保の担当者に引き継ぐか、お電話中であれば電話での回答として記録してください。',
  },
  inquiry_no_channel: {
    title: '回答をお送りできる連絡手段がありません',
    advice:
      '手段ごとの理由は次のとおりです。別の手段を選ぶか、電話での回答として記録してください。聞き取った新しい連絡先へは送れません。',
  },
  inquiry_sms_too_long: {
    title: '回答が長く、SMSでは送れません',
    advice: '{parts}通分の長さです（上限{maximum}通分）。メールか手紙で送ってください。',
  },
  inquiry_free_text: {
    title: 'この案件では、承認済みの回答だけを使えます',
    advice: '回答の一覧から選ぶか、委託元へ引き継いでください。',
  },
  inquiry_own_draft: {
    title: '自分が書いた回答は、自分では送れません',
    advice: '別の担当者に内容を確認してもらい、送信を依頼してください。',
  },
  inquiry_reason_missing: {
    title: '問い合わせの理由が選ばれていません',
    advice: '理由を選んでから完了にしてください。件数の集計に使います。',
  },
  complaint_not_notified: {
    title: 'この苦情は、まだ委託元に連絡されていません',
    advice: '窓口からの連絡のあとに、もう一度お試しください。',
  },
  complaint_not_completed: {
    title: '苦情の記録が完了していません',
    advice: '対応と再発防止を記入して完了にしてから、問い合わせを閉じてください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
