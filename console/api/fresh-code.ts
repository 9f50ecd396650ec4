import { useSyncExternalStore } from 'react';

/** Acts that need a second factor given in the last minutes wait here until the dialog of the shell has it. */
let asked: ((given: boolean) => void)[] = [];
const listeners = new Set<() => void>();
let isAsked = false;

/** Asks the reader for a fresh code; false when they give none. */
export function askFreshCode(): Promise<boolean> {
  return new Promise((resolve) => {
    asked.push(resolve);
    isAsked = true;
    listeners.forEach((listener) => listener());
  });
}

export function freshCodeGiven(given: boolean): void {
  const all = asked;
  asked = [];
  isAsked = false;
  for (const resolve of all) resolve(given);
  listeners.forEach((listener) => listener());
}

export const useFreshCodeAsked = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAsked,
  );
