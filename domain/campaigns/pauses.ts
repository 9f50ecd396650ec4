import { type DueContext, hoursOn, instantOf, localDate, nextAllowed } from './calendar';
import { type Channel } from './campaign';
import { type PauseFact, type SentFact } from '../journeys/facts';

/** An area as it was requested; its residents are kept as a list of customers, to which new addresses are added. */
export interface PauseArea {
  /** A postal code, or its first three digits or more. */
  postalCode?: string;
  /** The beginning of an address, such as a prefecture with a city. */
  city?: string;
  /** Only the customers of a given list: later residents are not added. */
  fixed?: true;
}

/** A contact as a pause sees it. */
export interface Contact {
  channel: Channel;
  notice: string;
}

const covers = (pause: PauseFact, { channel, notice }: Contact): boolean =>
  (pause.channel ?? channel) === channel && (pause.notice ?? notice) === notice;

const endOf = ({ until }: PauseFact): number => until ?? Infinity;

/**
 * The pause that stops a contact at `now`, undefined when there is none. Pauses that wait take precedence over those
 * that fall back to the next channel; of several the one that ends last.
 */
export function pauseOn(contact: Contact, pauses: PauseFact[] | undefined, now: number): PauseFact | undefined {
  const inForce = (pauses ?? []).filter((pause) => endOf(pause) > now && covers(pause, contact));
  const waiting = inForce.filter((pause) => !pause.fallThrough);
  return lastToEnd(waiting.length > 0 ? waiting : inForce);
}

/** Of several pauses the one that ends last. */
export function lastToEnd(pauses: PauseFact[]): PauseFact | undefined {
  return pauses.reduce<PauseFact | undefined>(
    (last, pause) => (last === undefined || endOf(pause) > endOf(last) ? pause : last),
    undefined,
  );
}

/** Without pauses that ended before the last contact: no current wait began before their end. */
export function pausesThatCount(pauses: PauseFact[] = [], sent: SentFact[] = []): PauseFact[] {
  const last = sent.findLast(({ status }) => !['withdrawn', 'failed', 'recalled'].includes(status));
  return pauses.filter(({ until }) => until === null || last === undefined || until > last.at);
}

/** A pause that is over. */
export type Span = PauseFact & { until: number };

/** Pauses that are over at `now` and stopped at least one of these contacts; oldest first. */
export function pausesOver(contacts: Contact[], pauses: PauseFact[] | undefined, now: number): Span[] {
  return (pauses ?? [])
    .filter((pause): pause is Span => endOf(pause) <= now && contacts.some((contact) => covers(pause, contact)))
    .sort((a, b) => a.from - b.from || a.until - b.until);
}

/**
 * When a wait that began at `base` ends, given pauses that extend waits. Each pause that began during the wait moves
 * its start by the time the wait was stopped. Overlapping pauses count once.
 */
export function extendedDue(base: number, spans: Span[], dueFrom: (base: number) => number): number {
  let shift = 0;
  let counted = base;
  for (const { from, until, extend } of spans) {
    const begins = Math.max(from, counted);
    if (!extend || until <= begins || begins >= dueFrom(base + shift)) continue;
    shift += until - begins;
    counted = until;
  }
  return dueFrom(base + shift);
}

/**
 * Moves a contact that was due before the end of a pause and not sent to the customer's position in the rest of the
 * window after it.
 */
export function releasedDue(due: number, spans: Span[], ctx: DueContext): number {
  return spans.reduce((at, { until }) => (at < until ? releaseAt(until, ctx) : at), due);
}

/**
 * The customer's position in the rest of the allowed window at `at`, or in the next window, so that contacts stopped by
 * a pause do not all leave at once. Never before `at`, never in quiet hours.
 */
export function releaseAt(at: number, { calendar, quiet, spread, slotMs }: DueContext): number {
  const { zone } = calendar;
  const opens = nextAllowed(at, quiet, zone);
  const day = localDate(opens, zone);
  const hours = quiet && hoursOn(day, quiet);
  const quietFrom = hours && hours !== 'closed' ? instantOf(day, hours.from, zone) : opens;
  const closes = quietFrom > opens ? quietFrom : instantOf(day, '24:00', zone);
  return opens + Math.floor(spread * Math.max(0, closes - opens - slotMs));
}
