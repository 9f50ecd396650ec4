/** How easy customers find it (CES): 1 very hard, 7 very easy. */
export const SCORES = [1, 2, 3, 4, 5, 6, 7] as const;

/** What made it hard, if a customer says so. */
export const HINDRANCES = ['words', 'steps', 'identity', 'screen'] as const;
export type Hindrance = (typeof HINDRANCES)[number];
