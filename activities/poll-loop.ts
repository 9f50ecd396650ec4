import { sleep } from '../config/sleep';

/**
 * Does `work` again and again, `periodMs` real milliseconds apart; what a round throws is told to `failed`, and the next
 * one tries again. Returns a function that stops it after the round under way.
 */
export function startPollLoop(
  work: () => Promise<unknown>,
  { periodMs, failed }: { periodMs: number; failed: (error: unknown) => void },
): () => Promise<void> {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        failed(error);
      }
      await sleep(periodMs, stopping.signal);
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
