import { type z } from 'zod';
import { valueAt } from './error-map';
import { type Finding, type Report, show } from './finding';
import { type campaignFileSchema } from './schema';

/** What of a value could be read: wrong parts are undefined, at every depth, their keys are still there. */
export type Draft<T> = T extends readonly (infer E)[]
  ? (Draft<E> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Draft<T[K]> | undefined }
    : T;
export type FileDraft = Draft<z.input<typeof campaignFileSchema>>;

/** The file without its wrong fields, so that rules across fields can be checked on the rest. */
export function draftOf(raw: Record<string, unknown>, findings: readonly Finding[]): FileDraft {
  const draft = structuredClone(raw);
  for (const { path } of findings) {
    const parent = valueAt(draft, path.slice(0, -1));
    const key = path.at(-1);
    if (key !== undefined && typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)) {
      (parent as Record<PropertyKey, unknown>)[key] = undefined;
    }
  }
  return draft as FileDraft;
}

/** Entries of a record that could be read. */
export const entriesOf = <T>(record: Record<string, T | undefined> | undefined): [string, T][] =>
  Object.entries(record ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined);

/** Reports every text that stands earlier in the list already. */
export function reportRepeated(
  values: readonly unknown[],
  pathAt: (index: number) => PropertyKey[],
  report: Report,
): void {
  const seen = new Set<unknown>();
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'string') continue;
    if (seen.has(value)) report(pathAt(index), 'item_twice', { detail: { value: show(value) } });
    seen.add(value);
  }
}
