import { useSyncExternalStore } from 'react';

let message = '';
const listeners = new Set<() => void>();

/** Says something to readers of the screen, politely; never a personal value. */
export function say(text: string): void {
  message = text === message ? `${text}\u00A0` : text;
  listeners.forEach((listener) => listener());
}

/** The one polite live region of the console. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => message,
  );
  return (
    <div className="sr" role="status" aria-live="polite" id="live">
      {text}
    </div>
  );
}
