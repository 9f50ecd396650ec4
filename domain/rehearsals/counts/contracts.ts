import { type OutcomeName } from '../../journeys/states';
import { type Rates } from '../behaviour';
import { type Leftover, type Range, type RehearsedJourney } from '../result';
import { count, type DayIndex } from './day-index';
import { type Completion, curveOf, delayed, type Group } from './curve';
import { type Delays, workBefore } from './delays';
import { causeOf, choiceEvent, weightOf } from './rate-behind';
import { apportioned, apportionedRecord } from './shares';

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
/** In one order: sums of fractions depend on it. */
const sorted = <Value>(all: ReadonlyMap<string, Value>): Value[] =>
  [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

/** What became of a sample's contracts. */
export class ContractCounts {
  total = 0;
  /** Completed contracts by the step whose contact brought the choice. */
  readonly byStep = new Map<string, number>();
  private readonly outcomes = new Map<OutcomeName, number>();
  private readonly left = new Map<string, Omit<Leftover, 'count'> & { count: number }>();
  private readonly completed = new Map<string, Group>();
  private readonly completions = new Map<string, Completion>();

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

  get length(): number {
    return Math.max(0, ...[...this.completed.values()].map(({ perDay }) => perDay.length));
  }

  /** Share completed at the end of each day, as if no lane had a limit. `customers`: those drawn. */
  curve(days: number, customers: number): Range[] {
    return curveOf(sorted(this.completed), { total: this.total, days, customers });
  }

  /** The same with what the lanes hold up, and how many contracts of the sample are late or lost because of it. */
  delayed(days: number, customers: number, { delays, last }: { delays: Delays; last: number }) {
    const { groups, late, lost } = delayed(sorted(this.completions), delays, last);
    return { curve: curveOf(groups, { total: this.total, days, customers }), late, lost };
  }

  /** Outcomes of so many contracts; they add up to them. */
  outcomesOf(contracts: number): Partial<Record<OutcomeName, number>> {
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, this.outcomes.get(outcome) ?? 0]));
    return apportionedRecord(counts as Partial<Record<OutcomeName, number>>, contracts);
  }

  /** Contracts left over; each outcome's add up to its count. Most frequent first. */
  leftovers(outcomes: Partial<Record<OutcomeName, number>>): Leftover[] {
    const all = sorted(this.left);
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
    const day = this.days.of(contract.at);
    count(group.perDay, day);
    const before = workBefore(journey, contract, this.days);
    const course = JSON.stringify([key, day, before]);
    const completion = this.completions.get(course) ?? { weight, before, day, count: 0 };
    this.completions.set(course, completion);
    completion.count += 1;
    const event = choiceEvent(journey, contract);
    const step = contract.cause ?? (event && causeOf(event));
    if (step !== undefined) this.byStep.set(step, (this.byStep.get(step) ?? 0) + 1);
  }
}
