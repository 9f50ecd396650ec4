import { type Language, type Text } from '../campaigns/campaign';
import { type AttemptResult } from '../campaigns/statement/attempt';
import { bilingual, fill } from './catalogue';
import { attemptResultsEn, changeCausesEn, classesEn, reflectionsEn, statementWordsEn } from './en/statement';
import { attemptResultsJa, changeCausesJa, classesJa, reflectionsJa, statementWordsJa } from './ja/statement';
import { callResultTexts } from './names/desks';

export const classTexts = bilingual(classesJa, classesEn);
const attemptTexts: Record<string, Text> = {
  ...bilingual(attemptResultsJa, attemptResultsEn),
  ...Object.fromEntries(
    Object.entries(callResultTexts).flatMap(([result, text]) => [
      [`call_${result}`, text],
      [`call_in_${result}`, { ja: `受電・${text.ja}`, en: `the customer called: ${text.en}` }],
    ]),
  ),
};
/** What is known of a contact or call attempt. */
export const attemptResultText = (result: AttemptResult): Text => attemptTexts[result]!;
export const reflectionTexts = bilingual(reflectionsJa, reflectionsEn);
export const changeCauseTexts = bilingual(changeCausesJa, changeCausesEn);

export type StatementWord = keyof typeof statementWordsJa;

/** A word or sentence of the statement in one language. */
export const statementWord = (
  language: Language,
  word: StatementWord,
  values: Record<string, string | number> = {},
): string => fill((language === 'ja' ? statementWordsJa : statementWordsEn)[word], values, '');

/** The same in both languages; a value that has two is given as text. */
export function statementText(word: StatementWord, values: Record<string, string | number | Text> = {}): Text {
  const inOne = (language: Language) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
    );
  return { ja: statementWord('ja', word, inOne('ja')), en: statementWord('en', word, inOne('en')) };
}
