import { bilingual } from './catalogue';
import { defectSentencesEn, returnNotesEn } from './en/returns';
import { defectSentencesJa, returnNotesJa } from './ja/returns';

/** What a form lacks, in the sentences of a letter. */
export const defectSentences = { ja: defectSentencesJa, en: defectSentencesEn };

/** What the desk should know about a returned item. */
export const returnNoteTexts = bilingual(returnNotesJa, returnNotesEn);
export type ReturnNote = keyof typeof returnNotesJa;
