import { useEffect, useRef } from 'react';
import { preferences } from './preferences';

/** Names of keys by their place on the keyboard, so that an input method that is on does not matter. */
export function keyOf(event: KeyboardEvent): string {
  const { code } = event;
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  if (code.startsWith('Digit')) return code.slice(5);
  if (code.startsWith('Numpad') && code.length === 7) return code.slice(6);
  if (code === 'NumpadEnter') return 'enter';
  return event.key.toLowerCase();
}

const FIELDS = 'input:not([type=radio]):not([type=checkbox]):not([type=button]), textarea, select, [contenteditable]';
export const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.matches(FIELDS);
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/**
 * Keys of a page: `n`, `1`, `ctrl+enter`, `escape`, `/`, `?`. Single keys act outside text fields only, never while an
 * input method composes, and not when their reader has switched them off. A dialog that is open has the keys to itself:
 * keys are ignored beneath it unless `inDialog`.
 */
export function useKeys(keys: Record<string, ((event: KeyboardEvent) => void) | undefined>, inDialog = false): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.metaKey || isComposing(event) || event.defaultPrevented) return;
      if (!inDialog && document.querySelector('dialog[open]')) return;
      const name = event.key === '?' ? '?' : event.key === '/' ? '/' : keyOf(event);
      const full = event.ctrlKey ? `ctrl+${name}` : name;
      const isSingle = !event.ctrlKey && name !== 'escape';
      if (isSingle && (isTyping(event.target) || !preferences().keys)) return;
      const act = latest.current[full];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [inDialog]);
}
