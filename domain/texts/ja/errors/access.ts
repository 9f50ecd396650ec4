import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of signing in, accounts and API keys. None reveals whether an account exists or is locked. */
export const accessErrorsJa = {
  sign_in_failed: {
    title: 'サインインできません',
    advice:
      '入力を確かめてください。続けて間違えると、しばらくの間は正しくても受け付けません。お困りのときはシステム管理者に連絡してください。',
  },
  sign_in_unfinished: {
    title: 'サインインが終わっていません',
    advice: '次の手順（{stage}）を済ませてください。',
    hint: 'GET /api/session で確かめられる',
  },
  second_factor_wrong: {
    title: '確認コードが違います',
    advice: '新しく表示されたコードを入力してください。同じコードは一度しか使えません。',
  },
  password_wrong: { title: '今のパスワードが違います', advice: '今お使いのパスワードを入力してください。' },
  fresh_code_needed: {
    title: 'この操作には、あらためて確認コードが必要です',
    advice: '認証アプリに今表示されているコードを入力してから、もう一度操作してください。',
    hint: 'POST /api/session/second-factor',
  },
  session_needed: {
    title: 'この操作はAPIキーではできません',
    advice: 'ご本人がサインインし、確認コードを入力してから操作してください。何も変更していません。',
  },
  csrf_refused: {
    title: 'この画面からの操作と確認できません',
    advice: '画面を開き直してから、もう一度操作してください。',
    hint: 'GET /api/session の csrf の値を X-CSRF-Token に付ける',
  },
  login_taken: { title: 'このログイン名は使われています', advice: '別のログイン名を指定してください。' },
  grant_exists: {
    title: 'この役割はすでに与えられています',
    advice: '範囲を変えるときは、先に今の役割を終わらせてください。',
  },
  own_account: { title: '自分自身のアカウントにはできません', advice: '別のシステム管理者に依頼してください。' },
  key_too_wide: {
    title: 'APIキーに、自分より広い権限は与えられません',
    advice: '自分の役割・案件・操作の範囲の中で指定してください（{what}）。',
  },
  oidc_refused: {
    title: '認証サービスによるサインインができません',
    advice:
      '初めてのときは、先にパスワードでサインインし、認証アプリを登録してください。済んでいれば、もう一度最初からサインインしてください。続くときはシステム管理者に連絡してください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
