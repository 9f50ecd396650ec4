import { useEffect, useState } from 'react';
import { useApi } from './api/read';

/**
 * The server's time in milliseconds, moved on by the browser's own clock between two reads. Every "today", lease and
 * age on screen counts from it. `speed` is above 1 in a demonstration.
 */
export function useNow(tickMs = 1_000): { now: number; speed: number } {
  const { data, readAt } = useApi('getClock', {}, { every: 30_000 });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  if (!data) return { now: Date.now(), speed: 1 };
  return { now: Date.parse(data.now) + (Date.now() - readAt) * data.speed, speed: data.speed };
}
