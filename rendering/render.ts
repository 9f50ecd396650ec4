import { type CampaignDoc, type Channel, type Language, type Notice } from '../domain/campaigns/campaign';
import { noticeLanguage } from '../domain/customers/language';
import { AppError } from '../domain/errors';
import { brandOf } from '../domain/brand/brand';
import { anyName } from '../domain/texts/notices';
import { noticesWithoutLinks, standardNotices } from '../domain/texts/replies';
import { isLinkLike } from '../domain/delivery/link-like';
import { mailHtml } from './mail/html';
import { sectionOf } from './mail/section';
import { fill, type Filled, type Personal } from './template';

export type { Personal } from './template';

/** A mail in the customer's language. */
export interface RenderedMail {
  language: Language;
  subject: string;
  text: string;
  html: string;
}

/** A letter in the customer's language. */
export interface RenderedLetter extends Filled {
  language: Language;
}

/**
 * Renders the notice as text and HTML in the customer's language. Throws notice_invalid (not retryable) when a template
 * does not match its variables or the notice is meant for another channel (a call's script is never sent); the error
 * names the notice, never a value. The same holds for the functions below.
 */
export function renderMail(doc: CampaignDoc, noticeId: string, personal: Personal): RenderedMail {
  return withNotice(doc, { noticeId, channel: 'mail' }, (notice) => {
    const { language, ...filled } = inOwnLanguage(doc, notice, personal);
    const section = sectionOf({ doc, noticeId, language, filled, personal });
    const links = [personal.link, personal.optOutLink, doc.sender.site];
    const sender = doc.sender.name[language] || doc.sender.name.ja;
    return {
      language,
      subject: filled.subject,
      text: `${section.paragraphs.map(({ plain }) => plain).join('\n\n')}\n`,
      html: mailHtml({ section, sender, brand: brandOf(doc), links }),
    };
  });
}

/**
 * The text of an SMS in the customer's language; its price depends on its length. Throws notice_invalid also for a text
 * with a link where the campaign's SMS carry none.
 */
export function renderSms(doc: CampaignDoc, noticeId: string, personal: Personal): { text: string } {
  return withNotice(doc, { noticeId, channel: 'sms' }, (notice) => {
    const text = inOwnLanguage(doc, notice, personal).body;
    if (doc.policy.smsWithoutLinks && isLinkLike(text)) throw new AppError('notice_invalid', { notice: noticeId });
    return { text };
  });
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

function withNotice<Result>(
  doc: CampaignDoc,
  { noticeId, channel }: { noticeId: string; channel: Channel },
  render: (notice: Notice) => Result,
): Result {
  const standard = (doc.policy.smsWithoutLinks && noticesWithoutLinks[noticeId]) ?? standardNotices[noticeId];
  const notice = doc.notices[noticeId] ?? standard;
  if (notice?.channel !== channel) throw new AppError('notice_invalid', { notice: noticeId });
  try {
    return render(notice);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('notice_invalid', { notice: noticeId });
  }
}
