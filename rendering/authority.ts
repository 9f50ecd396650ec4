import { type ProofContent } from '../db/customers/authority-cases/content';
import { type CampaignDoc, type Language, type Text } from '../domain/campaigns/campaign';
import { authorityNumber } from '../domain/customers/authority-cases/number';
import { type AuthorityDocument, authorityRulesOf, documentsOf } from '../domain/customers/authority-cases/rules';
import { authorityParts } from '../domain/texts/authority/letters';
import { fill } from '../domain/texts/catalogue';
import { formatDay as formatLocalDay } from './letter/dates';
import { type AnswerVariable } from './template';

/** The sheet that comes back on top of the documents. */
export interface ProofSheet {
  number: string;
  /** What is to be enclosed, one a line of the sheet. */
  documents: string[];
  /** ISO day. */
  dueOn: string;
}

/** The documents that a letter asks for, as the campaign names them; one that it no longer names is left out. */
function wantedOf(doc: CampaignDoc, { kind, wanted }: ProofContent) {
  const known = documentsOf(authorityRulesOf(doc), kind);
  return wanted.flatMap(({ document, why }) => {
    const named = known.find(({ id }) => id === document);
    return named ? [{ named, why }] : [];
  });
}

/** What a letter that asks for proof says: its number, the matter, the documents, and until when. */
export function authorityTexts(doc: CampaignDoc, content: ProofContent): Partial<Record<AnswerVariable, Text>> {
  const both = (words: (language: Language) => string): Text => ({ ja: words('ja'), en: words('en') });
  const number = authorityNumber(content.caseId);
  const { nameService } = authorityRulesOf(doc);
  return {
    receipt: { ja: number, en: number },
    about: both((language) =>
      nameService
        ? fill(authorityParts.aboutService[language], { service: doc.service?.[language] ?? doc.name })
        : authorityParts.about[language],
    ),
    documents: both((language) =>
      wantedOf(doc, content)
        .map(({ named, why }) => (content.round > 1 ? lackingLine(named, why, language) : asked(named, language)))
        .join('\n'),
    ),
    dueOn: both((language) => formatLocalDay(content.dueOn, language)),
  };
}

/** A document as it is asked for. */
function asked({ name, maxAgeMonths }: AuthorityDocument, language: Language): string {
  const part = maxAgeMonths === undefined ? 'document' : 'aged';
  return fill(authorityParts[part][language], { name: name[language], months: maxAgeMonths });
}

function lackingLine(
  { name, maxAgeMonths }: AuthorityDocument,
  why: ProofContent['wanted'][number]['why'],
  language: Language,
): string {
  const reason = fill(authorityParts[why][language], { months: maxAgeMonths });
  return fill(authorityParts.lacking[language], { name: name[language], why: reason });
}

/** The sheet of such a letter. */
export const proofSheetOf = (doc: CampaignDoc, content: ProofContent, language: Language): ProofSheet => ({
  number: authorityNumber(content.caseId),
  documents: wantedOf(doc, content).map(({ named }) => asked(named, language).replace(/^[・•]\s*/, '')),
  dueOn: content.dueOn,
});
