import { type Calendar, isBusinessDay } from '../../campaigns/calendar';
import { type CapacityGiven } from '../behaviour';
import { type Passage, queueThroughLane } from '../lanes';
import { type Load, LOADS, type NotMade, type Overload } from '../result';
import { type DayIndex } from './day-index';
import { Delays } from './delays';
import { scaledDays } from './shares';
import { CONTACTS, type DueWork, type WorkCounts, workKey } from './work';

/**
 * What a working day takes: the behaviour's own figures before those of the installation. `callMinutes` are turned into
 * calls by the mean length of a call, missed ones included; undefined where there was no call.
 */
export function capacityOf(
  given: CapacityGiven,
  lanes: Partial<Record<Load, number>>,
  { attempts, callTenths }: { attempts: number; callTenths: number },
): Partial<Record<Load, number>> {
  const { callMinutes, ...own } = given;
  const calls =
    callMinutes !== undefined && callTenths > 0 ? Math.floor((callMinutes * 10 * attempts) / callTenths) : undefined;
  const all: Partial<Record<Load, number>> = { ...lanes, ...(calls !== undefined && { calls }), ...own };
  return Object.fromEntries(LOADS.filter((load) => all[load] !== undefined).map((load) => [load, all[load]]));
}

export interface SecondPass {
  passages: Record<Load, Passage>;
  overloads: Overload[];
  /** Contacts that came later than due, or not at all. */
  notMade: NotMade[];
  /** By load and key: what became of the work that fell due on a day, where not all of it was done then. */
  delays: Delays;
}

interface Pass {
  work: WorkCounts;
  days: DayIndex;
  /** Number of days. */
  length: number;
  calendar: Calendar;
  capacity: Partial<Record<Load, number>>;
  factor: number;
  steps: readonly string[];
  /** The day of the last dispatch: contacts that still wait at its end are not made. */
  lastDispatch: number;
}

/** Queues each load of the audience through its capacity. */
export function secondPass(pass: Pass): SecondPass {
  const { work, days, length, calendar, capacity, factor, steps, lastDispatch } = pass;
  const names = Array.from({ length }, (_, index) => days.day(index));
  const working = names.map((day) => isBusinessDay(day, calendar));
  const passages = {} as Record<Load, Passage>;
  const overloads: Overload[] = [];
  const notMade: NotMade[] = [];
  const delays = new Delays();
  for (const load of LOADS) {
    const all = work.of(load, steps);
    const due = all.map(({ perDay }, index) => ({ key: String(index), perDay: scaledDays(perDay, factor, length) }));
    const ends = CONTACTS.includes(load) && { lastDay: lastDispatch };
    const limit = capacity[load];
    const open = load === 'mails' || load === 'sms' ? names.map(() => true) : working;
    const passage = queueThroughLane(due, { capacity: limit, open, ...ends });
    passages[load] = passage;
    all.forEach(({ step, channel }, index) => {
      const waits = passage.waits.get(String(index));
      if (waits) delays.note({ load, key: workKey(step, channel) }, waits, due[index]!.perDay);
    });
    if (CONTACTS.includes(load)) notMade.push(...notMadeOf(passage, all));
    if (limit === undefined) continue;
    names.forEach((day, index) => {
      const waiting = passage.waiting[index]!;
      if (open[index] && waiting > 0) overloads.push({ load, day, due: passage.due[index]!, capacity: limit, waiting });
    });
  }
  return { passages, overloads, notMade, delays };
}

function notMadeOf({ late, unmade }: Passage, work: readonly DueWork[]): NotMade[] {
  const entries = (counts: ReadonlyMap<string, number>, later: boolean) =>
    [...counts].map(([key, count]): NotMade => {
      const { step, channel } = work[Number(key)]!;
      return { why: 'capacity', reason: 'capacity', step, channel, count, later };
    });
  return [...entries(late, true), ...entries(unmade, false)];
}
