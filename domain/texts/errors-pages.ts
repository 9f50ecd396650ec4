import { type ErrorText } from './errors-ja';

type PageCode =
  | 'link_invalid'
  | 'factor_wrong'
  | 'factor_locked'
  | 'page_session_expired'
  | 'answer_already_given'
  | 'answer_too_late'
  | 'answer_incomplete';

/** Errors that customers see on their pages. */
export const pageErrorsJa: Record<PageCode, ErrorText> = {
  link_invalid: {
    title: 'このリンクは使えません',
    advice: 'リンクの期限が切れたか、アドレスが途中で切れています。お手元のご案内の電話番号へご連絡ください。',
  },
  factor_wrong: { title: 'ご登録の内容と一致しません', advice: 'もう一度入力してください。' },
  factor_locked: {
    title: '入力の誤りが続いたため、しばらく使えません',
    advice: '時間をおいてやり直すか、お電話でお問い合わせください。',
  },
  page_session_expired: {
    title: '時間が経ったため、本人確認からやり直してください',
    advice: 'ご案内のリンクをもう一度開いてください。',
  },
  answer_already_given: {
    title: 'お申し込みは受け付け済みです',
    advice: '変更するときは受付の画面から行ってください。',
  },
  answer_too_late: { title: 'お手続きの期限を過ぎています', advice: 'お電話でお問い合わせください。' },
  answer_incomplete: { title: '選ばれていない契約があります', advice: 'すべての契約について選んでください。' },
};

export const pageErrorsEn: Record<PageCode, ErrorText> = {
  link_invalid: {
    title: 'This link does not work',
    advice: 'It has expired or is cut off. Please call the number in your notice.',
  },
  factor_wrong: { title: 'This does not match our records', advice: 'Please try again.' },
  factor_locked: { title: 'Too many wrong entries', advice: 'Try again later or call us.' },
  page_session_expired: {
    title: 'Please confirm again who you are',
    advice: 'Some time has passed. Open the link in your notice again.',
  },
  answer_already_given: { title: 'We have your answer already', advice: 'Change it from the page of your receipt.' },
  answer_too_late: { title: 'The deadline has passed', advice: 'Please call us.' },
  answer_incomplete: { title: 'A contract has no choice yet', advice: 'Choose for each contract.' },
};
