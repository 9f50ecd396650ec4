import { TextDecoder } from 'node:util';
import { AppError, type Issue } from '../../../domain/errors';
import { isField, OPTIONAL_FIELDS, REQUIRED_FIELDS, type Field } from '../../../domain/audience/fields';
import { tidy } from '../../../domain/audience/text';
import { columnProblemJa, type ColumnProblem } from '../../../domain/texts/audience';
import { type CsvRecord, readCsv } from './csv';
import { type Spooled } from './spool';

/** Position of each field in a row, and the client's name for it. */
export interface Header {
  width: number;
  /** Folded, in the order of the file. */
  titles: string[];
  index: Map<Field, number>;
  names: Map<Field, string>;
}

/**
 * Maps the file's header to the campaign's columns. Every mapped column but those of `OPTIONAL_FIELDS` must exist and every
 * column of the file must be mapped, so a renamed column is noticed. Throws file_without_header, file_column_missing (its issues name unknown
 * columns too), file_column_unknown, and campaign_file_invalid when the mapping lacks a required field.
 */
function mapHeader(titles: string[], columns: Record<string, string>): Header {
  const unmapped = REQUIRED_FIELDS.filter((field) => !columns[field]);
  if (unmapped.length > 0) throw new AppError('campaign_file_invalid', {}, unmapped.map(requiredIssue));
  const given = titles.map(tidy);
  const wanted = Object.entries(columns).map(([key, title]) => ({ key, title, at: given.indexOf(tidy(title)) }));
  if (wanted.every(({ at }) => at < 0)) throw new AppError('file_without_header');
  const known = new Set(wanted.map(({ title }) => tidy(title)));
  const absent = wanted.filter(({ at }) => at < 0);
  const missing = absent.filter(({ key }) => !OPTIONAL_FIELDS.has(key)).map(({ title }) => title);
  const unknown = titles.filter((_, at) => !known.has(given[at]!));
  const doubled = titles.filter((_, at) => known.has(given[at]!) && given.indexOf(given[at]!) < at);
  const issues = [
    ...missing.map((title) => issueOf('column_missing', title, nearest(title, unknown))),
    ...unknown.map((title) =>
      issueOf(
        'column_unknown',
        title,
        nearest(
          title,
          absent.map((one) => one.title),
        ),
      ),
    ),
    ...doubled.map((title) => issueOf('column_doubled', title)),
  ];
  const named = (list: string[]) => ({ columns: list.join(', ') });
  if (missing.length > 0) throw new AppError('file_column_missing', named(missing), issues);
  if (issues.length > 0) throw new AppError('file_column_unknown', named([...unknown, ...doubled]), issues);
  const fields = wanted.filter(
    (column): column is typeof column & { key: Field } => column.at >= 0 && isField(column.key),
  );
  return {
    width: titles.length,
    titles: given,
    index: new Map(fields.map(({ key, at }) => [key, at])),
    names: new Map(fields.map(({ key, title }) => [key, title])),
  };
}

/**
 * Whether a record is the header once more, as in files that were joined. One of another file, with other columns or in
 * another order, throws file_headers_differ: the rows behind it would be read wrongly.
 */
export function isHeader({ line, fields }: CsvRecord, { titles, index, names }: Header): boolean {
  const number = fields[index.get('contractNumber')!] ?? '';
  if (!mayBeTitle(number, names, titles)) return false;
  const given = fields.map(tidy);
  const known = given.filter((title) => titles.includes(title)).length;
  if (known * 2 <= titles.length) return false;
  if (given.length === titles.length && given.every((title, at) => title === titles[at])) return true;
  throw new AppError('file_headers_differ', { line });
}

/** Reads one field only, since nearly all records are rows. */
function mayBeTitle(number: string, names: Header['names'], titles: string[]): boolean {
  return number.endsWith(names.get('contractNumber')!) || titles.includes(number) || number.includes(MARK);
}
const MARK = '\ufeff';

const requiredIssue = (field: Field): Issue => ({ ...issueOf('field_unmapped', field), path: `columns.${field}` });

function issueOf(code: ColumnProblem, title: string, near?: string): Issue {
  const { message, advice } = columnProblemJa(code, { title, near });
  return { path: title, code, message, advice };
}

/** The most similar title, if fewer than half of its characters differ. */
function nearest(title: string, among: string[]): string | undefined {
  const scored = among.map((other) => ({ other, distance: editDistance(tidy(title), tidy(other)) }));
  const best = scored.sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance * 2 <= Math.max(title.length, best.other.length) ? best.other : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}

const HEAD_BYTES = 8 * 1024;

/**
 * Reads and maps the header. Throws what `mapHeader` throws, and file_encoding_unknown if EUC-JP was taken for CP932.
 */
export async function readHeader(spooled: Spooled, columns: Record<string, string>): Promise<Header> {
  try {
    for await (const [first] of readCsv(spooled.file.fd, spooled)) return mapHeader(first!.fields, columns);
  } catch (error) {
    const lost = error instanceof AppError && error.code === 'file_without_header' && spooled.encoding === 'cp932';
    if (lost && (await readsAsEucJp(spooled, columns)))
      throw new AppError('file_encoding_unknown', { guess: 'EUC-JP' });
    throw error;
  }
  throw new AppError('file_empty');
}

/** EUC-JP usually decodes as CP932, into half-width kana; the header's titles reveal it. */
async function readsAsEucJp({ file }: Spooled, columns: Record<string, string>): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const text = new TextDecoder('euc-jp').decode(buffer.subarray(0, bytesRead));
  const titles = text
    .split(/[\r\n]/, 1)[0]!
    .split(',')
    .map(tidy);
  return Object.values(columns).some((title) => titles.includes(tidy(title)));
}
