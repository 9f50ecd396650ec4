/** What the print shop says of a list of envelopes that it was asked to take out. */
export interface RecallAnswer {
  /** The list's name. */
  key: string;
  /** The print run's name. */
  run: string;
  asked: number;
  pulled: number;
  tooLate: number;
  /** Codes of the envelopes that were taken out, and of those that had been posted. */
  pieces: { pulled: string[]; tooLate: string[] };
  /** ISO instant. */
  answeredAt: string;
}

/** The name of a list everywhere: our folder, the shop's, the answer. */
export const recallKey = (run: { key: string }, no: number): string => `${run.key}-r${no}`;

/**
 * Where the answer is not about what was asked, as codes; none: every envelope of the list is either taken out or was
 * too late, and the totals say so.
 */
export function recallDifferences(asked: { run: string; codes: string[] }, answer: RecallAnswer): string[] {
  const { pulled, tooLate } = answer.pieces;
  const told = [...pulled, ...tooLate];
  const ours = new Set(asked.codes);
  const theirs = new Set(told);
  const found: [string, boolean][] = [
    ['run', answer.run !== asked.run],
    ['asked', answer.asked !== asked.codes.length],
    ['pulled', answer.pulled !== pulled.length],
    ['too_late', answer.tooLate !== tooLate.length],
    ['pieces_missing', asked.codes.some((code) => !theirs.has(code))],
    ['pieces_unknown', told.some((code) => !ours.has(code))],
    ['pieces_doubled', theirs.size !== told.length],
  ];
  return found.filter(([, differs]) => differs).map(([code]) => code);
}
