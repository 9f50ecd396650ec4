import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of pauses, of stopping one customer and of corrections. */
export const journeyErrorsJa = {
  pause_scope_unknown: {
    title: '一時停止の範囲に、この案件にないものが含まれています',
    advice: '{what} を確かめてください。文面の名前・版・対象者は、案件の画面にあるものを指定してください。',
  },
  pause_until_past: {
    title: '一時停止の終わりが過去の日時です',
    advice: '今より後の日時を指定するか、until を null にして人が終えるまで止めてください。',
  },
  print_run_not_handed_over: {
    title: 'この印刷回次はまだ印刷会社に渡していません',
    advice: '引渡しの後で、差出票を登録してください。',
  },
  print_run_handed_over: {
    title: 'この印刷回次はもう印刷会社に渡しています',
    advice: '封筒を分けられるのは引渡しの前だけです。止めるときは、範囲を決めて一時停止し、抜取を依頼してください。',
  },
  envelope_not_shared: { title: 'この封筒の手紙は1通だけです', advice: '分けるものはありません。' },
  posting_day_wrong: {
    title: '差出日が範囲の外です',
    advice: '引渡しの日（{first}）から今日（{last}）までの日付にしてください。',
  },
  waves_all_begun: {
    title: 'これから始まる発送ロットはありません',
    advice:
      '未開始のロットに属する対象者がいないため、計画し直せるものはありません。進み具合は「停止・再開・訂正」で確かめられます。',
  },
  segment_unknown: {
    title: 'この案件にない区分が指定されています',
    advice: '「{segment}」はありません。案件ファイルの segments にある名前で指定してください（使える区分：{known}）。',
  },
  trial_too_large: {
    title: '試行ロットが大きすぎます',
    advice: '試行 {size} 人に対し、対象は {customers} 人です。対象より少ない人数にしてください。',
  },
  trial_unmeasured: {
    title: '試行ロットの結果がまだ十分に出ていません',
    advice:
      '判断できる対象者は {customers} 人のうち {observed} 人です。結果が出るのを待つか、待たずに続行する理由を書き、early を true にしてください。',
  },
  pause_over: {
    title: 'この一時停止は終わっています',
    advice: '抜取を依頼するには、範囲を決めて新しく一時停止してください。',
  },
  journey_closed: {
    title: 'このお客様への連絡は終了しています',
    advice: '送るものはもうありません。結果に誤りがあるときは、結果の訂正を申請してください。',
  },
  correction_not_possible: {
    title: 'この訂正はできません',
    advice: '理由: {why}。内容を確かめて、もう一度申請してください。',
  },
  correction_open: {
    title: 'この契約には、確認を待っている訂正があります',
    advice: '先に、その訂正（{correction}）を確認または却下してください。',
  },
  correction_decided: { title: 'この訂正は処理済みです', advice: '状態は{status}です。' },
  correction_self: {
    title: '申請した本人は確認できません',
    advice: '申請した人とは別の、承認者または案件管理者が確認してください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
