import { type Calendar, localDate } from '../campaigns/calendar';
import { type CampaignDoc, channelsOf, DEFECT_STEP } from '../campaigns/campaign';
import { type Behaviour, ratesFor } from './behaviour';
import { ContractCounts } from './counts/contracts';
import { costFigures, costOf } from './counts/cost';
import { Courses } from './counts/courses';
import { DayIndex } from './counts/day-index';
import { DefectCounts } from './counts/defects';
import { type Delays } from './counts/delays';
import { milestonesOf } from './counts/milestones';
import { NotMadeCounts } from './counts/not-made';
import { capacityOf, secondPass } from './counts/second-pass';
import { StateCounts } from './counts/states';
import { WorkCounts } from './counts/work';
import {
  type Load,
  LOADS,
  type Range,
  type RehearsalResult,
  type RehearsedDay,
  type RehearsedJourney,
  type RehearsedStep,
} from './result';

export interface RehearsalSetup {
  seed: number;
  /** Customers and contracts of the campaign. */
  audience: number;
  contracts: number;
  doc: Pick<CampaignDoc, 'plan' | 'dates' | 'segments' | 'zone'>;
  calendar: Calendar;
  behaviour: Behaviour;
  /** What the installation's lanes and desks take per working day; the behaviour's own capacity comes first. */
  lanes: Partial<Record<Load, number>>;
}

const NOTHING: Range = { low: 0, likely: 0, high: 0 };
const STRANGEST = 20;
const DEFAULT_ATTEMPTS = 3;

/**
 * Adds up what the journeys of a rehearsal came to, one by one, in memory that does not grow with their number. The
 * result has the same bytes in whatever order the journeys were added.
 */
export class RehearsalCollector {
  private readonly days: DayIndex;
  private readonly work: WorkCounts;
  private readonly states: StateCounts;
  private readonly contracts: ContractCounts;
  private readonly notMade = new NotMadeCounts();
  private readonly defects = new DefectCounts();
  private readonly courses = new Courses();
  private readonly bySegments = new Map<string, { customers: number; contracts: number }>();
  private sample = 0;

  constructor(private readonly setup: RehearsalSetup) {
    const { dates, zone } = setup.doc;
    this.days = new DayIndex(localDate(dates.firstDispatch, zone), zone);
    this.work = new WorkCounts(this.days);
    this.states = new StateCounts(this.days);
    this.contracts = new ContractCounts(this.days);
  }

  /** Adds a journey that has ended. Each is added once. */
  add(journey: RehearsedJourney): void {
    const rates = ratesFor(this.setup.behaviour, journey.segments);
    this.sample += 1;
    for (const event of journey.events) this.work.add(event, rates);
    this.states.add(journey);
    this.contracts.add(journey, rates, this.segmentOf(journey));
    this.notMade.add(journey);
    this.defects.add(journey);
    this.courses.add(journey);
    const key = [...journey.segments].sort().join('\n');
    const group = this.bySegments.get(key) ?? { customers: 0, contracts: 0 };
    group.customers += 1;
    group.contracts += journey.contracts.length;
    this.bySegments.set(key, group);
  }

