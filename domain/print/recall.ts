/** The print shop's answer to a recall: a list of envelopes to take out. */
export interface RecallAnswer {
  /** Name of the recall. */
  key: string;
  /** Name of the print run. */
  run: string;
  asked: number;
  pulled: number;
  tooLate: number;
  /** Codes of the envelopes that were taken out, and of those that had already been posted. */
  pieces: { pulled: string[]; tooLate: string[] };
  /** ISO instant. */
  answeredAt: string;
}

/** The name of a recall in our folder, at the print shop and in its answer. */
export const recallKey = (run: { key: string }, no: number): string => `${run.key}-r${no}`;

/**
 * Differences between a recall and its answer, as codes. None when every envelope was either taken out or too late, and
 * the totals agree.
 */
export function recallDifferences(asked: { run: string; codes: string[] }, answer: RecallAnswer): string[] {
  const { pulled, tooLate } = answer.pieces;
  const answered = [...pulled, ...tooLate];
  const ours = new Set(asked.codes);
  const theirs = new Set(answered);
  const found: [string, boolean][] = [
    ['run', answer.run !== asked.run],
    ['asked', answer.asked !== asked.codes.length],
    ['pulled', answer.pulled !== pulled.length],
    ['too_late', answer.tooLate !== tooLate.length],
    ['pieces_missing', asked.codes.some((code) => !theirs.has(code))],
    ['pieces_unknown', answered.some((code) => !ours.has(code))],
    ['pieces_doubled', theirs.size !== answered.length],
  ];
  return found.filter(([, differs]) => differs).map(([code]) => code);
}
