import { useSyncExternalStore } from 'react';

/** Acts under way, and whether their answers are missing. A page with one must not be closed. */
let under = 0;
let isLost = false;
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());

export const connection = {
  /** An act begins; the function returned ends it. */
  begin(): () => void {
    under += 1;
    return () => {
      under -= 1;
      if (under === 0) connection.answered();
    };
  },
  lost(): void {
    isLost = true;
    tell();
  },
  answered(): void {
    if (!isLost) return;
    isLost = false;
    tell();
  },
};

addEventListener('beforeunload', (event) => {
  if (under > 0) event.preventDefault();
});

/** Whether an act waits for the connection to come back. */
export const useLostConnection = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isLost,
  );
