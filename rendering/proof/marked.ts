import { type CampaignDoc, type Language, type Notice, type Text } from '../../domain/campaigns/campaign';
import { proofTexts } from '../../domain/texts/notices';
import { type LinkKind } from '../../db/customers/links';

/**
 * The document with one notice marked as a proof in subject and text, so that it is rendered by the same code as what
 * customers get.
 */
export function markedAsProof(doc: CampaignDoc, noticeId: string): CampaignDoc {
  const notice = doc.notices[noticeId];
  if (!notice) return doc;
  const { channel, subject, body } = notice;
  const marked: Notice = {
    channel,
    ...(subject && { subject: onBoth(subject, (text, language) => `${proofTexts[language].mark}${text}`) }),
    body: onBoth(body, (text, language) => {
      const { mark, note } = proofTexts[language];
      return channel === 'sms' ? `${mark}${text}` : `${mark}${note}\n\n${text}`;
    }),
  };
  return { ...doc, notices: { ...doc.notices, [noticeId]: marked } };
}

/** A text that is not there stays so. */
const onBoth = ({ ja, en }: Text, mark: (text: string, language: Language) => string): Text => ({
  ja: ja && mark(ja, 'ja'),
  en: en && mark(en, 'en'),
});

/** As long as a real one, so that texts wrap as they will. */
const TOKEN = 'proof-proof-proof-proof'.slice(0, 22);

/** The links in a proof: they lead to a page that says so, and stop nothing. */
export function proofLinks(publicUrl: string): Record<LinkKind, string> {
  const link = `${publicUrl.replace(/\/$/, '')}/p/${TOKEN}`;
  return { page: link, optout: link };
}
