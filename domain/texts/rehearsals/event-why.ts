import { type Language } from '../../campaigns/campaign';
import { type RehearsedEvent } from '../../rehearsals/result';
import { choiceTexts } from '../names/journeys';
import { reasonText } from '../timeline';
import { rehearsalWord } from './words';

/** Why an event of a rehearsed journey came about, or what was chosen by it, in words; empty where it has no reason. */
export function eventWhy({ kind, why }: Pick<RehearsedEvent, 'kind' | 'why'>, language: Language): string {
  if (why === undefined) return '';
  if (why === 'migrate' || why === 'cancel') return choiceTexts[why][language];
  return kind === 'returned' && isReturnReason(why)
    ? rehearsalWord(language, `return_${why}`)
    : reasonText(why)[language];
}

const isReturnReason = (why: string): why is 'unknown' | 'refused' | 'absent' =>
  why === 'unknown' || why === 'refused' || why === 'absent';
