import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors that customers see on their pages. */
export const customerPageErrorsJa = {
  link_invalid: {
    title: 'このURLは使えません',
    advice: 'URLの有効期限が切れたか、途中までしか開かれていません。お手元のご案内の電話番号へご連絡ください。',
  },
  factor_wrong: { title: 'ご登録の内容と一致しません', advice: 'もう一度入力してください。' },
  factor_locked: {
    title: '入力の誤りが続いたため、しばらく使えません',
    advice: '時間をおいてやり直すか、お電話でお問い合わせください。',
  },
  page_session_expired: {
    title: '時間が経ったため、本人確認からやり直してください',
    advice: 'ご案内のURLをもう一度開いてください。',
  },
  answer_already_given: {
    title: 'お申し込みは受け付け済みです',
    advice: '変更するときは受付の画面から行ってください。',
  },
  answer_too_late: {
    title: 'お手続きの期限を過ぎています',
    advice:
      '期限を過ぎているため、電話でも受け付けられません。期限を過ぎたことをお客様にお伝えし、案件管理者に相談してください。',
  },
  answer_incomplete: { title: '選ばれていない契約があります', advice: 'すべての契約について選んでください。' },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
