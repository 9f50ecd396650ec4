import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { fill, type Filled } from '../template';
import { plainOf } from './texts';

const LINK = 'https://page.invalid/m/x';
/** Stands for the link that stops these messages. */
export const OPT_OUT_LINK = 'https://page.invalid/s/x';
const EMPTY: Filled = { subject: '', body: '' };

const known = new WeakMap<CampaignDoc, Map<string, Filled>>();

/** A notice as a customer reads it, with stand-ins for personal values; empty where it cannot be rendered. */
export function filledOf(doc: CampaignDoc, notice: string, language: Language): Filled {
  const texts = known.get(doc) ?? new Map<string, Filled>();
  known.set(doc, texts);
  const key = `${language} ${notice}`;
  const filled = texts.get(key) ?? rendered(doc, notice, language) ?? rendered(doc, notice, language) ?? EMPTY;
  texts.set(key, filled);
  return filled;
}

/** Its subject and text, of one width. */
export function renderedOf(doc: CampaignDoc, notice: string, language: Language): string {
  const { subject, body } = filledOf(doc, notice, language);
  return plainOf(`${subject}\n${body}`);
}

/** Rendering is limited in time, so on a busy machine it may fail once. */
function rendered(doc: CampaignDoc, notice: string, language: Language): Filled | undefined {
  try {
    return fill(doc, doc.notices[notice]!, language, { name: '', link: LINK, optOutLink: OPT_OUT_LINK });
  } catch {
    return undefined;
  }
}
