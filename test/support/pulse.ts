import { performance } from 'node:perf_hooks';

/** A count of beats, and how many of them came too late or not at all. */
export interface Beats {
  due: number;
  missed: number;
}

/**
 * Has `beat` work every 100 ms until it is stopped. A beat is missed if it has not worked within 100 ms, or was never
 * begun because the process was held.
 */
export function startPulse(beat: () => Promise<unknown> = () => Promise.resolve()): () => Promise<Beats> {
  const [began, everyMs] = [performance.now(), 100];
  const beats: Promise<boolean>[] = [];
  const timer = setInterval(() => {
    const at = performance.now();
    beats.push(beat().then(() => performance.now() - at <= everyMs));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    const due = Math.floor((performance.now() - began) / everyMs);
    const inTime = (await Promise.all(beats)).filter(Boolean).length;
    return { due, missed: Math.max(0, due - inTime) };
  };
}
