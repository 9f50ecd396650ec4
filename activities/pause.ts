/** Sleeps real milliseconds; wakes at once when asked to end. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const turn = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', turn);
      resolve();
    };
    const timer = setTimeout(turn, ms);
    signal.addEventListener('abort', turn);
  });
}
