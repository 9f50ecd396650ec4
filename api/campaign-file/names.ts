import { z } from 'zod';

/** Words of the plan language that only later versions know: refused by name, not as typing slips. */
export const NOT_YET: ReadonlySet<string> = new Set(
  'when if handlers onReturn defects returns rehearsal lanes lane areas representatives refund budget'.split(' '),
);

/** The keys that a value of the schema may have at a path; empty where keys are free. */
export function keysAt(root: z.ZodType, path: readonly PropertyKey[]): string[] {
  let schema: unknown = root;
  for (const part of path) {
    const inner = objectIn(unwrapped(schema));
    if (inner instanceof z.ZodObject) schema = inner.shape[String(part)];
    else if (inner instanceof z.ZodArray) schema = inner.element;
    else if (inner instanceof z.ZodRecord) schema = inner.valueType;
    else return [];
  }
  const last = objectIn(unwrapped(schema));
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

/** Of a value that may be text or a mapping, the mapping. */
const objectIn = (schema: unknown): unknown =>
  schema instanceof z.ZodUnion ? schema.options.find((option) => option instanceof z.ZodObject) : schema;

const WRAPPERS = [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault] as const;

function unwrapped(schema: unknown): unknown {
  const wrapper = WRAPPERS.find((kind) => schema instanceof kind);
  return wrapper ? unwrapped((schema as z.ZodOptional).unwrap()) : schema;
}

/** The name most likely meant, if one is near: equal but for case, `_` and `-`, or by few typing slips. */
export function closest(name: string, available: readonly string[]): string | undefined {
  const plain = (text: string) =>
    text
      .slice(0, 40)
      .toLowerCase()
      .replace(/[_\- ]/g, '');
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of available.slice(0, 200)) {
    const distance = editDistance(plain(name), plain(candidate));
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  return best && best.distance <= Math.floor(best.candidate.length / 3) ? best.candidate : undefined;
}

/** Inserted, removed, changed or swapped letters between two words. */
function editDistance(a: string, b: string): number {
  const table: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => table[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    table[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const options = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change];
      table[i]![j] = Math.min(...options, swapped ? at(i - 2, j - 2) + 1 : Infinity);
    }
  }
  return at(a.length, b.length);
}
