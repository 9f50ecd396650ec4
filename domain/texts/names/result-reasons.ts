import { type Text } from '../../campaigns/campaign';
import { type NotifiedOutcome } from '../../exchange/client-data';
import { reopenedReasonTexts, requestedChangeWords } from '../exchange';
import { reasonText } from '../timeline';

const requestedChangesEn: Record<keyof typeof requestedChangeWords, string> = {
  migrate: 'changed to a move',
  cancel: 'changed to a cancellation',
  withdrawn: 'answer withdrawn',
};

/** Why a result is what it is; the Japanese text is what the client's file says. An unknown code is returned unchanged. */
export function resultReasonText(outcome: NotifiedOutcome, reason: string): Text {
  if (outcome === 'change_requested' && Object.hasOwn(requestedChangeWords, reason)) {
    const change = reason as keyof typeof requestedChangeWords;
    return { ja: requestedChangeWords[change], en: requestedChangesEn[change] };
  }
  return (outcome === 'reopened' ? reopenedReasonTexts[reason] : undefined) ?? reasonText(reason);
}
