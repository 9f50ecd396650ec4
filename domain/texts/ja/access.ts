import { type Requested } from '../../access/access';
import { type DecisionKind } from '../../access/decisions';
import { type PasswordProblem } from '../../access/sign-in';

/** What is wrong with a new password. */
export const passwordsJa: Record<PasswordProblem, string> = {
  too_short: 'パスワードは{min}文字以上にしてください。文字の種類は問いません。',
  too_long: 'パスワードは{max}文字までにしてください。',
  too_common: '推測されやすいパスワードです。つながりのない言葉をいくつか並べるなど、別のものにしてください。',
  holds_login: 'パスワードにログイン名を含めないでください。',
};

/** Output of the commands for accounts and API keys. */
export const accessLinesJa = {
  created: 'アカウント{person}（{login}）を作りました。',
  code: 'パスワードを決めるための一回限りのコード: {code}\n期限は{expiresAt}です。ログイン名とは別の経路で本人に伝えてください。もう一度は表示しません。',
  granted: 'アカウント{person}に役割{role}を与えました。',
  reset: 'アカウント{person}のサインインをすべて終わらせました。',
  keysEnded:
    'アカウント{person}の確認コードの登録を消し、APIキー{keysEnded}件を取り消しました。そのキーを使うプログラムは止まります。必要なら作り直してください。',
  keysStay:
    'APIキーはそのまま使えます。悪用のおそれがあるときは --second-factor を付けるか、tsunagi api-key revoke で取り消してください。',
  unlocked: 'アカウント{person}のロックを解きました。',
  keyCreated: 'APIキー{id}: {key}\n期限は{expiresAt}です。もう一度は表示しません。',
  keyLine: '{id}  {prefix}…  {role}  {client}  {name}  期限 {expiresAt}  最終使用 {lastUsedAt}',
  keyEnded: '{id}  {prefix}…  {role}  {client}  {name}  終了',
  keyRevoked: 'APIキー{id}を取り消しました。',
};

/** What waits for a decision. */
export const decisionsJa = {
  campaign: '案件の開始の承認',
  plan_version: '計画の新しい版の承認',
  correction: '結果の訂正の確認',
  override: '拒否の例外の承認',
  client_file: '異動データの反映',
  statement: '全件照合表の署名',
  question: '委託元への質問（QA票）',
  authority: '相続・後見・清算の確認書類の判断',
  'request.correction': '結果の一括訂正の承認',
  'request.erasure': '個人情報の消去の承認',
  'request.export': '個人情報を含むファイルの出力の承認',
  'request.protection_lift': '支援措置の解除の承認',
} as const satisfies Record<Exclude<DecisionKind, 'request'> | `request.${Requested}`, string>;
