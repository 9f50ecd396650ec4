import { createStore } from '../store';

/** Acts that need a second factor given in the last minutes wait here until the dialog of the shell has it. */
let asked: ((given: boolean) => void)[] = [];
const isAsked = createStore(false);

/** Asks the reader for a fresh code; false when they give none. */
export function askFreshCode(): Promise<boolean> {
  return new Promise((resolve) => {
    asked.push(resolve);
    isAsked.set(true);
  });
}

export function freshCodeGiven(given: boolean): void {
  const all = asked;
  asked = [];
  isAsked.set(false);
  for (const resolve of all) resolve(given);
}

export const useFreshCodeAsked = isAsked.use;
