/** How a box of paper ends. */
export const BOX_ENDS = ['dissolved', 'shredded', 'to_client'] as const;
export type BoxEnd = (typeof BOX_ENDS)[number];

/** Whether a box may end so on a local day: it is destroyed only when the time for which it is kept is over. */
export const mayEndBox = (endedAs: BoxEnd, keepUntil: string, today: string): boolean =>
  endedAs === 'to_client' || today > keepUntil;
