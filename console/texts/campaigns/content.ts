import { type PolicyRule, type Wait } from '../../../domain/campaigns/campaign';
import { type SampleName } from '../../../domain/campaigns/samples';

/** Words of what customers will get: notices, plan, facts, and one customer's way through the plan. */
export const contentWords = {
  title: { ja: '文面と計画', en: 'Notices and plan' },
  version: { ja: (n: string) => `第${n}版`, en: (n: string) => `Version ${n}` },
  findings: { ja: '検査の結果', en: 'Findings' },
  noFindings: {
    ja: '誤りも注意もありません。',
    en: 'Neither errors nor warnings.',
  },
  error: { ja: '要修正', en: 'To mend' },
  warning: { ja: '注意', en: 'Warning' },
  line: { ja: (n: string) => `${n}行目`, en: (n: string) => `line ${n}` },
  notices: { ja: '文面', en: 'Notices' },
  notice: { ja: '文面を選ぶ', en: 'Notice' },
  sample: { ja: '見本のお客様', en: 'Sample customer' },
  sampleHint: { ja: '架空のお客様です。実在の個人情報は使いません。', en: 'Invented; no real customer is used.' },
  asItLeaves: { ja: 'お客様に届くとおりの内容です', en: 'As it leaves' },
  notReached: {
    ja: 'この見本のお客様にはこの手段で届きません。計画の次の手段に移ります。',
    en: 'This sample customer cannot be reached this way; the plan goes on to its next channel.',
  },
  from: { ja: '差出人', en: 'From' },
  subject: { ja: '件名', en: 'Subject' },
  openMail: { ja: 'メールの画面で見る（新しいタブ）', en: 'See it as a mail (new tab)' },
  japanese: { ja: '日本語', en: 'Japanese' },
  english: { ja: '英語', en: 'English' },
  noEnglish: { ja: '英語の文面はありません。', en: 'There is no English text.' },
  smsLength: {
    ja: (units: string, parts: string) => `${units}字・${parts}通分（70字まで1通、長文は67字ごとに1通）`,
    en: (units: string, parts: string) => `${units} characters, charged as ${parts} (one up to 70, then one each 67)`,
  },
  page: {
    ja: (no: string, of: string) => `${no} ／ ${of}ページ`,
    en: (no: string, of: string) => `Page ${no} of ${of}`,
  },
  previousPage: { ja: '前のページ', en: 'Previous page' },
  nextPage: { ja: '次のページ', en: 'Next page' },
  letterAlt: {
    ja: (no: string) => `手紙の${no}ページ目。同じ内容の文字は下にあります。`,
    en: (no: string) => `Page ${no} of the letter. Its text is below.`,
  },
  letterText: { ja: '手紙の文字', en: 'Text of the letter' },
  script: { ja: '電話で話す内容', en: 'Script of the call' },
  dates: { ja: '日付', en: 'Dates' },
  none: { ja: 'なし', en: 'none' },
  plan: { ja: '進行計画', en: 'Plan' },
  first: {
    ja: (channels: string) => `${channels}の順に、使える最初の手段で`,
    en: (channels: string) => `on the first usable of ${channels}`,
  },
  all: {
    ja: (channels: string) => `${channels}のうち使えるすべてで`,
    en: (channels: string) => `on every usable of ${channels}`,
  },
  only: { ja: (segments: string) => `対象：${segments}`, en: (segments: string) => `for ${segments}` },
  except: { ja: (segments: string) => `対象外：${segments}`, en: (segments: string) => `not for ${segments}` },
  atOnce: { ja: '前の連絡を待たずに', en: 'without waiting for the step before' },
  notBefore: {
    ja: (days: string, date: string) => `${date}の${days}日前より早くは行わない`,
    en: (days: string, date: string) => `not before ${days} days ahead of ${date}`,
  },
  attempts: {
    ja: (n: string, spacing: string) => `最大${n}回・間隔${spacing}`,
    en: (n: string, spacing: string) => `up to ${n} attempts, ${spacing} apart`,
  },
  letters: { ja: (postal: string) => `郵便は${postal}`, en: (postal: string) => `letters: ${postal}` },
  thenWaits: { ja: (wait: string) => `${wait}待つ`, en: (wait: string) => `waits ${wait}` },
  lastStep: {
    ja: '以降は期限まで待ち、手続きのない契約は「期限経過・未手続」で終わります。',
    en: 'Then it waits for the end of the period; contracts without an answer lapse.',
  },
  facts: { ja: '告知事項', en: 'Facts' },
  fact: { ja: '項目', en: 'Fact' },
  sender: { ja: '差出人', en: 'Sender' },
  address: { ja: '住所', en: 'Address' },
  phone: { ja: '電話', en: 'Phone' },
  hours: { ja: '受付時間', en: 'Hours' },
  mailFrom: { ja: 'メールの差出アドレス', en: 'Mail address' },
  site: { ja: 'Webサイト', en: 'Web site' },
  choices: { ja: 'お客様の選択肢', en: 'Choices of the customer' },
  policy: { ja: '連絡規則', en: 'Contact policy' },
  policyWhat: {
    ja: '同意の有無ごとに、その手段で連絡してよいか。載っていない手段は使いません。',
    en: 'Whether a channel may be used, by consent. Channels that are not listed are not used.',
  },
  purpose: { ja: '目的', en: 'Purpose' },
  channel: { ja: '手段', en: 'Channel' },
  consentYes: { ja: '同意あり', en: 'Consent: yes' },
  consentUnknown: { ja: '不明', en: 'unknown' },
  consentNo: { ja: '同意なし', en: 'no' },
  quiet: { ja: '連絡を控える時間帯', en: 'Quiet hours' },
  tryOne: { ja: 'お客様を試す', en: 'Try a customer' },
  tryWhat: {
    ja: '条件を入れると、そのお客様に何がいつ届き、なぜそうなるかを計画どおりに計算します。何も送りません。',
    en: 'What a customer like this would get, when and why, by the rules of the plan. Nothing is sent.',
  },
  kind: { ja: '個人・法人', en: 'Person or company' },
  age: { ja: '年齢', en: 'Age' },
  contracts: { ja: '契約数', en: 'Contracts' },
  reachable: { ja: '届く手段', en: 'Reachable by' },
  wave: { ja: '発送ロット', en: 'Wave' },
  event: { ja: '起きること', en: 'What happens' },
  eventNone: { ja: '何も起きない（返事がない）', en: 'Nothing (no answer)' },
  eventOn: { ja: '日', en: 'On' },
  eventStep: { ja: '段階', en: 'Step' },
  calculate: { ja: '計算する', en: 'Calculate' },
  result: { ja: (n: string) => `このお客様に起きること ${n}件`, en: (n: string) => `What happens: ${n} entries` },
  leftOut: { ja: '届かない段階', en: 'Steps that never come' },
} as const;