  /** What the rehearsal found, of the journeys added until now. */
  result(): RehearsalResult {
    const { seed, audience, contracts, doc, calendar, behaviour, lanes } = this.setup;
    const { sample } = this;
    const factor = sample === 0 ? 0 : audience / sample;
    const length = this.length();
    const capacity = capacityOf(behaviour.capacity, lanes, this.work.total);
    const steps = this.stepIds();
    const lastDispatch = this.days.of(doc.dates.lastDispatch);
    const pass = { work: this.work, days: this.days, length, calendar, capacity, factor, steps, lastDispatch };
    const { passages, overloads, notMade, delays } = secondPass(pass);
    const states = this.states.perDay(length, audience);
    const { curve, withoutLimits } = this.curves(length, delays);
    const days = curve.map((completed, index): RehearsedDay => {
      const of = (part: 'due' | 'done' | 'waiting') =>
        Object.fromEntries(LOADS.map((load) => [load, passages[load][part][index]!])) as Record<Load, number>;
      const day = this.days.day(index);
      return { day, due: of('due'), done: of('done'), waiting: of('waiting'), states: states[index]!, completed };
    });
    const outcomes = this.contracts.outcomesOf(contracts);
    const completed = (outcomes.migrated ?? 0) + (outcomes.cancelled ?? 0);
    const audienceOf = { customers: audience, contracts, bySegments: this.bySegments, attempts: this.attempts() };
    return {
      seed,
      audience,
      sample,
      contracts,
      zone: doc.zone,
      days,
      capacity,
      overloads,
      milestones: milestonesOf(days),
      completed: curve.at(-1) ?? NOTHING,
      withoutLimits,
      outcomes,
      leftovers: this.contracts.leftovers(outcomes),
      notMade: this.notMade.list(factor, notMade),
      defects: this.defects.list(factor, doc),
      cost: costFigures({ work: this.work.total, completed, audience: audienceOf }, behaviour, factor),
      steps: this.steps(steps, factor, contracts / Math.max(1, this.contracts.total)),
      strangest: this.courses.strangest(sample, STRANGEST),
    };
  }

  /** Shares completed by day as the capacity lets them be; beside them those without limits, where they differ. */
  private curves(length: number, delays: Delays): { curve: Range[] } & Pick<RehearsalResult, 'withoutLimits'> {
    const { contracts, sample } = this;
    const free = contracts.curve(length, sample);
    const last = this.closing();
    const { curve, late, lost } = contracts.delayed(length, sample, { delays, last });
    if (late === 0 && lost === 0) return { curve: free, withoutLimits: null };
    const days = free.map((completed, index) => ({ day: this.days.day(index), completed }));
    const whole = (count: number) => Math.round((count * this.setup.contracts) / Math.max(1, contracts.total));
    const withoutLimits = {
      completed: free.at(-1) ?? NOTHING,
      milestones: milestonesOf(days),
      days: free,
      later: whole(late),
      lost: whole(lost),
    };
    return { curve, withoutLimits };
  }

  /** The number of the last day on which an answer counts. */
  private closing(): number {
    const { applyBy, graceUntil } = this.setup.doc.dates;
    return this.days.of(Math.max(applyBy, graceUntil ?? 0));
  }

  /** Days from the first dispatch to the end of grace, and on while work still falls due. */
  private length(): number {
    return Math.max(this.closing() + 1, this.work.length, this.contracts.length);
  }

  /** Contracts of several segments are listed under the first one of the plan. */
  private segmentOf({ segments }: RehearsedJourney): string {
    return Object.keys(this.setup.doc.segments ?? {}).find((name) => segments.includes(name)) ?? segments[0] ?? '';
  }

  private stepIds(): string[] {
    const { steps, onDefect } = this.setup.doc.plan;
    return [...steps.map(({ id }) => id), ...(onDefect ? [DEFECT_STEP] : [])];
  }

  private attempts(): number {
    const calls = this.setup.doc.plan.steps.filter((step) => channelsOf(step).includes('phone'));
    return calls.length === 0
      ? DEFAULT_ATTEMPTS
      : Math.max(...calls.map(({ call }) => call?.attempts ?? DEFAULT_ATTEMPTS));
  }

  private steps(ids: readonly string[], factor: number, ofContracts: number): RehearsedStep[] {
    const { plan } = this.setup.doc;
    return ids.map((step) => {
      const own = plan.steps.find(({ id }) => id === step) ?? plan.onDefect;
      const { sent = 0, work } = this.work.steps.get(step) ?? {};
      const completed = this.contracts.byStep.get(step) ?? 0;
      const cost = work ? LOADS.reduce((sum, load) => sum + costOf(work, this.setup.behaviour.costs)[load], 0) : 0;
      return {
        step,
        channels: own ? channelsOf(own) : [],
        sent: Math.round(sent * factor),
        completed: Math.round(completed * ofContracts),
        cost: Math.round(cost * factor),
        addsNothing: sent === 0 || completed === 0,
      };
    });
  }
}
