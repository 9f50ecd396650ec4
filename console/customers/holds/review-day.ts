import { useNow } from '../../clock';
import { localDay } from '../../format';

const TWO_WEEKS = 14 * 86_400_000;

/** A first proposal for a hold's next review: two weeks from now. */
export const useReviewDay = (): string => localDay(useNow().now + TWO_WEEKS);
