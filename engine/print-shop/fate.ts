import { lot } from '../lot';
import { type Fate, type PlannedAck, type ReturnReason } from './entries';
import { calendarDaysAfter, dayOf, instantOn, postalDaysAfter } from './postal-days';
import { type Faults } from './settings';

const DELIVERY_HOUR = 10;
const MAILBAG_HOUR = 9;
const iso = (at: number) => new Date(at).toISOString();

/** Of 1,000 addresses these many are never reached, 60 in all; the same address every time. */
const RETURNS: readonly [ReturnReason, number][] = [
  ['unknown', 25],
  ['moved', 18],
  ['incomplete', 9],
  ['refused', 8],
];

const between = (draw: number, from: number, to: number) => from + Math.floor(draw * (to - from + 1));

function returnReason(seed: number, address: string): ReturnReason | undefined {
  let left = lot(seed, 'returned', address) * 1_000;
  for (const [reason, share] of RETURNS) {
    if (left < share) return reason;
    left -= share;
  }
  return undefined;
}

/**
 * What the post does with a letter posted at `at`: in the letter box after 1 to 3 postal days, or back in the sender's
 * mailbag after 3 to 7 days. `nth` counts the letters to this address.
 */
export function fateOf(seed: number, letter: { no: number; address: string; nth: number; at: number }): Fate {
  const { no, address, nth, at } = letter;
  const day = dayOf(at);
  const reason = returnReason(seed, address);
  const draw = lot(seed, 'days', address, nth);
  if (!reason) return { no, at: iso(instantOn(postalDaysAfter(day, between(draw, 1, 3)), DELIVERY_HOUR)) };
  return { no, at: iso(instantOn(calendarDaysAfter(day, between(draw, 3, 7)), MAILBAG_HOUR)), reason };
}

/** When a form posted at `at` reaches the desk, 2 to 4 days later, and its postmark where it is legible (one in three). */
export function formFate(seed: number, form: string, at: number): { dueAt: string; postmarkOn: string | null } {
  const day = dayOf(at);
  const dueOn = calendarDaysAfter(day, between(lot(seed, 'form days', form), 2, 4));
  const legible = lot(seed, 'postmark', form) < 1 / 3;
  return { dueAt: iso(instantOn(dueOn, MAILBAG_HOUR)), postmarkOn: legible ? day : null };
}

/** True when the machine spoils this envelope. */
export function isSpoiled(faults: Faults, key: string, no: number): boolean {
  return lot(faults.seed, 'spoil', key, no) < faults.spoil;
}

/** The acknowledgements of a run posted at `at`: usually one, at once. */
export function acksOf(faults: Faults, key: string, at: number): PlannedAck[] {
  const hits = (fault: 'ackLate' | 'ackTwice' | 'miscount') => lot(faults.seed, fault, key) < faults[fault];
  const nextDay = (from: string) => iso(instantOn(postalDaysAfter(dayOf(Date.parse(from)), 1), DELIVERY_HOUR));
  const acks = [{ due: hits('ackLate') ? nextDay(iso(at)) : iso(at), wrong: hits('miscount') }];
  for (const more of [acks[0]?.wrong, hits('ackTwice')]) {
    if (more) acks.push({ due: nextDay(acks.at(-1)!.due), wrong: false });
  }
  return acks;
}
