import { usePreferences } from '../preferences';

/** The key that does what its button does, printed on the button. Readers of the screen hear it by aria-keyshortcuts. */
export function Key({ name, always = false }: { name: string; always?: boolean }) {
  const { keys } = usePreferences();
  return keys || always ? <kbd aria-hidden="true">{name}</kbd> : null;
}
