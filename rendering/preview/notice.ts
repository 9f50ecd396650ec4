import { type Channel, type Language } from '../../domain/campaigns/campaign';
import { SAMPLE_CUSTOMERS, sampleReachable } from '../../domain/campaigns/samples';
import { smsParts } from '../../domain/delivery/sms-parts';
import { AppError } from '../../domain/errors';
import { renderLetter, renderMail, renderSms } from '../render';
import { renderWholeScript } from '../script';
import { STOPS_SMS } from '../outgoing';
import { fill } from '../template';
import { type Previewed, sampleLetterPages, sampleLinks } from './letter';

/** A notice as a sample customer would get it. */
export interface NoticePreview {
  channel: Channel;
  /** Whether this customer can be reached on the channel; if not, the step goes on to its next one. */
  reachable: boolean;
  /** Of the message as it leaves; null where the channel has none. */
  subject: string | null;
  /** By language; English null where the notice has none. */
  text: Record<Language, string | null>;
  /** Length of what is sent; null on other channels. */
  sms: { units: number; parts: number } | null;
  /** Pages of the letter with its form; 0 on other channels. */
  pages: number;
  /** Of a mail, its logo by content id. */
  html?: string;
}

/**
 * Renders a notice of a campaign for a sample customer, as the channel would send it. Throws not_found for a notice that
 * the document does not have, and notice_invalid.
 */
export function previewNotice(wanted: Previewed): NoticePreview {
  const { doc, notice: noticeId, sample, publicUrl } = wanted;
  const notice = doc.notices[noticeId];
  if (!notice) throw new AppError('not_found', { what: 'notice' });
  const { channel } = notice;
  const { name, kind, language } = SAMPLE_CUSTOMERS[sample];
  const personal = { name, kind, language, ...sampleLinks(publicUrl) };
  const reachable = sampleReachable(sample, channel);
  const none = { channel, reachable, subject: null, sms: null, pages: 0 };
  const english = (body: () => string): string | null => (notice.body.en ? body() : null);
  const textOf = (own: typeof personal) => {
    const body = (language: Language) => fill(doc, notice, language, own).body;
    return { ja: body('ja'), en: english(() => body('en')) };
  };
  switch (channel) {
    case 'mail': {
      const { subject, html } = renderMail(doc, noticeId, personal);
      const plain = (language: Language) => renderMail(doc, noticeId, { ...personal, language }).text;
      return { ...none, subject, text: { ja: plain('ja'), en: english(() => plain('en')) }, html };
    }
    case 'sms': {
      const own = { ...personal, optOutLink: personal.optOutLink + STOPS_SMS };
      const { units, parts } = smsParts(renderSms(doc, noticeId, own).text);
      return { ...none, text: textOf(own), sms: { units, parts } };
    }
    case 'post': {
      const { subject } = renderLetter(doc, noticeId, personal);
      return { ...none, subject, text: textOf(personal), pages: sampleLetterPages(wanted).length };
    }
    case 'phone': {
      const { ja, en } = renderWholeScript(doc, noticeId, personal);
      return { ...none, text: { ja, en: english(() => en) } };
    }
  }
}
