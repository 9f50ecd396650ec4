import { createStore } from '../store';

const message = createStore('');

/** Says something to readers of the screen, politely; never a personal value. */
export const say = (text: string): void => message.set(text === message.get() ? `${text}\u00A0` : text);

/** The one polite live region of the console. */
export function LiveRegion() {
  const text = message.use();
  return (
    <div className="sr" role="status" aria-live="polite" id="live">
      {text}
    </div>
  );
}
