import { type Language, type Text } from '../campaigns/campaign';
import { fill, type FindingText } from './catalogue';
import { fileFindingsEn } from './en/campaigns/file-findings';
import { groupWordsEn, planFindingsEn } from './en/campaigns/plan-findings';
import { fileFindingsJa } from './ja/campaigns/file-findings';
import { groupWordsJa, planFindingsJa } from './ja/campaigns/plan-findings';
import { channelTexts } from './names/delivery';

/** Codes of what can be wrong in a campaign file. */
export type FileFinding = keyof typeof fileFindingsJa | keyof typeof planFindingsJa;

/** Both languages; a code that one of them lacks is a type error. */
export const fileFindings: Record<Language, Record<FileFinding, FindingText>> = {
  ja: { ...fileFindingsJa, ...planFindingsJa },
  en: { ...fileFindingsEn, ...planFindingsEn },
};

/** Message and advice in one language, each `{name}` filled from `detail`. */
export function fileFindingText(
  code: FileFinding,
  language: Language,
  detail: Record<string, string | number> = {},
): FindingText {
  const { message, advice } = fileFindings[language][code];
  return { message: fill(message, detail), advice: fill(advice, detail) };
}

export const isFileFinding = (code: string): code is FileFinding => Object.hasOwn(fileFindings.ja, code);

/** Customers of some segments who can be reached on some channels only. */
export function groupText(
  { segments, channels }: { segments: string[]; channels: string[] },
  language: Language,
): string {
  const words = language === 'ja' ? groupWordsJa : groupWordsEn;
  const names: Record<string, Text> = channelTexts;
  const values = {
    segments: segments.join(', '),
    channels: channels.map((channel) => names[channel]?.[language] ?? channel).join(words.separator),
  };
  return fill(segments.length > 0 ? words.inSegments : words.anybody, values);
}
