import { type CampaignDates, type Language, type Text } from '../campaigns/campaign';
import { noticesEn } from './en/notices';
import { noticesJa } from './ja/notices';

export type NoticeIssue = keyof typeof noticesJa;

/** What is wrong with a notice's text, and how to correct it. */
export const noticeFindings = { ja: noticesJa, en: noticesEn };

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

/** Placeholder for the customer's name in the preview of a call script. */
export const anyName: Text = { ja: '（お客様のお名前）', en: '(customer’s name)' };
