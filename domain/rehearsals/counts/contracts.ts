import { type OutcomeName } from '../../journeys/states';
import { type Rates } from '../behaviour';
import { type Leftover, type Range, type RehearsedJourney } from '../result';
import { count, type DayIndex } from './day-index';
import { causeOf, choiceEvent, weightOf, type Weight } from './rate-behind';
import { apportioned, apportionedRecord, rangeOf } from './shares';

/** In the order in which results list them. */
const OUTCOMES: readonly OutcomeName[] = [
  'migrated',
  'cancelled',
  'lapsed',
  'unreachable',
  'pending',
  'excluded',
  'stopped',
];
const isLeft = (outcome: OutcomeName): outcome is Leftover['outcome'] =>
  outcome === 'lapsed' || outcome === 'unreachable' || outcome === 'pending';
const SHARE_DIGITS = 1e6;
const digits = (share: number): number => Math.round(share * SHARE_DIGITS) / SHARE_DIGITS;

/** What became of a sample's contracts. */
export class ContractCounts {
  total = 0;
  /** Completed contracts by the step whose contact brought the choice. */
  readonly byStep = new Map<string, number>();
  private readonly outcomes = new Map<OutcomeName, number>();
  private readonly left = new Map<string, Omit<Leftover, 'count'> & { count: number }>();
  private readonly completed = new Map<string, { weight: Weight; perDay: number[] }>();

  constructor(private readonly days: DayIndex) {}

  /** `segment`: the one under which the customer's contracts are listed if they are left over; '' without any. */
  add(journey: RehearsedJourney, rates: Rates, segment: string): void {
    for (const contract of journey.contracts) {
      const { outcome, why } = contract;
      this.total += 1;
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
      if (isLeft(outcome)) this.leave({ outcome, segment, why });
      if (outcome === 'migrated' || outcome === 'cancelled') this.complete(journey, contract, rates);
    }
  }

  /** Completed contracts of the sample. */
  get completions(): number {
    return (this.outcomes.get('migrated') ?? 0) + (this.outcomes.get('cancelled') ?? 0);
  }

  get length(): number {
    return Math.max(0, ...[...this.completed.values()].map(({ perDay }) => perDay.length));
  }

  /**
   * Share completed at the end of each day. `customers`: those drawn, whose number gives the sampling error. At the low and
   * high rates each day's completions are a weighted share of the contracts that were still open, day after day: who did not
   * answer one contact can still answer the next.
   */
  curve(days: number, customers: number): Range[] {
    // in one order: sums of fractions depend on it
    const groups = [...this.completed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
    const open = { low: 1, high: 1 };
    let done = 0;
    return Array.from({ length: days }, (_, day) => {
      const left = this.total - done;
      const counts = groups.map(({ perDay }) => perDay[day] ?? 0);
      if (left > 0) {
        for (const end of ['low', 'high'] as const) {
          const share = groups.reduce((sum, { weight }, index) => sum + weight[end] * counts[index]!, 0) / left;
          open[end] *= Math.max(0, 1 - share);
        }
      }
      done += counts.reduce((sum, each) => sum + each, 0);
      const likely = done / Math.max(1, this.total);
      // weights of 1 must give the likely share exactly
      const shares = { low: Math.min(likely, 1 - open.low), likely, high: Math.max(likely, 1 - open.high) };
      const range = rangeOf(shares, customers);
      return { low: digits(range.low), likely: digits(range.likely), high: digits(range.high) };
    });
  }

  /** Outcomes of so many contracts; they add up to them. */
  outcomesOf(contracts: number): Partial<Record<OutcomeName, number>> {
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, this.outcomes.get(outcome) ?? 0]));
    return apportionedRecord(counts as Partial<Record<OutcomeName, number>>, contracts);
  }

  /** Contracts left over; each outcome's add up to its count. Most frequent first. */
  leftovers(outcomes: Partial<Record<OutcomeName, number>>): Leftover[] {
    const all = [...this.left].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return OUTCOMES.filter(isLeft).flatMap((outcome) => {
      const own = all.filter((entry) => entry.outcome === outcome).sort((a, b) => b.count - a.count);
      const counts = apportioned(
        own.map((entry) => entry.count),
        outcomes[outcome] ?? 0,
      );
      return own.map((entry, index) => ({ ...entry, count: counts[index]! })).filter((entry) => entry.count > 0);
    });
  }

  private leave(entry: Omit<Leftover, 'count'>): void {
    const key = [entry.outcome, entry.segment, entry.why].join('\n');
    const known = this.left.get(key);
    if (known) known.count += 1;
    else this.left.set(key, { ...entry, count: 1 });
  }

  private complete(journey: RehearsedJourney, contract: RehearsedJourney['contracts'][number], rates: Rates): void {
    const weight = weightOf(journey, contract, rates);
    const key = `${weight.low} ${weight.high}`;
    const group = this.completed.get(key) ?? { weight, perDay: [] };
    this.completed.set(key, group);
    count(group.perDay, this.days.of(contract.at));
    const event = choiceEvent(journey, contract);
    const step = contract.cause ?? (event && causeOf(event));
    if (step !== undefined) this.byStep.set(step, (this.byStep.get(step) ?? 0) + 1);
  }
}
