import { bilingual } from './catalogue';
import { defectSentencesEn, defectsEn, returnNotesEn, undeliverableEn } from './en/returns';
import { defectSentencesJa, defectsJa, returnNotesJa, undeliverableJa } from './ja/returns';

/** What a form lacks, as the desk reads it. */
export const defectTexts = bilingual(defectsJa, defectsEn);

/** What a form lacks, in the sentences of a letter. */
export const defectSentences = { ja: defectSentencesJa, en: defectSentencesEn };

/** Why a letter came back, in the words of the post's slip. */
export const undeliverableTexts = bilingual(undeliverableJa, undeliverableEn);

/** What the desk should know about a returned item. */
export const returnNoteTexts = bilingual(returnNotesJa, returnNotesEn);
export type ReturnNote = keyof typeof returnNotesJa;