export const sampleWords: Record<SampleName, { ja: string; en: string }> = {
  plain: { ja: '一般的な個人', en: 'A usual person' },
  long_name: { ja: '長い氏名と住所', en: 'Long name and address' },
  company: { ja: '法人・契約12件', en: 'Company with 12 contracts' },
  no_mail: { ja: 'メール・携帯なし', en: 'Without mail and mobile' },
  english: { ja: '英語で連絡するお客様', en: 'Written to in English' },
};

export const policyWords: Record<PolicyRule, { ja: string; en: string }> = {
  contact: { ja: '連絡する', en: 'contact' },
  dont: { ja: '連絡しない', en: "don't" },
  override: { ja: '理由を付けて連絡する', en: 'override with reason' },
};

/** What can happen to the customer who is tried. */
export const eventWords = {
  answer: { ja: '手続きをする', en: 'answers' },
  opt_out: { ja: '連絡を断る', en: 'opts out of a channel' },
  defect: { ja: '用紙に不備がある', en: 'returns a form with a defect' },
  hold: { ja: '連絡留保になる', en: 'is put on hold' },
  address: { ja: '連絡先が変わる', en: 'changes an address' },
  bounce: { ja: 'メール・SMSが不達になる', en: 'a mail or SMS bounces' },
  undeliverable: { ja: '手紙が返ってくる', en: 'a letter comes back' },
} as const;

/** A wait in words. */
export const waitWords = {
  ja: (wait: Wait): string =>
    'days' in wait ? `${wait.days}日` : 'businessDays' in wait ? `${wait.businessDays}営業日` : `${wait.minutes}分`,
  en: (wait: Wait): string =>
    'days' in wait
      ? `${wait.days} days`
      : 'businessDays' in wait
        ? `${wait.businessDays} business days`
        : `${wait.minutes} minutes`,
};
