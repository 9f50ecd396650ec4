import { useEffect, useState } from 'react';
import { useApi } from './api/read';
import { localDay } from './format';

const EVERY_MS = 30_000;
const STEPPED_EVERY_MS = 2_000;
const DAY_MS = 86_400_000;

interface ServerTime {
  /** Now, epoch ms. */
  now: number;
  /** Virtual seconds for each real one: 1, or more in a demonstration. */
  speed: number;
  /** Whether the server's clock has been read; before, its time is taken to be the browser's. */
  known: boolean;
  /** The server's time at an instant of the browser's clock, both epoch ms. */
  at(instant: number): number;
}

const isStepped = (clock: { speed: number } | undefined) => clock !== undefined && clock.speed > 1;

/**
 * The server's time, anew every `tickMs`. Every lease and age on screen counts from it. It is never ahead of the server: the
 * browser's own clock moves a reading on, but not one of a clock above speed 1, which stands between two steps and is read
 * more often.
 */
export function useNow(tickMs = 1_000): ServerTime {
  const { data, readAt } = useApi('getClock', {}, { every: (read) => (isStepped(read) ? STEPPED_EVERY_MS : EVERY_MS) });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  const at = (instant: number) => (data ? Date.parse(data.now) + (isStepped(data) ? 0 : instant - readAt) : instant);
  return { now: at(Date.now()), speed: data?.speed ?? 1, known: data !== undefined, at };
}

/**
 * The local day at the server, or `days` after it, as YYYY-MM-DD: the default and the limit of every date that is sent. It is
 * empty until the server's clock has been read, so that nothing is booked under the day of the browser.
 */
export function useToday(days = 0): string {
  const { now, known } = useNow(60_000);
  return known ? localDay(now + days * DAY_MS) : '';
}

/** A day that a person may change; until then `useToday(days)`. Empty, too, when it was emptied: the act waits for one. */
export function useDay(days = 0): [day: string, choose: (day: string) => void] {
  const today = useToday(days);
  const [chosen, choose] = useState<string | null>(null);
  return [chosen ?? today, choose];
}
