import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { SAMPLE_CUSTOMERS, type SampleName } from '../../domain/campaigns/samples';
import { AppError } from '../../domain/errors';
import { PROFILES } from '../../domain/print/envelope-profile';
import { type Draw, pictureOf } from '../letter/content';
import { GlyphMissing } from '../letter/fonts';
import { layoutPiece } from '../letter/piece';
import { renderLetter } from '../render';

/** What is shown: a notice of a document, for a sample customer, with links to this address. */
export interface Previewed {
  doc: CampaignDoc;
  notice: string;
  sample: SampleName;
  /** Of the customers' pages, without a path. */
  publicUrl: string;
  /** ISO day of the letter. */
  day: string;
  /** A proof: addressed to a named recipient, and marked by its caller. */
  proof?: { name: string; postalCode?: string; address?: string; language: Language; link: string; optOutLink: string };
  /** The client's logo for paper, as PNG. */
  logo?: Uint8Array;
}

/** As long as a real one, so that texts wrap as they will; no page answers it. */
const TOKEN = 'sample-sample-sample-1';
/** Stands for the number of an envelope. */
const CODE = '0'.repeat(12);

/** The links that a text for a sample customer shows. They lead to no page. */
export const sampleLinks = (publicUrl: string): { link: string; optOutLink: string } => {
  const origin = publicUrl.replace(/\/$/, '');
  return { link: `${origin}/m/${TOKEN}`, optOutLink: `${origin}/s/${TOKEN}` };
};

/**
 * The pages of a letter with its form, laid out as for print, each marked as a sample unless it is a proof. Throws
 * notice_invalid where the notice cannot be rendered, or a character of it cannot be printed.
 */
export function sampleLetterPages({ doc, notice, sample, publicUrl, day, proof, logo }: Previewed): Draw[] {
  const { contracts, ...customer } = SAMPLE_CUSTOMERS[sample];
  const { name, kind, language, postalCode, address } = proof ? { kind: 'person' as const, ...proof } : customer;
  const links = proof ?? sampleLinks(publicUrl);
  try {
    const written = renderLetter(doc, notice, { name, kind, language, link: links.link, optOutLink: links.optOutLink });
    const pages = layoutPiece({
      code: CODE,
      profile: PROFILES.long3,
      addressee: { name, kind, language, ...(postalCode && { postalCode }), ...(address && { address }) },
      day,
      letters: [{ written, link: links.link, doc, asks: true, ...(logo && { logo: pictureOf(doc, logo) }) }],
      contracts: contracts.map((contract) => ({ ...contract, doc })),
    });
    return pages.map((draw): Draw => (sheet, page) => {
      draw(sheet, page);
      if (!proof) sheet.line('見本 SAMPLE', 105, 4, { points: 13, weight: 'bold', align: 'center' });
    });
  } catch (error) {
    if (error instanceof GlyphMissing) throw new AppError('notice_invalid', { notice, character: error.character });
    throw error;
  }
}
