import { type Language, type Text } from '../campaigns/campaign';

/** What the commands for accounts and API keys say; `{name}` is filled from their values. */
const lines = {
  created: { ja: 'アカウント{person}（{login}）を作りました。', en: 'Account {person} ({login}) is made.' },
  code: {
    ja: 'パスワードを決めるための一回限りのコード: {code}\n期限は{expiresAt}です。ログイン名とは別の経路で本人に伝えてください。もう一度は表示しません。',
    en: 'One-time code to set a password: {code}\nIt holds until {expiresAt}. Tell it to the person apart from the login; it is shown this once.',
  },
  granted: { ja: 'アカウント{person}に役割{role}を与えました。', en: 'Account {person} has the role {role} now.' },
  reset: {
    ja: 'アカウント{person}のサインインをすべて終わらせました。',
    en: 'All sessions of account {person} have ended.',
  },
  unlocked: { ja: 'アカウント{person}のロックを解きました。', en: 'Account {person} may try again.' },
  keyCreated: {
    ja: 'APIキー{id}: {key}\n期限は{expiresAt}です。もう一度は表示しません。',
    en: 'API key {id}: {key}\nIt holds until {expiresAt} and is shown this once.',
  },
  keyLine: {
    ja: '{id}  {prefix}…  {role}  {client}  {name}  期限 {expiresAt}  最終使用 {lastUsedAt}',
    en: '{id}  {prefix}…  {role}  {client}  {name}  until {expiresAt}  last used {lastUsedAt}',
  },
  keyEnded: {
    ja: '{id}  {prefix}…  {role}  {client}  {name}  終了',
    en: '{id}  {prefix}…  {role}  {client}  {name}  ended',
  },
  keyRevoked: { ja: 'APIキー{id}を取り消しました。', en: 'API key {id} is revoked.' },
} as const satisfies Record<string, Text>;

export type AccessLine = keyof typeof lines;

/** One line in one language. */
export function accessLine(
  language: Language,
  line: AccessLine,
  values: Record<string, string | number | boolean | null>,
): string {
  return lines[line][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '-'));
}
