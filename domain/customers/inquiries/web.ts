/** Longest text that a customer writes on the page. */
export const LONGEST_QUESTION = 2_000;
/** So many texts of one customer are taken by the page on one local day; who has more to say calls. */
export const QUESTIONS_A_DAY = 5;
