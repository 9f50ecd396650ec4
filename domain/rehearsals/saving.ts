import { type Load, LOADS, type RehearsalResult } from './result';

/** What the trade reports of notices with automatic answers, against calling everyone: per completed contract. */
export const TRADE_SAVING = 0.7;

/** Why a campaign saves as much as it does against calling everyone, and what the trade's figure would take. */
export interface SavingSum {
  /** Yen per completed contract: of calling everyone, of the campaign, and what would be TRADE_SAVING below calling. */
  calling: number;
  own: number;
  target: number;
  /** Yen per completed contract by kind of work, the dearest first; they add up to `own`. */
  parts: { load: Load; yen: number }[];
  /** What the whole campaign would have to cost less, in yen; 0: nothing. */
  over: number;
  /** How many letters are sent, and the most that there may be, all else and all answers equal; null: fewer letters alone are not enough. */
  letters: { sent: number; most: number } | null;
  /** How many times as dear a call would have to be, all else equal; null: that alone is not enough. */
  callFactor: number | null;
}

/** The sum behind `savingPerCompleted`; null where one of the two completes none. */
export function savingSum({ cost, days }: RehearsalResult): SavingSum | null {
  const { byLoad, total, perCompleted: own, baseline } = cost;
  const calling = baseline.perCompleted;
  if (own === null || own === 0 || !calling) return null;
  const completed = total / own;
  const target = calling * (1 - TRADE_SAVING);
  const over = Math.max(0, total - target * completed);
  const sent = days.reduce((sum, { due }) => sum + due.letters, 0);
  const left = byLoad.letters - over;
  // with calls x times as dear: (rest + calls × x) ÷ completed = target × x
  const slack = target * completed - byLoad.calls;
  return {
    ...{ calling, own, target: tenth(target), over: Math.round(over) },
    parts: LOADS.map((load) => ({ load, yen: tenth(byLoad[load] / completed) }))
      .filter(({ yen }) => yen > 0)
      .sort((a, b) => b.yen - a.yen),
    letters: sent > 0 && left >= 0 ? { sent, most: Math.floor((sent * left) / byLoad.letters) } : null,
    callFactor: slack > total * NEGLIGIBLE ? Math.max(1, tenth((total - byLoad.calls) / slack)) : null,
  };
}

/** Of the total: below it a difference is only how fractions are rounded. */
const NEGLIGIBLE = 1e-6;
const tenth = (value: number): number => Math.round(value * 10) / 10;
