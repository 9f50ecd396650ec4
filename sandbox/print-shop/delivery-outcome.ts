import { seededRandom } from '../support/seeded-random';
import { type DeliveryOutcome, type PlannedAck, type ReturnReason } from './entries';
import { calendarDaysAfter, dayOf, instantOn, postalDaysAfter } from './postal-days';
import { type Faults } from './settings';

const DELIVERY_HOUR = 10;
const MAILBAG_HOUR = 9;
const iso = (at: number) => new Date(at).toISOString();

/** Undeliverable addresses per 1,000, by reason; 60 in all. Fixed per address. */
const RETURNS: readonly [ReturnReason, number][] = [
  ['unknown', 25],
  ['moved', 18],
  ['incomplete', 9],
  ['refused', 8],
];

const between = (draw: number, from: number, to: number) => from + Math.floor(draw * (to - from + 1));

function returnReason(seed: number, address: string): ReturnReason | undefined {
  let left = seededRandom(seed, 'returned', address) * 1_000;
  for (const [reason, share] of RETURNS) {
    if (left < share) return reason;
    left -= share;
  }
  return undefined;
}

/**
 * The delivery outcome of a letter posted at `at`: delivered after 1 to 3 postal days, or returned to the sender's
 * mailbag after 3 to 7 days. `nth` counts the letters to this address.
 */
export function outcomeOf(
  seed: number,
  letter: { no: number; address: string; nth: number; at: number },
): DeliveryOutcome {
  const { no, address, nth, at } = letter;
  const day = dayOf(at);
  const reason = returnReason(seed, address);
  const draw = seededRandom(seed, 'days', address, nth);
  if (!reason) return { no, at: iso(instantOn(postalDaysAfter(day, between(draw, 1, 3)), DELIVERY_HOUR)) };
  return { no, at: iso(instantOn(calendarDaysAfter(day, between(draw, 3, 7)), MAILBAG_HOUR)), reason };
}

/** When a form posted at `at` reaches the desk (2 to 4 days later), and its postmark where legible (one in three). */
export function formOutcome(seed: number, form: string, at: number): { dueAt: string; postmarkOn: string | null } {
  const day = dayOf(at);
  const dueOn = calendarDaysAfter(day, between(seededRandom(seed, 'form days', form), 2, 4));
  const legible = seededRandom(seed, 'postmark', form) < 1 / 3;
  return { dueAt: iso(instantOn(dueOn, MAILBAG_HOUR)), postmarkOn: legible ? day : null };
}

/** Whether the posting slip of this run is short of a piece. */
export const isSlipShort = (faults: Faults, key: string): boolean =>
  seededRandom(faults.seed, 'slipShort', key) < faults.slipShort;

/** Whether the machine spoils this envelope. */
export function isSpoiled(faults: Faults, key: string, no: number): boolean {
  return seededRandom(faults.seed, 'spoil', key, no) < faults.spoil;
}

/** The acknowledgements of a run posted at `at`: usually one, at once. */
export function acksOf(faults: Faults, key: string, at: number): PlannedAck[] {
  return plannedOf({ late: 'ackLate', twice: 'ackTwice', wrong: 'miscount' }, { faults, key, at });
}

/** The answers to a recall read at `at`: usually one, at once. */
export const recallAnswersOf = (faults: Faults, key: string, at: number): PlannedAck[] =>
  plannedOf({ late: 'recallLate', twice: 'recallTwice', wrong: 'recallMiscount' }, { faults, key, at });

/** From when on a run accepted at `at` is posted: at once, or on the next postal day. */
export function postedFrom(faults: Faults, key: string, at: string): string {
  return seededRandom(faults.seed, 'postLate', key) < faults.postLate ? nextDay(at) : at;
}

const nextDay = (from: string, days = 1) =>
  iso(instantOn(postalDaysAfter(dayOf(Date.parse(from)), days), DELIVERY_HOUR));

type Fault = Exclude<keyof Faults, 'seed' | 'correctAfter'>;

function plannedOf(
  names: { late: Fault; twice: Fault; wrong: Fault },
  { faults, key, at }: { faults: Faults; key: string; at: number },
): PlannedAck[] {
  const hits = (fault: Fault) => seededRandom(faults.seed, fault, key) < faults[fault];
  const planned = [{ due: hits(names.late) ? nextDay(iso(at)) : iso(at), wrong: hits(names.wrong) }];
  const last = () => planned.at(-1)!.due;
  if (planned[0]?.wrong) planned.push({ due: nextDay(last(), faults.correctAfter), wrong: false });
  if (hits(names.twice)) planned.push({ due: nextDay(last()), wrong: false });
  return planned;
}
