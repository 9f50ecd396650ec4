import { type CampaignDoc, type Channel, type Language } from '../../domain/campaigns/campaign';
import { type VagueWord, type WordingCode } from '../../domain/texts/notices';
import { type Place, placeAt, type Typed } from './texts';

/** A finding about a campaign's texts. */
export interface WordingFinding {
  code: WordingCode;
  path: string;
  values?: Record<string, string>;
  /** The kind of a vague word. */
  better?: VagueWord;
  notice?: string;
  channel?: Channel;
  language?: Language;
  place?: Place;
}

/** A finding about a typed text, at a position in it. */
export function at(
  { path, language, notice, channel, source }: Typed,
  code: WordingCode,
  { index, ...more }: { index?: number } & Pick<WordingFinding, 'values' | 'better'> = {},
): WordingFinding {
  return {
    code,
    path,
    language,
    ...(notice !== undefined && { notice }),
    ...(channel && { channel }),
    ...(index !== undefined && { place: placeAt(source, index) }),
    ...more,
  };
}

/** The text of a notice that findings about the whole of it point to. */
export const bodyOf = (doc: CampaignDoc, notice: string, language: Language): Typed => {
  const { channel, body } = doc.notices[notice]!;
  return { path: `notices.${notice}.body.${language}`, language, source: body[language], notice, channel };
};
