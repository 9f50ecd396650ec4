import { type Language, type Text } from '../campaigns/campaign';

/**
 * An error or alert: what happened, and what the reader can do. `hint` is for programs only: routes, headers and keys,
 * which no person reads on a screen. `{name}` is filled from its detail.
 */
export interface ErrorText {
  title: string;
  advice: string;
  hint?: string;
}

/** What is wrong at one path of a campaign file, and how to correct it. `{name}` is filled in by the check. */
export interface FindingText {
  message: string;
  advice: string;
}

/** A finding in a row of a file: what is wrong, and how to correct it. `{name}` is filled from its detail. */
export type RowFinding = readonly [message: string, advice: string];

/** Joins the Japanese and the English catalogue of an area into one `Text` per key. */
export function bilingual<Key extends string>(ja: Record<Key, string>, en: Record<Key, string>): Record<Key, Text> {
  const keys = Object.keys(ja) as Key[];
  return Object.fromEntries(keys.map((key) => [key, { ja: ja[key], en: en[key] }])) as Record<Key, Text>;
}

/** One language of a catalogue. */
export function inLanguage<Key extends string>(texts: Record<Key, Text>, language: Language): Record<Key, string> {
  const keys = Object.keys(texts) as Key[];
  return Object.fromEntries(keys.map((key) => [key, texts[key][language]])) as Record<Key, string>;
}

/** Replaces each `{name}` by its value. A name without a value stays visible unless `missing` is given. */
export const fill = (template: string, values: Record<string, unknown>, missing?: string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? missing ?? whole));
