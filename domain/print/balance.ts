import { type Postal, postalCode } from './postal-class';

/** A line of a posting slip (差出票控え): so many pieces of one class, taken by the post office on a day. */
export interface SlipLine extends Postal {
  pieces: number;
}

/** The figures of a run that must balance. Null: the shop has not reported yet, or no slip is booked. */
export interface RunBalance {
  /** Pieces in the data that was handed over. */
  data: number;
  printed: number | null;
  inserted: number | null;
  posted: number | null;
  /** Taken out on request after the hand-over. */
  withdrawn: number;
  /** Spoiled in the machine, and of these printed again under their number. */
  spoiled: number;
  reprinted: number;
  /** Pieces by the posting slips. */
  slips: number | null;
}

/** Why a run is open, besides the differences of the shop's report. */
export const BALANCE_CODES = ['slips_missing', 'slips', 'slip_classes', 'slip_day'] as const;
export type BalanceCode = (typeof BALANCE_CODES)[number];

/**
 * What the posting slips leave open of a posted run, as codes. `ours`: its pieces by class; `postedOn`: the day in the
 * shop's report. A slip that was not booked yet is a task, the others are differences that raise an alert.
 */
export function slipFaults(
  { ours, postedOn }: { ours: SlipLine[]; postedOn: string },
  slips: (SlipLine & { postedOn: string })[],
): BalanceCode[] {
  if (slips.length === 0) return ['slips_missing'];
  const sum = (lines: SlipLine[]) => lines.reduce((total, { pieces }) => total + pieces, 0);
  const byClass = (lines: SlipLine[]) => {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(postalCode(line), (counts.get(postalCode(line)) ?? 0) + line.pieces);
    return counts;
  };
  const [own, theirs] = [byClass(ours), byClass(slips)];
  const classes = [...new Set([...own.keys(), ...theirs.keys()])];
  const found: [BalanceCode, boolean][] = [
    ['slips', sum(ours) !== sum(slips)],
    ['slip_classes', classes.some((of) => own.get(of) !== theirs.get(of))],
    ['slip_day', slips.some((slip) => slip.postedOn !== postedOn)],
  ];
  return found.filter(([, differs]) => differs).map(([code]) => code);
}

/** data = printed = inserted = posted + withdrawn, and each spoiled piece was printed again. */
export const isBalanced = ({
  data,
  printed,
  inserted,
  posted,
  withdrawn,
  spoiled,
  reprinted,
  slips,
}: RunBalance): boolean =>
  data === printed &&
  data === inserted &&
  data === (posted ?? 0) + withdrawn &&
  spoiled === reprinted &&
  slips === posted;
