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
const DEFAULTS = { theme: 'system', text: 'm', keys: true, desk: '/returns' } as const;
/** The scripts are built for one language; the server chooses by a cookie, else by what the browser asks for. */
const lang = BUILT_FOR;
const store = createStore<Preferences>({ ...DEFAULTS, ...stored(), lang });

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
export function prefer(change: Omit<Partial<Preferences>, 'lang'>): void {
  store.set({ ...preferences(), ...change });
  storePreferences();
  applyPreferences();
}

/** Loads the page again in the other language; where something typed would be lost, the browser asks first. */
export function switchLanguage(to: Preferences['lang']): void {
  document.cookie = `tsunagi_language=${to}; path=/; max-age=31536000; samesite=strict`;
  location.reload();
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
  const { theme, text } = preferences();
  root.lang = lang;
  root.dataset.theme = theme;
  root.dataset.text = text;
}

addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  store.set({ ...preferences(), ...stored(), lang });
  applyPreferences();
});
