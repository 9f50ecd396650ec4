import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds (user and system) used so far. */
export interface CpuSeconds {
  worker: number;
  temporal: number;
  postgres: number;
}

/**
 * Returns a reader of the CPU time of a worker, a Temporal server and all processes of a PostgreSQL server. Linux only.
 */
export function cpuMeter(pids: { worker: number; temporal: number; postmaster: number }): () => CpuSeconds {
  const seconds = ticksToSeconds();
  return () => ({
    worker: seconds(clockOf(pids.worker).own),
    temporal: seconds(clockOf(pids.temporal).own),
    postgres: seconds(familyOf(pids.postmaster)),
  });
}

/** Returns a reader of the CPU seconds of a process and its children. Linux only. */
export function familyMeter(pid: number): () => number {
  const seconds = ticksToSeconds();
  return () => seconds(familyOf(pid));
}

function ticksToSeconds(): (ticks: number) => number {
  if (process.platform !== 'linux') throw new Error('the bench reads /proc and so runs on Linux only');
  const perSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return (ticks) => ticks / perSecond;
}

export function difference(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  return {
    worker: after.worker - before.worker,
    temporal: after.temporal - before.temporal,
    postgres: after.postgres - before.postgres,
  };
}

export const total = ({ worker, temporal, postgres }: CpuSeconds): number => worker + temporal + postgres;

interface ProcessClock {
  parent: number;
  own: number;
  /** CPU of terminated child processes, such as those of closed connections. */
  ended: number;
}

function clockOf(pid: number): ProcessClock {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name in parentheses may contain spaces; the state is the first field after it
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number) => fields[number - 3] ?? 0; // numbers as in proc_pid_stat(5)
  return { parent: field(4), own: field(14) + field(15), ended: field(16) + field(17) };
}

/** CPU time of a process and its children, in clock ticks. */
function familyOf(parent: number): number {
  const { own, ended } = clockOf(parent);
  let sum = own + ended;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const clock = clockOf(Number(name));
      if (clock.parent === parent) sum += clock.own;
    } catch {
      // ended meanwhile: the next reading finds it with its parent
    }
  }
  return sum;
}
