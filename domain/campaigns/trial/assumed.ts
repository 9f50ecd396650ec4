import { type Behaviour, type Curve, nthOf, partsOf, type Rates } from '../../rehearsals/behaviour';
import { type Channel } from '../campaign';

/** First contacts by channel and by whole days since. */
export interface ContactsByAge {
  channel: Channel;
  age: number;
  sent: number;
}

/** What was assumed of these contacts by now, counted as in TrialMeasured. */
export interface TrialAssumed {
  lost: Partial<Record<Channel, number>>;
  answered: number;
  inquiries: number;
  /** Of the attempts to call, the share in which the customer is spoken to, 0 to 1. */
  reached: number;
}

/**
 * What the behaviour leads one to expect of first contacts until now: each contact by its age, so that a trial of three
 * days is compared with three days.
 */
export function assumedOf(contacts: readonly ContactsByAge[], { rates }: Behaviour): TrialAssumed {
  const lost: TrialAssumed['lost'] = {};
  let answered = 0;
  let inquiries = 0;
  for (const { channel, age, sent } of contacts) {
    const gone = sent * lostBy(rates, channel, age);
    if (channel !== 'phone') lost[channel] = (lost[channel] ?? 0) + gone;
    answered += sent * answeredBy(rates, channel, age);
    inquiries += sent * rates.inquiry.calls[channel].likely * partBy(rates.inquiry.after, age);
  }
  return { lost, answered, inquiries, reached: reachedPerAttempt(rates) };
}

function lostBy(rates: Rates, channel: Channel, age: number): number {
  if (channel === 'phone') return 0;
  if (channel !== 'post') return rates.bounce[channel].likely;
  return rates.letter.undeliverable.likely * partBy(rates.letter.returnedAfter, age);
}

function answeredBy(rates: Rates, channel: Channel, age: number): number {
  const web = (nthOf(rates.web[channel], 1)?.likely ?? 0) * partBy(rates.answer.webAfter, age);
  const paper = channel === 'post' ? (nthOf(rates.paper, 1)?.likely ?? 0) * partBy(rates.answer.paperAfter, age) : 0;
  return web + paper;
}

/** The part of a curve that is over after so many days, 0 to 1. */
function partBy(curve: Curve, age: number): number {
  const { days, parts } = partsOf(curve);
  return parts.reduce((sum, part, index) => sum + (days[index]! <= age ? part : 0), 0);
}

/** Over three attempts: of all that are made, the share in which someone is spoken to. */
export function reachedPerAttempt({ call }: Rates): number {
  let [open, made, reached] = [1, 0, 0];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const now = open * (nthOf(call.reached, attempt)?.likely ?? 0);
    made += open;
    reached += now;
    open -= now;
  }
  return made > 0 ? reached / made : 0;
}
