import { useDay } from '../../clock';

/** The next review of a hold, first proposed for two weeks from now. */
export const useReviewDay = () => useDay(14);
