import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Pieces of work done so far, and the CPU milliseconds that they took together. */
export interface Reading {
  pieces: number;
  cpuMs: number;
}

/**
 * A process that does the same small piece of work at intervals. A shared machine changes its speed within the half hour,
 * so that what takes minutes is measured in pieces of work that were done meanwhile.
 */
export interface Yardstick {
  read(): Promise<Reading>;
  stop(): void;
}

/** CPU milliseconds of a piece of work between two readings. Throws where none was done. */
export function pieceOf(before: Reading, after: Reading): number {
  if (after.pieces === before.pieces) throw new Error('no piece of work was done between two readings');
  return (after.cpuMs - before.cpuMs) / (after.pieces - before.pieces);
}

/** Starts a yardstick; it ends with this process at the latest. */
export function startYardstick(): Yardstick {
  const child = fork(require.resolve('./yardstick-process'), { execArgv: ['--require', require.resolve('tsx/cjs')] });
  return {
    read: async () => {
      child.send('read');
      const [reading] = (await once(child, 'message')) as [Reading];
      return reading;
    },
    stop: () => void child.kill(),
  };
}
