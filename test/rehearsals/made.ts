import { type Calendar } from '../../domain/campaigns/calendar';
import {
  type Behaviour,
  type Estimate,
  type Rates,
  type RatesPatch,
  withRates,
} from '../../domain/rehearsals/behaviour';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { type RehearsalSetup } from '../../domain/rehearsals/collector';
import { type RehearsedJourney } from '../../domain/rehearsals/result';

/** 2027-02-11 is a Thursday and a holiday. */
export const CALENDAR: Calendar = { zone: 'Asia/Tokyo', weekend: true, closed: new Set(['2027-02-11']) };

/** An instant in Japan: `2027-02-01 10:00`. */
export const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+09:00`);

/** A rate without a range. */
export const sure = (likely: number): Estimate => ({ low: likely, likely, high: likely, source: 'assumption' });
export const range = (low: number, likely: number, high: number): Estimate => ({
  ...{ low, likely, high },
  source: 'assumption',
});
const none = sure(0);

/** Customers who do nothing: every contact arrives, no one reacts. */
export const SILENT: Rates = withRates(DEFAULT_BEHAVIOUR.rates, {
  bounce: { mail: none, sms: none },
  letter: { undeliverable: none, refused: none, absent: none },
  web: { mail: [none], sms: [none], post: [none], phone: [none] },
  paper: [none],
  answer: { withdrawn: none, twice: none, migrate: sure(1) },
  form: { defective: none },
  optOut: { mail: none, sms: none, post: none, phone: none },
  inquiry: { calls: { mail: none, sms: none, post: none, phone: none } },
  call: { reached: [none], chooses: none },
});

export const behaving = (rates: RatesPatch, more: Partial<Behaviour> = {}): Behaviour => ({
  ...DEFAULT_BEHAVIOUR,
  rates: withRates(SILENT, rates),
  ...more,
});

type Doc = RehearsalSetup['doc'];
const step = (id: string, channel: 'mail' | 'post' | 'phone'): Doc['plan']['steps'][number] => ({
  ...{ id, kind: 'notice', purpose: 'service_notice', notice: id, wait: { days: 7 } },
  first: [channel],
});

/** Mail on Monday 2027-02-01, then a letter, then a call; answers count until 2027-02-12. */
export const DOC: Doc = {
  zone: 'Asia/Tokyo',
  plan: { steps: [step('first', 'mail'), step('letter', 'post'), step('call', 'phone')] },
  dates: {
    firstDispatch: at('2027-02-01 00:00'),
    applyBy: at('2027-02-12 23:59'),
    applyByRule: 'arrival',
    lastDispatch: at('2027-02-10 23:59'),
    endOfService: at('2027-02-20 23:59'),
    graceUntil: null,
    claimsUntil: null,
  },
  segments: { elderly: { ageFrom: 75 }, companies: { kind: 'company' } },
};

export const setup = (more: Partial<RehearsalSetup> = {}): RehearsalSetup => ({
  ...{ seed: 1, audience: 4, contracts: 4, doc: DOC, calendar: CALENDAR, behaviour: behaving({}), lanes: {} },
  ...more,
});

/** A journey that was written to by mail at 10:00 on the first day and has been silent since. */
export const silent = (journey: number, more: Partial<RehearsedJourney> = {}): RehearsedJourney => ({
  journey,
  segments: [],
  events: [{ at: at('2027-02-01 10:00'), kind: 'sent', step: 'first', channel: 'mail' }],
  contracts: [{ outcome: 'lapsed', at: at('2027-02-12 23:59'), why: 'notified_and_silent' }],
  states: [
    { at: at('2027-02-01 10:00'), state: 'notified' },
    { at: at('2027-02-12 23:59'), state: 'closed' },
  ],
  ...more,
});

/** A journey that answered on the web at this instant. */
export const answered = (journey: number, when: string, more: Partial<RehearsedJourney> = {}): RehearsedJourney =>
  silent(journey, {
    events: [
      { at: at('2027-02-01 10:00'), kind: 'sent', step: 'first', channel: 'mail' },
      { at: at(when), kind: 'answered_online', channel: 'mail', cause: 'first', why: 'migrate' },
    ],
    contracts: [{ outcome: 'migrated', at: at(when), why: 'web', cause: 'first' }],
    states: [
      { at: at('2027-02-01 10:00'), state: 'notified' },
      { at: at(when), state: 'closed' },
    ],
    ...more,
  });

/** A seed for this run, printed in the test's name. */
export const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/**
 * The fewest and most successes of `n` trials that are possible at all but one run in a billion, by the exact binomial
 * distribution.
 */
export function binomialBounds(n: number, share: number, tail = 5e-10): { least: number; most: number } {
  if (share <= 0 || share >= 1) return { least: share <= 0 ? 0 : n, most: share <= 0 ? 0 : n };
  const log = [0];
  for (let i = 1; i <= n; i++) log.push(log[i - 1]! + Math.log(i));
  const mass = (k: number) =>
    Math.exp(log[n]! - log[k]! - log[n - k]! + k * Math.log(share) + (n - k) * Math.log(1 - share));
  let least = 0;
  for (let sum = mass(0); sum < tail; sum += mass(least)) least += 1;
  let most = n;
  for (let sum = mass(n); sum < tail; sum += mass(most)) most -= 1;
  return { least, most };
}
