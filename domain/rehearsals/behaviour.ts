import { type Channel } from '../campaigns/campaign';
import { type FormDefect } from '../returns/return-rules';
import { type Load } from './result';

/**
 * A rate or size with its range, and where it is from. `likely` is what a rehearsal draws by; `low` and `high` give the
 * range of the result. `source`: `assumption`, a name of `SOURCES`, or the client's own words.
 */
export interface Estimate {
  low: number;
  likely: number;
  high: number;
  source: string;
}

/** When something happens: weights by whole days after its cause. They need not add up to 1. */
export interface Curve {
  days: Record<string, number>;
  source: string;
}

/** An amount in yen. */
export interface Price {
  yen: number;
  source: string;
}

/** How customers behave. Shares are of those who could still do it, 0 to 1. */
export interface Rates {
  /** Mails and SMS that come back at once and for good. */
  bounce: { mail: Estimate; sms: Estimate };
  letter: {
    /** Business days from posting to arrival. */
    arrivesAfter: Curve;
    /** Letters that come back, and of those the ones refused, and the ones kept until no one fetched them. */
    undeliverable: Estimate;
    refused: Estimate;
    absent: Estimate;
    /** Days from posting until they are back. */
    returnedAfter: Curve;
  };
  /** Answers that a contact brings: to the first, the second and each further one. A call: after it, on the web. */
  web: Record<Channel, Estimate[]>;
  /** Forms that a letter brings, counted likewise. */
  paper: Estimate[];
  answer: {
    /** Days from the contact, or a letter's arrival, to the answer on the web. */
    webAfter: Curve;
    /** Days from a letter's arrival until its form is back. */
    paperAfter: Curve;
    /** Of the answers those that migrate; the rest cancel. */
    migrate: Estimate;
    /** Answers taken back, and after how many days. */
    withdrawn: Estimate;
    withdrawnAfter: Curve;
    /** Customers who answered on the web and send the form as well. */
    twice: Estimate;
  };
  form: {
    /** Forms with a defect, and of those who hear of it the ones who mend it. */
    defective: Estimate;
    mended: Estimate;
    /**
     * What they lack: shares in relation to each other. What the campaign's form does not ask for does not occur. Absent
     * in what was stored before there were kinds: each such form lacks the signature.
     */
    kinds?: Record<FormDefect, Estimate>;
    /** Business days from receipt to the decision. */
    decidedAfter: Curve;
    /** Minutes at the desk, per form or returned letter. */
    minutes: Estimate;
  };
  /** Customers who stop a channel because of a contact on it. */
  optOut: Record<Channel, Estimate>;
  inquiry: {
    /** Calls that a contact brings, per customer. */
    calls: Record<Channel, Estimate>;
    /** Days from the contact, or a letter's arrival, to the call. */
    after: Curve;
    minutes: Estimate;
  };
  call: {
    /** Customers reached at the first, second … attempt, of those not reached before; the last one is for all further. */
    reached: Estimate[];
    /** Of those reached the ones who choose in the call. */
    chooses: Estimate;
    minutesReached: Estimate;
    minutesMissed: Estimate;
  };
}

/** What contacts and work cost. */
export interface Costs {
  /** Printing and enclosing, and postage, per letter. */
  printing: Price;
  postage: Price;
  /** 料金受取人払 per form: postage and fee. */
  replyPostage: Price;
  mail: Price;
  sms: Price;
  /** Per attempt, whatever it comes to, and per minute. */
  callAttempt: Price;
  callMinute: Price;
  inquiryMinute: Price;
  deskMinute: Price;
}

/** Rates that differ for a segment; what is absent is as for all. */
export type RatesPatch = { [Part in keyof Rates]?: Rates[Part] extends unknown[] ? Rates[Part] : Partial<Rates[Part]> };

/** Per working day; `callMinutes` may stand in place of `calls`. What is absent is as the installation's lanes say. */
export type CapacityGiven = Partial<Record<Load | 'callMinutes', number>>;

export interface Behaviour {
  rates: Rates;
  /** Segments of the plan by name. For a customer of several, the first one here that gives a rate counts. */
  segments: { segment: string; rates: RatesPatch }[];
  costs: Costs;
  capacity: CapacityGiven;
}

const ratesBySegments = new WeakMap<Behaviour, Map<string, Rates>>();

/** The rates for a customer of these segments. */
export function ratesFor(behaviour: Behaviour, segments: readonly string[]): Rates {
  const given = behaviour.segments.filter(({ segment }) => segments.includes(segment));
  if (given.length === 0) return behaviour.rates;
  const ready = ratesBySegments.get(behaviour) ?? new Map<string, Rates>();
  ratesBySegments.set(behaviour, ready);
  const key = given.map(({ segment }) => segment).join('\n');
  const found = ready.get(key);
  if (found) return found;
  const rates = given.reduceRight<Rates>((base, { rates: own }) => withRates(base, own), behaviour.rates);
  ready.set(key, rates);
  return rates;
}

/** The rates with those given in place of their own. */
export function withRates(rates: Rates, patch: RatesPatch): Rates {
  const parts = Object.entries(patch).map(([part, given]) => {
    const now = rates[part as keyof Rates];
    return [part, Array.isArray(given) ? given : { ...now, ...given }];
  });
  return { ...rates, ...(Object.fromEntries(parts) as Partial<Rates>) };
}

/** Of a list by number, counted from 1: the last one stands for all further. */
export const nthOf = <Item>(list: readonly Item[], nth: number): Item | undefined =>
  list[Math.min(nth, list.length) - 1];

/** The days of a curve with their weights, earliest first. */
export const daysOf = ({ days }: Curve): { days: number[]; weights: number[] } => {
  const entries = Object.entries(days)
    .map(([day, weight]) => [Number(day), weight] as const)
    .sort(([a], [b]) => a - b);
  return { days: entries.map(([day]) => day), weights: entries.map(([, weight]) => weight) };
};

/** A curve's days, earliest first, with their parts of the whole, and the day by which half of it is over. */
interface CurveParts {
  days: number[];
  parts: number[];
  median: number;
}

/** Read for every customer and day of a planned wave, so worked out once a curve. */
const partsOfCurves = new WeakMap<Curve, CurveParts>();

/** A curve as parts that add up to 1; none where it has no weight. */
export function partsOf(curve: Curve): CurveParts {
  const found = partsOfCurves.get(curve);
  if (found) return found;
  const { days, weights } = daysOf(curve);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = total > 0 ? weights.map((weight) => weight / total) : [];
  let [sum, median] = [0, 0];
  for (const [index, part] of parts.entries()) {
    if (sum < 0.5) median = days[index]!;
    sum += part;
  }
  const made = { days, parts, median };
  partsOfCurves.set(curve, made);
  return made;
}
