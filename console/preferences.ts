import { useSyncExternalStore } from 'react';

/** How one person likes the console; kept in this browser only, and nothing else is. */
export interface Preferences {
  lang: 'ja' | 'en';
  theme: 'system' | 'light' | 'dark';
  text: 'm' | 'l' | 'xl';
  /** Whether single keys act. Ctrl+Enter and Escape always do. */
  keys: boolean;
  /** The desk an operator was at last. */
  desk: string;
}

const KEY = 'tsunagi-console';
const DEFAULTS: Preferences = { lang: 'ja', theme: 'system', text: 'm', keys: true, desk: '/returns' };
const listeners = new Set<() => void>();
let current: Preferences = { ...DEFAULTS, lang: navigator.language.startsWith('ja') ? 'ja' : 'en', ...stored() };

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

export const preferences = (): Preferences => current;

/** Changes preferences and shows them at once. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  storePreferences();
  applyPreferences();
  for (const listener of listeners) listener();
}

/** Stores them again: a sign-out clears everything this origin has stored. */
export function storePreferences(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // without storage they last as long as the page
  }
}

export function applyPreferences(): void {
  const root = document.documentElement;
  root.lang = current.lang;
  root.dataset.theme = current.theme;
  root.dataset.text = current.text;
}

addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  current = { ...current, ...stored() };
  applyPreferences();
  for (const listener of listeners) listener();
});

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);
}
