import { type Language } from '../../campaigns/campaign';
import { savingSum } from '../../rehearsals/saving';
import { type RehearsalResult } from '../../rehearsals/result';
import { type RehearsalWord, rehearsalWord } from './words';

/** Why the campaign saves as much as it does against calling everyone, and what a saving of 70 % would take, as sentences. */
export function savingSays(result: RehearsalResult, language: Language): string[] {
  const sum = savingSum(result);
  if (!sum) return [];
  const word = (name: RehearsalWord, values = {}) => rehearsalWord(language, name, values);
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  const { own, calling, target, over, letters, callFactor } = sum;
  const parts = sum.parts.map(({ load, yen }) => word('savingPart', { load: word(`load_${load}`), yen: number(yen) }));
  const says = [word('savingParts', { yen: number(own), parts: parts.join(word('savingAnd')) })];
  if (over === 0) return [...says, word('savingReached', { target: number(target) })];
  return [
    ...says,
    word('savingTarget', { target: number(target), calling: number(calling), over: number(over) }),
    letters ? word('savingLetters', { sent: number(letters.sent), most: number(letters.most) }) : word('savingNoLetters'),
    callFactor === null ? word('savingNoCalls') : word('savingCalls', { factor: number(callFactor) }),
  ]; // prettier-ignore
}
