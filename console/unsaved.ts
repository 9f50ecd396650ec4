import { useBlocker } from '@tanstack/react-router';
import { partWords } from './texts/parts';
import { useWords } from './words';

/** Asks before the page is left while something typed on it has not been saved. */
export function useUnsaved(dirty: boolean): void {
  const words = useWords(partWords);
  useBlocker({
    shouldBlockFn: () => dirty && !confirm(words.leave),
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
  });
}
