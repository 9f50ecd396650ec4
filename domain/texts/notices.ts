import { type CampaignDates, type Language, type Text } from '../campaigns/campaign';
import { type FindingText } from './catalogue';
import { betterWordsEn, wordingEn } from './en/campaigns/wording';
import { noticesEn } from './en/notices';
import { betterWordsJa, wordingJa } from './ja/campaigns/wording';
import { noticesJa } from './ja/notices';

export type NoticeIssue = keyof typeof noticesJa;

/** What is wrong with a notice's text, and how to correct it. */
export const noticeFindings = { ja: noticesJa, en: noticesEn };

/** Codes of what can be wrong with the words of a campaign. */
export type WordingCode = keyof typeof wordingJa;
/** Kinds of vague words. */
export type VagueWord = keyof typeof betterWordsJa;

/** Both languages; a code that one of them lacks is a type error. */
export const wordingFindings: Record<Language, Record<WordingCode, FindingText>> = { ja: wordingJa, en: wordingEn };

/** These may be meant; everything else would misinform a customer, and is refused. */
const WARNINGS: ReadonlySet<WordingCode> = new Set([
  'date_missing_on_channel',
  'amount_differs_by_channel',
  'weekday_missing',
  'vague_wording',
  'several_actions',
  'next_step_missing',
  'crossing_missing',
  'translation_stale',
]);

/** Whether a finding keeps a campaign from being approved. */
export const severityOf = (code: WordingCode): 'error' | 'warning' => (WARNINGS.has(code) ? 'warning' : 'error');

/** A finding in words; `better` names the kind of a vague word. */
export function wordingText(
  code: WordingCode,
  language: Language,
  values: Record<string, string>,
  better?: VagueWord,
): FindingText {
  const words = language === 'ja' ? betterWordsJa : betterWordsEn;
  const detail: Record<string, string> = better === undefined ? values : { ...values, better: words[better] };
  const { message, advice } = wordingFindings[language][code];
  return { message: fillIn(message, detail), advice: fillIn(advice, detail) };
}

/** Placeholders of notices, in two braces, stay as they are. */
const fillIn = (text: string, values: Record<string, string>): string =>
  text.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (whole, name: string) => values[name] ?? whole);

/** The day by which a form is due, with the rule (arrival or postmark). */
export function formDueBy(day: string, rule: CampaignDates['applyByRule'], language: Language): string {
  if (language === 'ja') return rule === 'arrival' ? `${day}必着` : `${day}（当日消印有効）`;
  return rule === 'arrival' ? `${day} (must arrive by that day)` : `${day} (as postmarked)`;
}

/** Used where the defects of a form are not listed. */
export const someDefects: Text = {
  ja: 'ご記入に、不足しているところ、または確認の必要なところがありました。',
  en: 'Something on the form is missing or needs to be checked.',
};

/** Stands for the link where an answer is said, not sent. */
export const noticePage: Text = {
  ja: 'お届けした案内に記載のお客様ページ',
  en: 'the customer’s page named in your notice',
};

/** How a proof is marked: in its subject or at its beginning, and what the note below the mark says. */
export const proofTexts: Record<Language, { mark: string; note: string }> = {
  ja: {
    mark: '【校正】',
    note: '確認用にお送りしています。お客様への案内ではありません。リンクからお手続きはできません。',
  },
  en: { mark: '[PROOF] ', note: 'Sent to be checked, not to a customer. Its links lead to no procedure.' },
};

/** What is left on a voicemail where a script says nothing of it: who called and the number to call, never why. */
export const standardVoicemail: Text = {
  ja: '「（担当者の氏名）と申します。改めてお電話いたします。お急ぎのときは {{ sender.phone }} へお電話ください。失礼いたします。」',
  en: '"My name is (operator’s name). I will call again. If you wish, please call {{ sender.phone }}. Thank you."',
};

/** Headings of what belongs to a script beside its text. */
export const scriptHeadings = {
  objections: { ja: '反論と返答', en: 'Objections and replies' },
  voicemail: { ja: '留守番電話', en: 'Voicemail' },
} satisfies Record<string, Text>;

/** Placeholder for the customer's name in the preview of a call script. */
export const anyName: Text = { ja: '（お客様のお名前）', en: '(customer’s name)' };
