import { bilingual } from './catalogue';
import { defectsEn, returnNotesEn, undeliverableEn } from './en/returns';
import { defectsJa, returnNotesJa, undeliverableJa } from './ja/returns';

/** What a form lacks, as the desk and the customer read it. */
export const defectTexts = bilingual(defectsJa, defectsEn);

/** Why a letter came back, in the words of the post's slip. */
export const undeliverableTexts = bilingual(undeliverableJa, undeliverableEn);

/** What the desk should know about a returned item. */
export const returnNoteTexts = bilingual(returnNotesJa, returnNotesEn);
export type ReturnNote = keyof typeof returnNotesJa;
