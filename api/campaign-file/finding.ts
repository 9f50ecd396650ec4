import { type z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { type Issue } from '../../domain/errors';
import { type FileFinding, fileFindingText } from '../../domain/texts/campaign-file';
import { closest } from './names';

export type Path = readonly PropertyKey[];
type Detail = Record<string, string | number>;
type TypeName = Extract<FileFinding, `type_${string}`>;

/** So many findings of one file are reported at most; the checks stop there. */
export const MAX_FINDINGS = 50;

/** Something wrong at one path, before it is put into words. `words` are filled with texts of the same language. */
export interface Finding {
  path: Path;
  code: FileFinding;
  detail?: Detail;
  words?: Record<string, TypeName>;
  /** What could be written instead, and the name that was written: the nearest is suggested. */
  available?: readonly string[];
  written?: string;
}

/** Reports a finding of a rule that compares several parts of the file. */
export type Report = (path: Path, code: FileFinding, more?: Omit<Finding, 'path' | 'code'>) => void;

/** Adds a finding to a zod check; the error map passes it on. */
export function flag(ctx: z.RefinementCtx, path: PropertyKey[], code: FileFinding, detail: Detail = {}): void {
  ctx.addIssue({ code: 'custom', message: code, path, params: detail });
}

/** A finding in words: what is wrong, and how to correct it. */
export function issueOf({ path, code, available = [], written, ...finding }: Finding, language: Language): Issue {
  const words = Object.entries(finding.words ?? {}).map(([name, word]) => [
    name,
    fileFindingText(word, language).message,
  ]);
  const detail = {
    available: available.slice(0, MAX_FINDINGS).join(', ') || '-',
    ...finding.detail,
    ...(Object.fromEntries(words) as Record<string, string>),
  };
  const { message, advice } = fileFindingText(code, language, detail);
  const suggestion = written === undefined ? undefined : closest(written, available);
  const hint = suggestion === undefined ? [] : [fileFindingText('did_you_mean', language, { suggestion }).message];
  const line = finding.detail?.['line'];
  return {
    path: pathOf(path),
    ...(typeof line === 'number' && { line }),
    code,
    message,
    advice: [...hint, advice].join(language === 'ja' ? '' : ' '),
  };
}

/** `plan.steps[0].first[1]`. */
export const pathOf = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** A value as shown in a message, cut to a readable length. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function typeName(value: unknown): TypeName {
  if (value === null || value === undefined) return 'type_null';
  if (Array.isArray(value)) return 'type_array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'type_endless';
  if (typeof value === 'number' || typeof value === 'bigint') return 'type_number';
  if (typeof value === 'boolean') return 'type_boolean';
  return typeof value === 'string' ? 'type_string' : 'type_object';
}
