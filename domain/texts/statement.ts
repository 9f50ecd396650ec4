import { type Language, type Text } from '../campaigns/campaign';
import { type AttemptResult } from '../campaigns/statement/attempt';
import { bilingual, fill } from './catalogue';
import { callResultsEn } from './en/calls';
import {
  attemptResultsEn,
  bandsEn,
  changeCausesEn,
  channelsEn,
  classesEn,
  callStatusesEn,
  letterStatusesEn,
  messageStatusesEn,
  reflectionsEn,
  statementWordsEn,
  stepKindsEn,
} from './en/statement';
import {
  attemptResultsJa,
  bandsJa,
  changeCausesJa,
  channelsJa,
  classesJa,
  callStatusesJa,
  letterStatusesJa,
  messageStatusesJa,
  reflectionsJa,
  statementWordsJa,
  stepKindsJa,
} from './ja/statement';
import { callResultsJa } from './ja/calls';

export const classTexts = bilingual(classesJa, classesEn);
const attemptTexts: Record<string, Text> = {
  ...bilingual(attemptResultsJa, attemptResultsEn),
  ...Object.fromEntries(
    Object.entries(bilingual(callResultsJa, callResultsEn)).flatMap(([result, text]) => [
      [`call_${result}`, text],
      [`call_in_${result}`, { ja: `受電・${text.ja}`, en: `the customer called: ${text.en}` }],
    ]),
  ),
};
/** What is known of a contact or call attempt. */
export const attemptResultText = (result: AttemptResult): Text => attemptTexts[result]!;
export const channelTexts = bilingual(channelsJa, channelsEn);
export const bandTexts = bilingual(bandsJa, bandsEn);
export const stepKindTexts = bilingual(stepKindsJa, stepKindsEn);
export const reflectionTexts = bilingual(reflectionsJa, reflectionsEn);
export const changeCauseTexts = bilingual(changeCausesJa, changeCausesEn);
const messageStatusTexts = bilingual(messageStatusesJa, messageStatusesEn);
const channelStatusTexts: Partial<Record<string, Partial<Record<string, Text>>>> = {
  phone: bilingual(callStatusesJa, callStatusesEn),
  post: bilingual(letterStatusesJa, letterStatusesEn),
};

/** The state of a message in words, as the channel has them: a letter is posted, a call is not. */
export const messageStatusText = (status: keyof typeof messageStatusesJa, channel: string): Text =>
  channelStatusTexts[channel]?.[status] ?? messageStatusTexts[status];

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
