import { type CampaignDoc, type Language, type Text } from '../domain/campaigns/campaign';
import { AppError } from '../domain/errors';
import { inquiryNumber } from '../domain/customers/inquiries/inquiry';
import { fill } from '../domain/texts/catalogue';
import { replyParts } from '../domain/texts/replies';
import { type InquiryContent } from '../db/customers/inquiries/content';
import { renderFaq } from './faq';
import { type AnswerVariable, formatDay } from './template';

/**
 * What a reply says of an inquiry: its number and day, and the answer; `link` is the customer's own. Throws notice_invalid
 * for an answer that the version does not have.
 */
export function inquiryTexts(
  doc: CampaignDoc,
  content: InquiryContent,
  link: string,
): Partial<Record<AnswerVariable, Text>> {
  const { inquiryId, receivedAt, faq, text } = content;
  const number = inquiryNumber(inquiryId);
  const both = (words: (language: Language) => string): Text => ({ ja: words('ja'), en: words('en') });
  return {
    receipt: { ja: number, en: number },
    receivedOn: both((language) => formatDay(receivedAt, doc.zone, language)),
    ...(faq !== null && { answer: answerOf(doc, faq, link) }),
    ...(text !== null && { answer: { ja: text, en: text } }),
  };
}

function answerOf(doc: CampaignDoc, id: string, link: string): Text {
  const entry = doc.faq?.find((one) => one.id === id);
  if (!entry) throw new AppError('notice_invalid', { notice: id });
  const { question, answer } = renderFaq(doc, entry, link);
  const say = (language: Language) =>
    fill(replyParts.inquiryAsked[language], { question: question[language], answer: answer[language] });
  return { ja: say('ja'), en: say('en') };
}
