import { type Language } from '../campaigns/campaign';
import { fileFindingsEn } from './en/campaigns/file-findings';
import { planFindingsEn } from './en/campaigns/plan-findings';
import { type FindingText } from './finding-text';
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
  const fill = (part: string) => part.replace(/\{(\w+)\}/g, (hole, name: string) => String(detail[name] ?? hole));
  return { message: fill(message), advice: fill(advice) };
}

export const isFileFinding = (code: string): code is FileFinding => Object.hasOwn(fileFindings.ja, code);
