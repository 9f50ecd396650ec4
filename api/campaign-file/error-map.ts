import { type z } from 'zod';
import { isFileFinding } from '../../domain/texts/campaign-file';
import { type Finding, MAX_FINDINGS, type Path, pathOf, show, typeName } from './finding';
import { closest, keysAt, NOT_YET } from './names';
import { CHANNELS } from './parts';

/** Reads a value by a schema. The findings are one for each wrong field, MAX_FINDINGS at most. */
export function readBy<T extends z.ZodType>(schema: T, raw: unknown): { data?: z.infer<T>; findings: Finding[] } {
  const parsed = schema.safeParse(raw);
  const found = new Map<string, Finding>();
  for (const issue of parsed.error?.issues ?? []) {
    for (const finding of findingsOf(schema, raw, issue)) {
      const key = pathOf(finding.path);
      if (!found.has(key)) found.set(key, finding);
    }
    if (found.size >= MAX_FINDINGS) break;
  }
  return { ...(parsed.success && { data: parsed.data }), findings: [...found.values()] };
}

/** The one error map: what zod found, as findings. Rules of the schema name their own code in the message. */
function findingsOf(schema: z.ZodType, raw: unknown, issue: z.core.$ZodIssue): Finding[] {
  const wait = waitPath(issue.path);
  if (wait) return [{ path: wait, code: 'wait_invalid', detail: { value: show(valueAt(raw, wait)) } }];
  const { path } = issue;
  const value = valueAt(raw, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_FINDINGS).map((key) => unknownKey(schema, path, key));
  }
  if (issue.code === 'custom') {
    const code = isFileFinding(issue.message) ? issue.message : 'wrong_type';
    return [{ path, code, detail: { value: show(value), field: String(path.at(-1)), ...issue.params } }];
  }
  if (issue.code !== 'invalid_key' && (value === undefined || value === null)) {
    return [{ path, code: 'missing', detail: { field: String(path.at(-1)) } }];
  }
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(path, issue.expected, value)];
    case 'invalid_union':
      return unionFindings(schema, raw, issue);
    case 'invalid_value':
      return [unknownValue(path, value, issue.values.map(String))];
    case 'too_small':
      if (issue.origin === 'array') return [{ path, code: 'list_empty' }];
      return [{ path, code: 'number_too_small', detail: { value: show(value), minimum: Number(issue.minimum) } }];
    case 'too_big': {
      const detail = { value: show(value), maximum: Number(issue.maximum) };
      const codes = { string: 'text_too_long', array: 'list_too_long' } as const;
      return [{ path, code: codes[issue.origin as 'string' | 'array'] ?? 'number_too_large', detail }];
    }
    case 'invalid_key': {
      const code = issue.issues.map(({ message }) => message).find(isFileFinding) ?? 'key_malformed';
      return [{ path, code, detail: { value: show(path.at(-1)) } }];
    }
    default:
      return [
        { path, code: isFileFinding(issue.message) ? issue.message : 'wrong_type', detail: { value: show(value) } },
      ];
  }
}

/** Of a value that may be text or a mapping, only what is wrong for the form it has. */
function unionFindings(schema: z.ZodType, raw: unknown, { path, errors }: z.core.$ZodIssueInvalidUnion): Finding[] {
  const form = typeName(valueAt(raw, path));
  const branch = errors[form === 'type_string' ? 0 : 1];
  if (!branch || (form !== 'type_string' && form !== 'type_object')) {
    return [{ path, code: path.includes('quietHours') ? 'hours_malformed' : 'notice_malformed' }];
  }
  return branch.flatMap((issue) => findingsOf(schema, raw, { ...issue, path: [...path, ...issue.path] }));
}

const TYPE_NAMES: Record<string, string> = { record: 'object', int: 'number' };

function wrongType(path: Path, expected: string, value: unknown): Finding {
  const received = typeName(value);
  if (expected === 'string') return { path, code: 'text_expected', words: { received } };
  const name = `type_${TYPE_NAMES[expected] ?? expected}`;
  const known = isFileFinding(name) ? (name as typeof received) : 'type_object';
  return { path, code: 'wrong_type', words: { expected: known, received } };
}

/** A key that is not known at its path: a channel, a word of a later version, or a typing slip. */
export function unknownKey(schema: z.ZodType, parent: Path, key: string): Finding {
  const path = [...parent, key];
  const available = keysAt(schema, parent);
  if (available.join() === CHANNELS.join()) return unknownChannel(path, key);
  if (key === 'refused' && parent.at(-1) === 'reasons') return { path, code: 'refused_is_received', available };
  if (NOT_YET.has(key) && closest(key, available) === undefined) {
    return { path, code: 'not_available', detail: { key }, available };
  }
  return { path, code: 'key_unknown', detail: { key: show(key) }, available, written: key };
}

function unknownValue(path: Path, value: unknown, available: string[]): Finding {
  if (available.join() === CHANNELS.join()) return unknownChannel(path, show(value));
  if (value === 'again' && path.includes('plan') && !available.includes('again') && available.includes('next')) {
    return { path, code: 'again_to_bad_address', available };
  }
  const written = typeof value === 'string' && { written: value };
  return { path, code: 'value_unknown', detail: { value: show(value) }, available, ...written };
}

const unknownChannel = (path: Path, value: string): Finding => ({
  path,
  code: 'channel_unknown',
  detail: { value },
  available: CHANNELS,
  written: value,
});

/** What is wrong inside a wait is reported of the wait as a whole. */
function waitPath(path: Path): Path | null {
  const at = path.findIndex((part, index) => index > 1 && (part === 'wait' || part === 'spacing'));
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
