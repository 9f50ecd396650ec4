import { type Language } from '../../domain/campaigns/campaign';

const ja = {
  title: '確認コード（担当者のスマートフォンの代役）',
  about:
    '実際には各自の認証アプリが示す番号です。コードは30秒ごとに変わり、一つのコードでサインインできるのは一回です。',
  person: '担当者',
  roles: '役割',
  separator: '、',
  login: 'ログインID',
  password: 'パスワード',
  code: '確認コード',
  left: '切り替わりまで{n}秒',
  console: 'コンソールを開く',
  empty: 'アカウントの準備中です。',
};

const en: typeof ja = {
  title: 'Authenticator codes (stand-in for the phones of the staff)',
  about: 'In reality each person’s authenticator app shows the code. It changes every 30 seconds and signs in once.',
  person: 'Person',
  roles: 'Roles',
  separator: ', ',
  login: 'Login',
  password: 'Password',
  code: 'Code',
  left: 'Changes in {n} s',
  console: 'Open the console',
  empty: 'The accounts are being prepared.',
};

export const pageText = (language: Language): typeof ja => (language === 'en' ? en : ja);
