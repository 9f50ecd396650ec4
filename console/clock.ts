import { useEffect, useState } from 'react';
import { useApi } from './api/read';

/**
 * The server's time in milliseconds, moved on by the browser's own clock between two reads. Every "today", lease and
 * age on screen counts from it. `speed` is above 1 in a demonstration. Until the first answer (`known`) it is the browser's
 * own time, which can be of another day: an act that takes today's date waits.
 */
export function useNow(tickMs = 1_000): { now: number; speed: number; known: boolean } {
  const { data, readAt } = useApi('getClock', {}, { every: 30_000 });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  if (!data) return { now: Date.now(), speed: 1, known: false };
  return { now: Date.parse(data.now) + (Date.now() - readAt) * data.speed, speed: data.speed, known: true };
}
