import { bilingual } from './catalogue';
import { defectQuestionsEn, defectSentencesEn, returnNotesEn } from './en/returns';
import { defectQuestionsJa, defectSentencesJa, returnNotesJa } from './ja/returns';

/** What a form lacks, in the sentences of a letter. */
export const defectSentences = { ja: defectSentencesJa, en: defectSentencesEn };

/** The same as questions on the phone. */
export const defectQuestions = { ja: defectQuestionsJa, en: defectQuestionsEn };

/** What the desk should know about a returned item. */
export const returnNoteTexts = bilingual(returnNotesJa, returnNotesEn);
export type ReturnNote = keyof typeof returnNotesJa;
