import { type OutcomeName } from '../journeys/states';
import { type Load, LOADS, type Milestone, type Range, type RehearsalResult } from './result';

/** A figure of two rehearsals. `change`: after − before; null where one of them has none. */
export interface Compared<Value = number | null> {
  before: Value;
  after: Value;
  change: number | null;
}

export interface LoadComparison {
  load: Load;
  /** Whole of the rehearsed days. */
  total: Compared;
  /** The most on one day. */
  peak: Compared;
  /** Working days that end with work waiting. */
  overloadDays: Compared;
  cost: Compared;
}

/** What changed from one rehearsal to another. Shares are 0 to 1, money is yen, milestones are local dates. */
export interface RehearsalComparison {
  /** Whether customers and contracts are the same ones in number, so that counts can be compared. */
  sameAudience: boolean;
  completed: { before: Range; after: Range; change: number };
  /** `change`: days later. */
  milestones: { share: Milestone['share']; likely: Compared<string | null> }[];
  loads: LoadComparison[];
  outcomes: ({ outcome: OutcomeName } & Compared)[];
  leftovers: ({ outcome: OutcomeName; segment: string; why: string } & Compared)[];
  cost: Record<'total' | 'perCompleted' | 'saving' | 'savingPerCompleted', Compared>;
  /** Whether the two shares may be chance: their ranges overlap. */
  withinRange: boolean;
}

const DAY = 86_400_000;

const compared = (before: number | null, after: number | null): Compared => ({
  before,
  after,
  change: before === null || after === null ? null : digits(after - before),
});
const digits = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The differences of two rehearsals' key figures, the same whichever campaign version they are of. */
export function compareRehearsals(before: RehearsalResult, after: RehearsalResult): RehearsalComparison {
  const [a, b] = [before.completed, after.completed];
  const money = (of: 'total' | 'perCompleted' | 'saving' | 'savingPerCompleted') =>
    compared(before.cost[of], after.cost[of]);
  return {
    sameAudience: before.audience === after.audience && before.contracts === after.contracts,
    completed: { before: a, after: b, change: digits(b.likely - a.likely) },
    milestones: before.milestones.map(({ share, likely }) => {
      const later = after.milestones.find((milestone) => milestone.share === share)?.likely ?? null;
      return { share, likely: { before: likely, after: later, change: daysBetween(likely, later) } };
    }),
    loads: LOADS.map((load) => compareLoad(load, before, after)),
    outcomes: compareOutcomes(before, after),
    leftovers: compareLeftovers(before, after),
    cost: {
      total: money('total'),
      perCompleted: money('perCompleted'),
      saving: money('saving'),
      savingPerCompleted: money('savingPerCompleted'),
    },
    withinRange: a.low <= b.high && b.low <= a.high,
  };
}

const daysBetween = (from: string | null, until: string | null): number | null =>
  from === null || until === null ? null : Math.round((Date.parse(until) - Date.parse(from)) / DAY);

function compareLoad(load: Load, before: RehearsalResult, after: RehearsalResult): LoadComparison {
  const due = ({ days }: RehearsalResult) => days.map((day) => day.due[load]);
  const both = (figure: (result: RehearsalResult) => number) => compared(figure(before), figure(after));
  return {
    load,
    total: both((result) => due(result).reduce((sum, count) => sum + count, 0)),
    peak: both((result) => due(result).reduce((most, count) => Math.max(most, count), 0)),
    overloadDays: both(({ overloads }) => overloads.filter((one) => one.load === load).length),
    cost: both(({ cost }) => cost.byLoad[load]),
  };
}

function compareOutcomes(before: RehearsalResult, after: RehearsalResult): RehearsalComparison['outcomes'] {
  const names = [...new Set([...Object.keys(before.outcomes), ...Object.keys(after.outcomes)])] as OutcomeName[];
  return names.map((outcome) => ({
    outcome,
    ...compared(before.outcomes[outcome] ?? 0, after.outcomes[outcome] ?? 0),
  }));
}

/** Those that changed most first. */
function compareLeftovers(before: RehearsalResult, after: RehearsalResult): RehearsalComparison['leftovers'] {
  const keyOf = ({ outcome, segment, why }: { outcome: string; segment: string; why: string }) =>
    [outcome, segment, why].join('\n');
  const counts = (result: RehearsalResult) => new Map(result.leftovers.map((entry) => [keyOf(entry), entry]));
  const [old, now] = [counts(before), counts(after)];
  return [...new Map([...old, ...now]).entries()]
    .map(([key, { outcome, segment, why }]) => ({
      ...{ outcome, segment, why },
      ...compared(old.get(key)?.count ?? 0, now.get(key)?.count ?? 0),
    }))
    .sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1));
}
