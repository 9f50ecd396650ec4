import { bilingual } from './catalogue';
import { complianceFaultsEn, complianceLinesEn } from './en/compliance';
import { complianceFaultsJa, complianceLinesJa } from './ja/compliance';

/** Why a contact is an exception of the daily compliance check. */
export const complianceTexts = bilingual(complianceFaultsJa, complianceFaultsEn);

/** Output of `tsunagi audit compliance`; `{name}` is filled in. */
export const complianceLines = bilingual(complianceLinesJa, complianceLinesEn);
