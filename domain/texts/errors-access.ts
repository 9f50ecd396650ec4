import { type ErrorText } from './errors-ja';

type AccessCode =
  | 'sign_in_failed'
  | 'sign_in_unfinished'
  | 'second_factor_wrong'
  | 'password_wrong'
  | 'fresh_code_needed'
  | 'csrf_refused'
  | 'login_taken'
  | 'grant_exists'
  | 'own_account'
  | 'key_too_wide'
  | 'oidc_refused';

/** Errors of signing in, of accounts and of API keys. None tells whether an account exists or is locked. */
export const accessErrorsJa: Record<AccessCode, ErrorText> = {
  sign_in_failed: {
    title: 'サインインできません',
    advice:
      '入力を確かめてください。続けて間違えると、しばらくの間は正しくても受け付けません。お困りのときはシステム管理者に連絡してください。',
  },
  sign_in_unfinished: {
    title: 'サインインが終わっていません',
    advice: '次の手順（{stage}）を済ませてください。GET /api/session で確かめられます。',
  },
  second_factor_wrong: {
    title: '確認コードが違います',
    advice: '新しく表示されたコードを入力してください。同じコードは一度しか使えません。',
  },
  password_wrong: { title: '今のパスワードが違います', advice: '今お使いのパスワードを入力してください。' },
  fresh_code_needed: {
    title: 'この操作には、あらためて確認コードが必要です',
    advice: '認証アプリのコードを POST /api/session/second-factor に送ってから、もう一度操作してください。',
  },
  csrf_refused: {
    title: 'この画面からの操作と確認できません',
    advice: '画面を開き直し、X-CSRF-Token に GET /api/session の csrf の値を付けて送ってください。',
  },
  login_taken: { title: 'このログイン名は使われています', advice: '別のログイン名を指定してください。' },
  grant_exists: {
    title: 'この役割はすでに与えられています',
    advice: '範囲を変えるときは、先に今の役割を終わらせてください。',
  },
  own_account: {
    title: '自分自身のアカウントにはできません',
    advice: '別のシステム管理者に依頼してください。',
  },
  key_too_wide: {
    title: 'APIキーに、自分より広い権限は与えられません',
    advice: '自分の役割・案件・操作の範囲の中で指定してください（{what}）。',
  },
  oidc_refused: {
    title: '認証サービスによるサインインができません',
    advice: 'もう一度最初からサインインしてください。続くときはシステム管理者に連絡してください。',
  },
};

export const accessErrorsEn: Record<AccessCode, ErrorText> = {
  sign_in_failed: {
    title: 'Signing in did not work',
    advice:
      'Check what you entered. After several wrong tries even the right one is refused for a while. If you are stuck, ask an administrator.',
  },
  sign_in_unfinished: {
    title: 'You have not finished signing in',
    advice: 'Next: {stage}. GET /api/session tells where you are.',
  },
  second_factor_wrong: {
    title: 'The code is wrong',
    advice: 'Enter the code that is shown now. Each code works once.',
  },
  password_wrong: { title: 'The present password is wrong', advice: 'Enter the password you use now.' },
  fresh_code_needed: {
    title: 'This needs your code once more',
    advice: 'Send a code of your authenticator to POST /api/session/second-factor, then try again.',
  },
  csrf_refused: {
    title: 'This does not come from our own pages',
    advice: 'Open the page again and send the csrf value of GET /api/session as X-CSRF-Token.',
  },
  login_taken: { title: 'This login is taken', advice: 'Choose another one.' },
  grant_exists: {
    title: 'This role has been given already',
    advice: 'End the present one first to change its limits.',
  },
  own_account: { title: 'Not on your own account', advice: 'Ask another administrator.' },
  key_too_wide: {
    title: 'A key cannot do more than you can',
    advice: 'Stay within your own role, campaigns and actions ({what}).',
  },
  oidc_refused: {
    title: 'Signing in through the identity provider did not work',
    advice: 'Start again. If it goes on, ask an administrator.',
  },
};
