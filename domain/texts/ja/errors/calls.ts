import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of the call desk. */
export const callErrorsJa = {
  call_task_done: { title: 'この架電は終わっています', advice: '結果は{result}です。次の架電に進んでください。' },
  call_task_taken: {
    title: 'ほかの担当者が架電中です',
    advice: '{until}までほかの担当者に割り当てられています。次の架電に進んでください。',
  },
  call_not_now: {
    title: 'いまは電話をかけられません',
    advice: '理由は下に示します。架電は残っています。電話をかけずに次の架電に進んでください。',
  },
  call_not_possible: {
    title: 'この電話はもうかけられません',
    advice: '理由は下に示します。架電を終わらせました。電話をかけずに次の架電に進んでください。',
  },
  call_lease_lost: {
    title: 'この架電の担当ではありません',
    advice: '時間切れでほかの担当者に移ったか、まだ割り当てを受けていません。もう一度割り当てを受けてください。',
  },
  call_callback_unfit: {
    title: '折り返しの日時を受け付けられません',
    advice: '架電してよい時間内で、今より後、最終発信日までの日時にしてください（理由: {reason}）。',
  },
  caller_not_identified: {
    title: 'ご本人の確認ができませんでした',
    advice:
      'お聞きした内容は、登録と一致しませんでした。どの項目が違うかは、お客様にお伝えしないでください。本日はあと{left}回確認できます。',
  },
  caller_locked: {
    title: '本日は電話でのご本人の確認ができません',
    advice:
      '確認できなかった回数が3回になりました。本日は電話ではお手続きを受け付けられません。郵送のご案内をお送りするとお伝えください。',
  },
  identity_insufficient: {
    title: 'ご本人の確認に使える項目が足りません',
    advice:
      '登録のある項目を2つ以上お聞きください。この確認は回数に数えません。ほかの項目（契約番号、生年月日、お名前のフリガナなど）でもう一度確認してください。',
  },
  callback_not_promised: {
    title: 'お約束した折り返しの電話ではありません',
    advice:
      '登録の番号への折り返しで本人と確認できるのは、お客様とお約束した電話だけです。2つの項目をお聞きして確認してください。',
  },
  nothing_to_take_back: {
    title: '取り消すお申し出がありません',
    advice: '取り消しを求められた契約には、いま有効なお申し出がありません。契約を確認してください。',
  },
  representative_unknown: {
    title: '代理人が登録されていません',
    advice: 'お手続きを決められる代理人であることを証明書類で確かめ、代理人を登録してから受け付けてください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
