import { type CampaignDoc, type Language, type Text } from '../domain/campaigns/campaign';
import { type FaqEntry } from '../domain/customers/inquiries/rules';
import { AppError } from '../domain/errors';
import { noticePage } from '../domain/texts/notices';
import { fill, type Source } from './template';

/** An approved question and answer, filled with the campaign's facts. */
export interface RenderedFaq {
  id: string;
  reason: string;
  question: Text;
  answer: Text;
}

/**
 * Fills an entry with the campaign's facts and, where one is given, the customer's link; else the answer names the page
 * in words, as on the phone. Throws notice_invalid when a template does not match its variables.
 */
export function renderFaq(doc: CampaignDoc, entry: FaqEntry, link?: string): RenderedFaq {
  const filled = (language: Language) => {
    const own = { name: '', link: link ?? noticePage[language], optOutLink: '' };
    return fill(doc, sourceOf(entry), language, own);
  };
  try {
    const [ja, en] = [filled('ja'), filled('en')];
    const { id, reason } = entry;
    return { id, reason, question: { ja: ja.subject, en: en.subject }, answer: { ja: ja.body, en: en.body } };
  } catch {
    throw new AppError('notice_invalid', { notice: entry.id });
  }
}

/** All entries as they are said on the phone. */
export const renderFaqs = (doc: CampaignDoc): RenderedFaq[] => (doc.faq ?? []).map((entry) => renderFaq(doc, entry));

const sources = new WeakMap<FaqEntry, Source>();

/** The same object each time, so that its templates are parsed once. */
function sourceOf(entry: FaqEntry): Source {
  const known = sources.get(entry) ?? { channel: 'faq', subject: entry.question, body: entry.answer };
  sources.set(entry, known);
  return known;
}
