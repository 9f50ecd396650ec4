import { defectTexts, returnStatusTexts } from '../../../domain/texts/names/desks';
import { readingWords } from '../../texts/desks/reading';
import { useText, useWords } from '../../words';
import { type Returned } from '../book/bookings';

/** What became of a form by the reading just entered, in one sentence. */
export function useSavedWords(): (item: Returned) => string {
  const words = useWords(readingWords);
  const text = useText();
  return ({ receipt, status, defects }) => {
    if (status === 'entered') return words.savedEntered(receipt);
    if (status === 'mismatch') return words.savedMismatch(receipt);
    const verdict = [text(returnStatusTexts[status]), ...defects.map((defect) => text(defectTexts[defect]))];
    return words.savedDecided(receipt, verdict.join('・'));
  };
}
