import { createStore } from '../store';

/** Acts under way, and whether their answers are missing. A page with one must not be closed. */
let under = 0;
const isLost = createStore(false);

export const connection = {
  /** An act begins; the function returned ends it. */
  begin(): () => void {
    under += 1;
    return () => {
      under -= 1;
      if (under === 0) connection.answered();
    };
  },
  lost: (): void => isLost.set(true),
  answered: (): void => isLost.set(false),
};

addEventListener('beforeunload', (event) => {
  if (under > 0) event.preventDefault();
});

/** Whether an act waits for the connection to come back. */
export const useLostConnection = isLost.use;
