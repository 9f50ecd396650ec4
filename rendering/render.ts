import {
  type CampaignDoc,
  type Channel,
  type Language,
  type Notice,
  noticeLanguage,
} from '../domain/campaigns/campaign';
import { AppError } from '../domain/errors';
import { anyName } from '../domain/texts/notices';
import { standardNotices } from '../domain/texts/replies';
import { mailHtml } from './html';
import { fill, type Filled, type Personal } from './template';

export type { Personal } from './template';

/** A mail for one customer. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** A letter in the customer's language. */
export interface RenderedLetter extends Filled {
  language: Language;
}

/**
 * Renders the notice as text and HTML, Japanese first and English below. Throws notice_invalid (not retryable) when a
 * template does not match its variables or the notice is meant for another channel (a call's script is never sent); the
 * error names the notice, never a value. The same holds for the functions below.
 */
export function renderMail(doc: CampaignDoc, noticeId: string, personal: Personal): RenderedMail {
  return withNotice(doc, { noticeId, channel: 'mail' }, (notice) => {
    const { ja, en } = bothLanguages(doc, notice, personal);
    const subject = en?.subject ? `${ja.subject} / ${en.subject}` : ja.subject;
    const text = en ? `${ja.body}\n\n${'-'.repeat(40)}\n\n${en.body}\n` : `${ja.body}\n`;
    const links = [personal.link, personal.optOutLink, doc.sender.site];
    return { subject, text, html: mailHtml({ subject, ja: ja.body, en: en?.body, links }) };
  });
}

/** The text of an SMS in the customer's language; its price depends on its length. */
export function renderSms(doc: CampaignDoc, noticeId: string, personal: Personal): { text: string } {
  return withNotice(doc, { noticeId, channel: 'sms' }, (notice) => ({
    text: inOwnLanguage(doc, notice, personal).body,
  }));
}

/** Heading and text of a letter in the customer's language. Addressee, sender, link and form are added in print. */
export function renderLetter(doc: CampaignDoc, noticeId: string, personal: Personal): RenderedLetter {
  return withNotice(doc, { noticeId, channel: 'post' }, (notice) => inOwnLanguage(doc, notice, personal));
}

/** The script of a call, with the title as its first line. Without `personal` the name is a placeholder. */
export function renderScript(
  doc: CampaignDoc,
  noticeId: string,
  personal?: Pick<Personal, 'name' | 'defects'>,
): Record<Language, string> {
  return withNotice(doc, { noticeId, channel: 'phone' }, (notice) => {
    const script = (wanted: Language) => {
      const language = noticeLanguage(notice, wanted);
      const own = { link: '', optOutLink: '', ...personal, name: personal?.name ?? anyName[language] };
      const { subject, body } = fill(doc, notice, language, own);
      return subject ? `${subject}\n\n${body}\n` : `${body}\n`;
    };
    return { ja: script('ja'), en: script('en') };
  });
}

function inOwnLanguage(doc: CampaignDoc, notice: Notice, personal: Personal): RenderedLetter {
  const language = noticeLanguage(notice, personal.language);
  return { language, ...fill(doc, notice, language, personal) };
}

function bothLanguages(doc: CampaignDoc, notice: Notice, personal: Personal): { ja: Filled; en?: Filled } {
  const ja = fill(doc, notice, 'ja', personal);
  return notice.body.en ? { ja, en: fill(doc, notice, 'en', personal) } : { ja };
}

function withNotice<Result>(
  doc: CampaignDoc,
  { noticeId, channel }: { noticeId: string; channel: Channel },
  render: (notice: Notice) => Result,
): Result {
  const notice = doc.notices[noticeId] ?? standardNotices[noticeId];
  if (notice?.channel !== channel) throw new AppError('notice_invalid', { notice: noticeId });
  try {
    return render(notice);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('notice_invalid', { notice: noticeId });
  }
}
