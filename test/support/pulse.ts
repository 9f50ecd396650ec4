import { performance } from 'node:perf_hooks';

/** A count of beats, and how many of them came too late or not at all because the process itself was at work. */
export interface Beats {
  due: number;
  missed: number;
}

/**
 * Has `beat` work every 100 ms until it is stopped. A beat is missed if it has not worked within 100 ms, or was never
 * begun because the process was held. On a busy machine beats are late for want of a processor: no more are counted than
 * the processor time of this process explains.
 */
export function startPulse(beat: () => Promise<unknown> = () => Promise.resolve()): () => Promise<Beats> {
  const [began, everyMs, before] = [performance.now(), 100, process.cpuUsage()];
  const beats: Promise<boolean>[] = [];
  const timer = setInterval(() => {
    const at = performance.now();
    beats.push(beat().then(() => performance.now() - at <= everyMs));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    const due = Math.floor((performance.now() - began) / everyMs);
    const inTime = (await Promise.all(beats)).filter(Boolean).length;
    const { user, system } = process.cpuUsage(before);
    const held = Math.floor((user + system) / 1000 / everyMs);
    return { due, missed: Math.max(0, Math.min(due - inTime, held)) };
  };
}
