import { createStore } from './store';

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
const store = createStore<Preferences>({
  ...DEFAULTS,
  lang: navigator.language.startsWith('ja') ? 'ja' : 'en',
  ...stored(),
});

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

export const preferences = store.get;
export const usePreferences = store.use;

/** Changes preferences and shows them at once. */
export function prefer(change: Partial<Preferences>): void {
  store.set({ ...preferences(), ...change });
  storePreferences();
  applyPreferences();
}

/** Stores them again: a sign-out clears everything this origin has stored. */
export function storePreferences(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences()));
  } catch {
    // without storage they last as long as the page
  }
}

export function applyPreferences(): void {
  const root = document.documentElement;
  const { lang, theme, text } = preferences();
  root.lang = lang;
  root.dataset.theme = theme;
  root.dataset.text = text;
}

addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  store.set({ ...preferences(), ...stored() });
  applyPreferences();
});
