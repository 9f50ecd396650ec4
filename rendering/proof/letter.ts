import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { type ProofPerson } from '../../domain/delivery/proof';
import { type Draw } from '../letter/content';
import { sampleLetterPages } from '../preview/letter';
import { markedAsProof, proofLinks } from './marked';

/** The pages of a letter with its form as a proof, across each the mark. Throws notice_invalid. */
export function proofLetterPages(wanted: {
  doc: CampaignDoc;
  notice: string;
  person: ProofPerson;
  language: Language;
  publicUrl: string;
  /** ISO day of the letter. */
  day: string;
}): Draw[] {
  const { doc, notice, person, language, publicUrl, day } = wanted;
  const { page: link, optout: optOutLink } = proofLinks(publicUrl);
  const { name, postalCode, address } = person;
  const pages = sampleLetterPages({
    doc: markedAsProof(doc, notice),
    ...{ notice, publicUrl, day, sample: 'plain' },
    proof: { name, language, link, optOutLink, ...(postalCode && { postalCode }), ...(address && { address }) },
  });
  return pages.map((draw): Draw => (sheet, page) => {
    draw(sheet, page);
    sheet.watermark('校正 PROOF');
  });
}
