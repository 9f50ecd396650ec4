import { type Behaviour, type Costs, nthOf, type Rates, ratesFor } from '../behaviour';
import { type Load, LOADS, type RehearsedCost } from '../result';

/** Work of a sample, from which its cost follows. Minutes in tenths, so that sums do not depend on their order. */
export interface Work {
  letters: number;
  mails: number;
  sms: number;
  /** Forms, and forms and letters that came back. */
  forms: number;
  returns: number;
  deskTenths: number;
  inquiryTenths: number;
  attempts: number;
  callTenths: number;
}

export const noWork = (): Work => ({
  ...{ letters: 0, mails: 0, sms: 0, forms: 0, returns: 0 },
  ...{ deskTenths: 0, inquiryTenths: 0, attempts: 0, callTenths: 0 },
});

export const tenths = (minutes: number): number => Math.round(minutes * 10);

/** Yen by load, not rounded. */
export function costOf(work: Work, costs: Costs): Record<Load, number> {
  return {
    letters: work.letters * (costs.printing.yen + costs.postage.yen),
    mails: work.mails * costs.mail.yen,
    sms: work.sms * costs.sms.yen,
    returns: work.forms * costs.replyPostage.yen + (work.deskTenths * costs.deskMinute.yen) / 10,
    inquiries: (work.inquiryTenths * costs.inquiryMinute.yen) / 10,
    calls: work.attempts * costs.callAttempt.yen + (work.callTenths * costs.callMinute.yen) / 10,
  };
}

/** What calling a customer comes to on average: attempts, minutes of all of them, and the share that chooses. */
export function callExpected(
  rates: Rates,
  most = rates.call.reached.length,
): Record<'calls' | 'minutes' | 'chosen', number> {
  const { reached, chooses, minutesReached, minutesMissed } = rates.call;
  let open = 1;
  let calls = 0;
  let minutes = 0;
  for (let attempt = 1; attempt <= most; attempt++) {
    const share = nthOf(reached, attempt)?.likely ?? 0;
    calls += open;
    minutes += open * (share * minutesReached.likely + (1 - share) * minutesMissed.likely);
    open *= 1 - share;
  }
  return { calls, minutes, chosen: (1 - open) * chooses.likely };
}

export interface Audience {
  customers: number;
  contracts: number;
  /** Of the sample, by their segments joined by a line break. */
  bySegments: ReadonlyMap<string, { customers: number; contracts: number }>;
  /** Most attempts of a call by the plan. */
  attempts: number;
}

/**
 * The cost of a campaign beside that of calling every customer: as many attempts as the plan's calls have, each customer
 * reached and choosing at the rates of a call. `completed`: contracts of the audience that are migrated or cancelled.
 */
export function costFigures(
  { work, completed, audience }: { work: Work; completed: number; audience: Audience },
  behaviour: Behaviour,
  factor: number,
): RehearsedCost {
  const raw = costOf(work, behaviour.costs);
  const byLoad = Object.fromEntries(LOADS.map((load) => [load, Math.round(raw[load] * factor)])) as Record<
    Load,
    number
  >;
  const total = LOADS.reduce((sum, load) => sum + byLoad[load], 0);
  const baseline = baselineOf(audience, behaviour, factor);
  const perCompleted = completed === 0 ? null : rounded(total / completed);
  const apart = perCompleted !== null && baseline.perCompleted !== null && baseline.perCompleted > 0;
  return {
    byLoad,
    total,
    perCompleted,
    work: {
      forms: Math.round(work.forms * factor),
      deskMinutes: minutesOf(work.deskTenths * factor),
      inquiryMinutes: minutesOf(work.inquiryTenths * factor),
      callMinutes: minutesOf(work.callTenths * factor),
    },
    baseline,
    saving: baseline.total === 0 ? null : share(1 - total / baseline.total),
    savingPerCompleted: apart ? share(1 - perCompleted / baseline.perCompleted!) : null,
  };
}

function baselineOf({ bySegments, attempts }: Audience, behaviour: Behaviour, factor: number) {
  const { callAttempt, callMinute } = behaviour.costs;
  const sums = { calls: 0, minutes: 0, chosen: 0 };
  // in the order of their names: sums of fractions depend on it
  for (const [names, { customers, contracts }] of [...bySegments].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const one = callExpected(ratesFor(behaviour, names === '' ? [] : names.split('\n')), attempts);
    sums.calls += one.calls * customers;
    sums.minutes += one.minutes * customers;
    sums.chosen += one.chosen * contracts;
  }
  const [calls, minutes] = [Math.round(sums.calls * factor), Math.round(sums.minutes * factor)];
  const total = Math.round(calls * callAttempt.yen + minutes * callMinute.yen);
  const chosen = sums.chosen * factor;
  return { calls, minutes, total, perCompleted: chosen === 0 ? null : rounded(total / chosen) };
}

const minutesOf = (inTenths: number): number => Math.round(inTenths) / 10;
const rounded = (yen: number): number => Math.round(yen * 10) / 10;
const share = (value: number): number => Math.round(value * 10_000) / 10_000;
