import { type CampaignStatus, type Gate } from '../../campaigns/approval';
import { type CampaignDoc, type Step, type Text } from '../../campaigns/campaign';
import { type ContentPart, type StepChange, type StepField } from '../../campaigns/plan-diff';
import { type PlanVersionStatus } from '../../campaigns/plan-rule';
import { type RehearsalStatus } from '../../rehearsals/run';
import { type QuestionStatus } from '../../campaigns/question';

export const campaignStatusTexts = {
  draft: { ja: '下書き', en: 'draft' },
  submitted: { ja: '承認待ち', en: 'submitted' },
  approved: { ja: '承認済', en: 'approved' },
  running: { ja: '実行中', en: 'running' },
  paused: { ja: '一時停止中', en: 'paused' },
  stopped: { ja: '中止', en: 'stopped' },
  completed: { ja: '終了', en: 'completed' },
} as const satisfies Record<CampaignStatus, Text>;

/** Status of a further version of a running campaign. */
export const planVersionStatusTexts = {
  draft: campaignStatusTexts.draft,
  submitted: campaignStatusTexts.submitted,
  approved: campaignStatusTexts.approved,
  adopting: { ja: '切替中', en: 'being adopted' },
  adopted: { ja: '採用済', en: 'adopted' },
  discarded: { ja: '破棄済', en: 'discarded' },
} as const satisfies Record<PlanVersionStatus, Text>;

/** Of a question to the client. */
export const questionStatusTexts = {
  open: { ja: '回答待ち', en: 'waits for an answer' },
  answered: { ja: '回答あり（確認待ち）', en: 'answered, to be confirmed' },
  confirmed: { ja: '確認済', en: 'confirmed' },
  withdrawn: { ja: '取下げ', en: 'withdrawn' },
} as const satisfies Record<QuestionStatus, Text>;

export const rehearsalStatusTexts = {
  queued: { ja: '開始待ち', en: 'queued' },
  running: { ja: '進行中', en: 'running' },
  done: { ja: '完了', en: 'done' },
  failed: { ja: '失敗', en: 'failed' },
  cancelled: { ja: '取りやめ', en: 'cancelled' },
} as const satisfies Record<RehearsalStatus, Text>;

export const gateTexts = {
  internal: { ja: '社内承認', en: 'internal approval' },
  client: { ja: '委託元承認', en: 'client approval' },
} as const satisfies Record<Gate, Text>;

/** What a step of the plan is for; `receipt`, `defect` and `ask` are steps that answer what the customer did. */
export const stepKindTexts = {
  notice: { ja: '案内', en: 'notice' },
  reminder: { ja: '再案内', en: 'reminder' },
  call: { ja: '架電', en: 'call' },
  final: { ja: '最終案内', en: 'final notice' },
  defect: { ja: '不備案内', en: 'letter about a defect' },
  ask: { ja: '回答の確認', en: 'question which answer holds' },
  receipt: { ja: '受付の確認', en: 'confirmation of receipt' },
  other: { ja: '連絡', en: 'contact' },
} as const satisfies Record<Step['kind'] | 'defect' | 'ask' | 'receipt' | 'other', Text>;

/** How a step or notice differs from the version before. */
export const changeTexts = {
  added: { ja: '追加', en: 'added' },
  removed: { ja: '削除', en: 'removed' },
  moved: { ja: '順番の変更', en: 'moved' },
  changed: { ja: '変更', en: 'changed' },
} as const satisfies Record<StepChange['change'], Text>;

/** Parts of a step that can differ. */
export const stepFieldTexts = {
  kind: { ja: '種類', en: 'kind' },
  purpose: { ja: '目的', en: 'purpose' },
  channels: { ja: '手段', en: 'channels' },
  segments: { ja: '区分', en: 'segments' },
  notice: { ja: '文面', en: 'notice' },
  call: { ja: '架電の回数・間隔', en: 'attempts and spacing of calls' },
  postal: { ja: '郵便種別', en: 'postal class' },
  at: { ja: '日', en: 'day' },
  wait: { ja: '待つ日数', en: 'wait' },
} as const satisfies Record<StepField, Text>;

export const campaignDateTexts = {
  firstDispatch: { ja: '初回発信日', en: 'first dispatch' },
  lastDispatch: { ja: '最終発信日', en: 'last dispatch' },
  applyBy: { ja: '申込期限', en: 'apply by' },
  applyByRule: { ja: '申込期限の数え方', en: 'how apply-by counts' },
  endOfService: { ja: 'サービス終了日', en: 'end of service' },
  graceUntil: { ja: '救済期限', en: 'grace until' },
  claimsUntil: { ja: '申出期限', en: 'claims until' },
} as const satisfies Record<keyof CampaignDoc['dates'], Text>;

/** How paper counts at the apply-by date. */
export const applyByRuleTexts = {
  arrival: { ja: '必着', en: 'must arrive' },
  postmark: { ja: '消印有効', en: 'postmark counts' },
} as const satisfies Record<CampaignDoc['dates']['applyByRule'], Text>;

/** Parts of a campaign's contents besides steps, notices and dates. */
export const contentPartTexts = {
  zone: { ja: '時間帯の地域', en: 'time zone' },
  columns: { ja: '取り込み列', en: 'columns of the audience file' },
  name: { ja: '案件名', en: 'name' },
  service: { ja: 'サービス名', en: 'service' },
  sender: { ja: '差出人', en: 'sender' },
  facts: { ja: '告知事項', en: 'facts' },
  choices: { ja: '選択肢', en: 'choices' },
  faq: { ja: 'よくある質問と回答', en: 'questions and answers' },
  inquiries: { ja: '問い合わせの扱い', en: 'how inquiries are dealt with' },
  calendar: { ja: '営業日', en: 'business calendar' },
  quietHours: { ja: '発信しない時間帯', en: 'quiet hours' },
  policy: { ja: '連絡規則', en: 'contact policy' },
  segments: { ja: '区分', en: 'segments' },
  waves: { ja: '発送ロット', en: 'waves' },
  post: { ja: '郵便の送り方', en: 'how letters are sent' },
  form: { ja: '返送用紙で求めるもの', en: 'what the form asks for' },
  authority: { ja: '相続・後見・清算の確認書類', en: 'documents that prove who acts' },
  retention: { ja: '保存期間', en: 'retention' },
  brand: { ja: '見た目（ロゴ・色・書体）', en: 'brand (logo, colour, typeface)' },
  onDefect: { ja: '不備のときの手順', en: 'what follows a defect' },
  onUndeliverable: { ja: '不着のときの手順', en: 'what follows an undeliverable letter' },
  onBounce: { ja: '不達のときの手順', en: 'what follows a bounce' },
  onAddressChange: { ja: '住所変更のときの手順', en: 'what follows a change of address' },
} as const satisfies Record<ContentPart, Text>;

/** Letters that the print shop is asked to remove before posting. */
export const recallStatusTexts = {
  asked: { ja: '抜取依頼中', en: 'asked' },
  differs: { ja: '依頼と不一致', en: 'differs' },
  answered: { ja: '抜取の結果あり', en: 'answered' },
} as const satisfies Record<'asked' | 'differs' | 'answered', Text>;
