import { type Language } from '../campaigns/campaign';
import { fill, type FindingText } from './catalogue';
import { fileFindingsEn } from './en/campaigns/file-findings';
import { planFindingsEn } from './en/campaigns/plan-findings';
import { fileFindingsJa } from './ja/campaigns/file-findings';
import { planFindingsJa } from './ja/campaigns/plan-findings';

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
