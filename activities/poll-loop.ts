import { sleep } from '../config/sleep';

export interface PollLoop {
  /** Starts the next round at once; during a round, right after it. */
  wake(): void;
  /** Stops after the round under way. */
  stop(): Promise<void>;
}

/**
 * Repeats `work`, with `periodMs` real milliseconds between rounds, which may differ from round to round. An error is passed
 * to `failed`, and the next round tries again.
 */
export function startPollLoop(
  work: () => Promise<unknown>,
  { periodMs, failed }: { periodMs: number | (() => number); failed: (error: unknown) => void },
): PollLoop {
  let stopped = false;
  let pause = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped) {
      pause = new AbortController();
      try {
        await work();
      } catch (error) {
        failed(error);
      }
      await sleep(typeof periodMs === 'number' ? periodMs : periodMs(), pause.signal);
    }
  };
  const running = run();
  return {
    wake: () => pause.abort(),
    stop: async () => {
      stopped = true;
      pause.abort();
      await running;
    },
  };
}
