import { type CampaignDates, type Language, type Text } from '../campaigns/campaign';

/** What is wrong with a notice's text, and how to mend it. */
export const noticesJa = {
  template_syntax: {
    message: '文面の差し込み記号を読み取れません（{line} 行目）。',
    advice: '{{ name }} のように二重の波かっこで囲み、閉じ忘れがないか確かめてください。',
  },
  variable_unknown: {
    message: '差し込み項目「{name}」はありません。',
    advice: '使える項目: {available}',
  },
  link_missing: {
    message: 'お客様ページへのリンクがありません。',
    advice: '本文に {{ link }} を入れてください。',
  },
  opt_out_missing: {
    message: '配信停止のページへのリンクがありません。',
    advice: '本文の末尾に {{ optOutLink }} を入れてください。',
  },
  sms_too_long: {
    message: 'SMS が長すぎます（リンクを入れて約 {units} 文字、{parts} 通分）。',
    advice: '{maximum} 通分（全角 670 文字）までに縮めてください。',
  },
} as const;

export type NoticeIssue = keyof typeof noticesJa;

export const noticesEn: Record<NoticeIssue, { message: string; advice: string }> = {
  template_syntax: {
    message: 'The placeholders of the text cannot be read (line {line}).',
    advice: 'Write them as {{ name }}, in two braces, and check that each is closed.',
  },
  variable_unknown: { message: 'There is no placeholder "{name}".', advice: 'Available: {available}' },
  link_missing: { message: "The link to the customer's page is missing.", advice: 'Put {{ link }} into the body.' },
  opt_out_missing: {
    message: 'The link to stop these messages is missing.',
    advice: 'Put {{ optOutLink }} at the end of the body.',
  },
  sms_too_long: {
    message: 'The SMS is too long (about {units} signs with its links, {parts} parts).',
    advice: 'Shorten it to {maximum} parts (670 Japanese signs).',
  },
};

/** The day by which a form is due, with the rule that goes with it. */
export function formDueBy(day: string, rule: CampaignDates['applyByRule'], language: Language): string {
  if (language === 'ja') return rule === 'arrival' ? `${day}必着` : `${day}（当日消印有効）`;
  return rule === 'arrival' ? `${day} (must arrive by that day)` : `${day} (as postmarked)`;
}

/** Stands where the defects of a form are not named one by one. */
export const someDefects: Text = {
  ja: 'ご記入に、不足しているところ、または確認の必要なところがありました。',
  en: 'Something on the form is missing or needs to be checked.',
};

/** Stands for the customer's name in a call script that is only looked at. */
export const anyName: Text = { ja: '（お客様のお名前）', en: '(customer’s name)' };
