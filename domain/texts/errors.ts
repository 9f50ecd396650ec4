import { type Language } from '../campaigns/campaign';
import { type ErrorCode } from '../errors';
import { errorsEn } from './errors-en';
import { errorsJa, type ErrorText } from './errors-ja';

const words: Record<string, Record<Language, string>> = {
  draft: { ja: '下書き', en: 'a draft' },
  submitted: { ja: '承認待ち', en: 'submitted' },
  approved: { ja: '承認済', en: 'approved' },
  running: { ja: '実行中', en: 'running' },
  paused: { ja: '一時停止中', en: 'paused' },
  stopped: { ja: '中止', en: 'stopped' },
  completed: { ja: '終了', en: 'completed' },
  accepted: { ja: '受理', en: 'accepted' },
  defect: { ja: '不備', en: 'a form with a defect' },
  undeliverable: { ja: '不着', en: 'undeliverable' },
  applying: { ja: '反映中', en: 'being applied' },
  applied: { ja: '反映済', en: 'applied' },
  discarded: { ja: '破棄済', en: 'discarded' },
  adopting: { ja: '切替中', en: 'being adopted' },
  adopted: { ja: '採用済', en: 'adopted' },
  internal: { ja: '社内承認(internal)', en: 'internal approval' },
  client: { ja: '委託元承認(client)', en: 'client approval' },
  manager: { ja: '案件管理者(manager)', en: 'manager' },
  approver: { ja: '承認者(approver)', en: 'approver' },
  client_approver: { ja: '委託元承認者(client_approver)', en: 'client approver' },
  operator: { ja: 'オペレーター(operator)', en: 'operator' },
  auditor: { ja: '監査人(auditor)', en: 'auditor' },
  client_viewer: { ja: '委託元閲覧者(client_viewer)', en: 'client viewer' },
  administrator: { ja: 'システム管理者(administrator)', en: 'administrator' },
  second_factor: { ja: '確認コードの入力(second_factor)', en: 'giving the code of your authenticator' },
  enrol: { ja: '認証アプリの登録(enrol)', en: 'setting up an authenticator' },
  change_password: { ja: 'パスワードの変更(change_password)', en: 'changing the password' },
  choose_grant: { ja: '役割の選択(choose_grant)', en: 'choosing a role' },
};
const translated = new Set(['status', 'allowed', 'gates', 'role', 'needs', 'stage']);

/** Title and advice of a code in one language, `{name}` filled from `detail`; code lists (comma) become words. */
export function errorText(
  code: ErrorCode,
  language: Language,
  detail: Record<string, string | number> = {},
): ErrorText {
  const text = (language === 'ja' ? errorsJa : errorsEn)[code];
  const advice = text.advice.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = detail[name];
    if (value === undefined) return '?';
    return translated.has(name) ? wordsOf(String(value), language) : String(value);
  });
  return { title: text.title, advice };
}

function wordsOf(codes: string, language: Language): string {
  const parts = codes.split(',').map((code) => words[code]?.[language] ?? code);
  return parts.join(language === 'ja' ? '・' : ', ');
}
