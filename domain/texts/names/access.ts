import { type Export } from '../../privacy/exports';
import { type Requested, type Right, type Role } from '../../access/access';
import { type WhyNot } from '../../access/decisions';
import { type Stage } from '../../access/sign-in';
import { type Text } from '../../campaigns/campaign';

export const roleTexts = {
  manager: { ja: '案件管理者', en: 'manager' },
  approver: { ja: '承認者', en: 'approver' },
  client_approver: { ja: '委託元承認者', en: 'client approver' },
  operator: { ja: 'オペレーター', en: 'operator' },
  auditor: { ja: '監査人', en: 'auditor' },
  client_viewer: { ja: '委託元閲覧者', en: 'client viewer' },
  administrator: { ja: 'システム管理者', en: 'administrator' },
} as const satisfies Record<Role, Text>;

/** What a grant can allow beyond its role. */
export const rightTexts = {
  'personal.protected': { ja: '支援措置のお客様の閲覧', en: 'see customers under protection' },
  'protection.lift': { ja: '支援措置の解除', en: 'lift a protection' },
} as const satisfies Record<Right, Text>;

/** What a person signing in has still to do. */
export const signInStageTexts = {
  second_factor: { ja: '確認コードの入力', en: 'giving the code of your authenticator' },
  enrol: { ja: '認証アプリの登録', en: 'setting up an authenticator' },
  change_password: { ja: 'パスワードの変更', en: 'changing the password' },
  choose_grant: { ja: '役割の選択', en: 'choosing a role' },
  open: { ja: 'サインイン済み', en: 'signed in' },
} as const satisfies Record<Stage, Text>;

export const accountStateTexts = {
  invited: { ja: '招待中', en: 'invited' },
  active: { ja: '使用中', en: 'active' },
  closed: { ja: '停止', en: 'closed' },
} as const satisfies Record<'invited' | 'active' | 'closed', Text>;

export const apiKeyStateTexts = {
  active: { ja: '使用中', en: 'active' },
  expired: { ja: '期限切れ', en: 'expired' },
  revoked: { ja: '取消済', en: 'revoked' },
  role_ended: { ja: '役割が終了', en: 'role ended' },
} as const satisfies Record<'active' | 'expired' | 'revoked' | 'role_ended', Text>;

/** Why an account is reset or closed. */
export const accountReasonTexts = {
  forgotten: { ja: 'パスワードを忘れた', en: 'password forgotten' },
  device_lost: { ja: '認証アプリの端末の紛失・交換', en: 'device lost or replaced' },
  misuse_suspected: { ja: '不正使用のおそれ', en: 'misuse suspected' },
  left: { ja: '退職・契約終了', en: 'left' },
  moved: { ja: '異動', en: 'moved to other work' },
  other: { ja: 'その他', en: 'other' },
} as const satisfies Record<'forgotten' | 'device_lost' | 'misuse_suspected' | 'left' | 'moved' | 'other', Text>;

/** What a person requests and another approves. */
export const requestTexts = {
  correction: { ja: '結果の一括訂正', en: 'correction of outcomes' },
  erasure: { ja: '個人情報の消去', en: 'erasure of personal data' },
  export: { ja: '個人情報を含むファイルの出力', en: 'export of personal data' },
  protection_lift: { ja: '支援措置の解除', en: 'end of a protection' },
} as const satisfies Record<Requested, Text>;

/** The files of personal data that may leave, with what identifies a customer in them. */
export const exportTexts = {
  results: {
    ja: '結果データ（契約番号・結果・理由・申出日時・受付番号）',
    en: 'results: contract number, outcome, reason, time of the choice, receipt number',
  },
  codes: { ja: '確認番号の一覧（契約番号・確認番号）', en: 'list of codes: contract number, code' },
  statement: {
    ja: '完了報告書（全件照合表）の明細（契約番号付き）',
    en: 'lines of the completeness statement, with contract numbers',
  },
  addresses: {
    ja: '用紙に書かれた新しい住所（契約番号・郵便番号・住所・受付番号）',
    en: 'new addresses written on forms: contract number, postal code, address, receipt number',
  },
  accounts: {
    ja: '用紙に書かれた口座（契約番号・金融機関・口座番号・名義・受付番号）',
    en: 'bank accounts written on forms: contract number, bank, account number, holder, receipt number',
  },
} as const satisfies Record<Export, Text>;

export const requestDecisionTexts = {
  approved: { ja: '承認済', en: 'approved' },
  refused: { ja: '却下', en: 'refused' },
} as const satisfies Record<'approved' | 'refused', Text>;

/** Why the reader may not decide on something that waits. */
export const whyNotTexts = {
  own: { ja: 'ご自身の申請・作成のため、別の人が決めます', en: 'you asked for it or wrote it; another person decides' },
  role: { ja: 'この役割では決められません', en: 'another role decides' },
  gate_done: { ja: 'この承認は済んでいます', en: 'this approval has been given' },
  other_gate_is_yours: {
    ja: 'もう一方の承認をしたため、別の人が決めます',
    en: 'you gave the other approval; another person decides',
  },
} as const satisfies Record<WhyNot, Text>;
