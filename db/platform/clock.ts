import { sql } from 'kysely';
import { type Queryable } from './types';

/** A reading of the installation's clock: virtual now, and how virtual time maps to real time. */
export interface ClockReading {
  /** Virtual now, epoch ms. */
  now: number;
  /** Virtual ms per real ms; 1 in real installations. */
  speed: number;
  /** Length of a slot in virtual ms; 0 on a continuous clock. */
  slotMs: number;
  /** Real ms added to each sleep, so that on a stepped clock the clock's signal comes before the timer. */
  slackMs: number;
  /** Where each journey has come to an instant of its own, as in a rehearsal: that instant. Absent: `now` for all. */
  nowOf?: NowOf;
}

/** The instant a journey has come to, epoch ms, by its id. */
export type NowOf = (journeyId: number) => number;

/** The instant of each journey on this clock. */
export const instantsOf = ({ now, nowOf }: Pick<ClockReading, 'now' | 'nowOf'>): NowOf => nowOf ?? (() => now);

/** Reads the clock. Inside a transaction the reading is taken at this statement, not at its start. */
export async function readClock(db: Queryable): Promise<ClockReading> {
  const row = await db
    .selectFrom('clock')
    .select(['speed', 'slot_ms', 'slack_ms', sql<number>`tsunagi_now()`.as('now')])
    .executeTakeFirstOrThrow();
  return { now: row.now, speed: row.speed, slotMs: row.slot_ms, slackMs: row.slack_ms };
}

/** Real milliseconds to sleep until virtual instant `target`; at least 1. */
export function realSleepMs(clock: Omit<ClockReading, 'nowOf'>, target: number): number {
  return Math.max(1, Math.ceil((target - clock.now) / clock.speed) + clock.slackMs);
}
