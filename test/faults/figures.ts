import { type Verdict } from './judge';
import { percentile } from './numbers';
import { type RunEnd } from './run';

/** The last line of a fault run. */
export interface Figures {
  journeys: number;
  kills: number;
  lost: number;
  doubled: number;
  outOfOrder: number;
  stuck: number;
  afterStop: number;
  /** Findings of the verification of every row of evidence against the ledger. */
  amiss: number;
  doubtful: number;
  /** Mails in doubt that can be explained: one per connection and kill, and one per connection the inbox cut. */
  doubtfulBound: number;
  /** The same with the protections taken away. */
  control: { journeys: number; kills: number; doubled: number };
  attempts: number;
  effects: number;
  recoverySecondsP50: number;
  recoverySecondsP99: number;
}

/** Connections of the mail lane. */
const CONNECTIONS = 4;

export function figuresOf(run: RunEnd, verdict: Verdict, control: Figures['control']): Figures {
  const rounded = (share: number) => Math.round(percentile(run.recoveries, share) * 10) / 10;
  return {
    journeys: run.evidence.journeys.length,
    kills: run.kills,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    outOfOrder: verdict.outOfOrder.length,
    stuck: verdict.stuck,
    afterStop: verdict.afterStop.length,
    amiss: verdict.amiss.length,
    doubtful: verdict.doubtful,
    doubtfulBound: CONNECTIONS * run.kills + run.evidence.records.cut,
    control,
    attempts: verdict.attempts,
    effects: verdict.effects,
    recoverySecondsP50: rounded(0.5),
    recoverySecondsP99: rounded(0.99),
  };
}

/** Whether the product kept its promises, and the judge is able to see it break them. */
export function isGood(figures: Figures): boolean {
  const { lost, doubled, outOfOrder, stuck, afterStop, amiss, doubtful, doubtfulBound, control } = figures;
  const wrong = lost + doubled + outOfOrder + stuck + afterStop + amiss;
  return wrong === 0 && control.doubled > 0 && doubtful <= doubtfulBound;
}
