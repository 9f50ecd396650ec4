import { type z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { type Issue } from '../../domain/errors';
import { isFileFinding, type FileFinding, fileFindingText } from '../../domain/texts/campaign-file';
import { CHANNELS } from './parts';
import { closest, keysAt, NOT_YET } from './names';

type Path = readonly PropertyKey[];
type TypeName = Extract<FileFinding, `type_${string}`>;

/** Something wrong at one place, before it is put into words. `words` are filled with texts of the same language. */
export interface Problem {
  path: Path;
  code: FileFinding;
  detail?: Record<string, string | number>;
  words?: Record<string, TypeName>;
  available?: readonly string[];
  suggestion?: string | undefined;
}

/** Puts a problem into words: what is wrong, and how to mend it. */
export function issueOf(problem: Problem, language: Language): Issue {
  const { code, available = [], suggestion } = problem;
  const words = Object.entries(problem.words ?? {}).map(([name, word]) => [
    name,
    fileFindingText(word, language).message,
  ]);
  const detail = { ...problem.detail, available: available.join(', ') || '-', ...Object.fromEntries(words) };
  const { message, advice } = fileFindingText(code, language, detail);
  const hint = suggestion === undefined ? [] : [fileFindingText('did_you_mean', language, { suggestion }).message];
  return { path: pathOf(problem.path), code, message, advice: [...hint, advice].join(language === 'ja' ? '' : ' ') };
}

/** `plan.steps[0].first[1]`. */
export const pathOf = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** What zod found, one problem per wrong field. */
export function shapeProblems(raw: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(raw, issue));
  const seen = new Set<string>();
  return problems.filter(({ path }) => !seen.has(pathOf(path)) && seen.add(pathOf(path)));
}

function problemsOf(raw: unknown, issue: z.core.$ZodIssue): Problem[] {
  const wait = waitPath(issue.path);
  if (wait) return [{ path: wait, code: 'wait_invalid', detail: { value: show(valueAt(raw, wait)) } }];
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
  const value = valueAt(raw, path);
  if (issue.code !== 'invalid_key' && (value === undefined || value === null)) {
    return [{ path, code: 'missing', detail: { field: String(path.at(-1)) } }];
  }
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(path, issue.expected, value)];
    case 'invalid_union':
      return unionProblems(raw, issue);
    case 'invalid_value':
      return [unknownValue(path, value, issue.values.map(String))];
    case 'too_small':
      if (issue.origin === 'array') return [{ path, code: 'list_empty' }];
      return [{ path, code: 'number_too_small', detail: { value: show(value), minimum: Number(issue.minimum) } }];
    case 'too_big': {
      const maximum = Number(issue.maximum);
      if (issue.origin === 'string') return [{ path, code: 'text_too_long', detail: { maximum } }];
      if (issue.origin === 'array') return [{ path, code: 'list_too_long', detail: { maximum } }];
      return [{ path, code: 'number_too_large', detail: { value: show(value), maximum } }];
    }
    case 'invalid_key': {
      const code = issue.issues.map((one) => one.message).find(isFileFinding) ?? 'key_malformed';
      return [{ path, code, detail: { value: show(path.at(-1)) } }];
    }
    default:
      return [
        { path, code: isFileFinding(issue.message) ? issue.message : 'wrong_type', detail: { value: show(value) } },
      ];
  }
}

const TYPE_NAMES: Record<string, string> = { record: 'object', int: 'number' };

/** Of a value that may be text or a mapping, only what is wrong for the form it has. */
function unionProblems(raw: unknown, { path, errors }: z.core.$ZodIssueInvalidUnion): Problem[] {
  const form = typeName(valueAt(raw, path));
  const branch = errors[form === 'type_string' ? 0 : 1];
  if (!branch || (form !== 'type_string' && form !== 'type_object')) {
    return [{ path, code: path.includes('quietHours') ? 'hours_malformed' : 'notice_malformed' }];
  }
  return branch.flatMap((issue) => problemsOf(raw, { ...issue, path: [...path, ...issue.path] }));
}

function wrongType(path: Path, expected: string, value: unknown): Problem {
  const received = typeName(value);
  if (expected === 'string') return { path, code: 'text_expected', words: { received } };
  const name = `type_${TYPE_NAMES[expected] ?? expected}`;
  return {
    path,
    code: 'wrong_type',
    words: { expected: isFileFinding(name) ? (name as TypeName) : 'type_object', received },
  };
}

/** A key that is not known at its place: a channel, a part of a later version, or a slip. */
export function unknownKey(parent: Path, key: string): Problem {
  const path = [...parent, key];
  const available = keysAt(parent);
  if (available.join() === CHANNELS.join()) return unknownChannel(path, key);
  const suggestion = closest(key, available);
  if (key === 'refused' && parent.at(-1) === 'reasons') return { path, code: 'refused_is_received', available };
  if (suggestion === undefined && NOT_YET.has(key)) return { path, code: 'not_available', detail: { key }, available };
  return { path, code: 'key_unknown', detail: { key: show(key) }, available, suggestion };
}

function unknownValue(path: Path, value: unknown, available: string[]): Problem {
  if (available.join() === CHANNELS.join()) return unknownChannel(path, show(value));
  const suggestion = typeof value === 'string' ? closest(value, available) : undefined;
  if (value === 'again' && path.includes('plan') && !available.includes('again') && available.includes('next')) {
    return { path, code: 'again_to_bad_address', available };
  }
  return { path, code: 'value_unknown', detail: { value: show(value) }, available, suggestion };
}

const unknownChannel = (path: Path, value: string): Problem => ({
  path,
  code: 'channel_unknown',
  detail: { value },
  available: CHANNELS,
  suggestion: closest(value, CHANNELS),
});

/** Whatever is wrong inside a wait is wrong with the wait. */
function waitPath(path: Path): Path | null {
  const at = path.findIndex((part, place) => place > 1 && (part === 'wait' || part === 'spacing'));
  return path[0] === 'plan' && at > 0 ? path.slice(0, at + 1) : null;
}

/** The value at a path, undefined where the path leads nowhere. */
export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

export function typeName(value: unknown): TypeName {
  if (value === null || value === undefined) return 'type_null';
  if (Array.isArray(value)) return 'type_array';
  if (typeof value === 'number' || typeof value === 'bigint') return 'type_number';
  if (typeof value === 'boolean') return 'type_boolean';
  return typeof value === 'string' ? 'type_string' : 'type_object';
}

/** A value as shown in a message, cut to a readable length. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Every item that stands earlier in the list already. */
export function twice(items: { path: Path; value: unknown }[]): Problem[] {
  return items
    .filter(({ value }, i) => typeof value === 'string' && items.findIndex((other) => other.value === value) < i)
    .map(({ path, value }) => ({ path, code: 'item_twice', detail: { value: show(value) } }));
}

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The list at a path, empty when there is none. */
export function listAt(raw: unknown, path: Path): unknown[] {
  const value = valueAt(raw, path);
  return Array.isArray(value) ? value : [];
}
