import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { type CsvRecord, CsvSplitter, UNDECODABLE } from '../../db/audience/import/csv';
import { DECODER, EncodingDetector } from '../../db/audience/import/encoding';
import { lookups } from '../../db/audience/lookups';
import { type ReadFile } from '../../db/exchange/client-files';
import { type Language } from '../../domain/campaigns/campaign';
import { CHANGE_COLUMNS, type ChangeColumn, OPTIONAL_COLUMNS } from '../../domain/exchange/change-findings';
import { readChanges } from '../../domain/exchange/client-data';
import { checkTotals, type FileProblemCode } from '../../domain/exchange/control-totals';
import { AppError, type Issue } from '../../domain/errors';
import { tidy } from '../../domain/audience/text';
import { fileProblemText } from '../../domain/texts/exchange';

export interface ChangeFileContext {
  /** Local ISO date in `zone`. */
  today: string;
  zone: string;
  language: Language;
}

/** So many problems of a file are reported at most. */
const MAX_ISSUES = 50;

/**
 * Reads a whole change file. Throws what encoding detection and CSV splitting throw, file_without_header,
 * client_file_columns, client_totals_differ; problems of single rows are returned as findings.
 */
export async function readChangeFile(body: Readable, { today, zone, language }: ChangeFileContext): Promise<ReadFile> {
  const bytes = await allOf(body);
  const detector = new EncodingDetector();
  detector.push(bytes);
  const { encoding, damaged } = await detector.finish(() => [bytes]);
  const splitter = new CsvSplitter();
  const text = new TextDecoder(DECODER[encoding], { fatal: !damaged }).decode(bytes);
  const [header, ...records] = [...splitter.push(text), ...splitter.end()];
  const places = mapColumns(header!, language);
  const { rows, counted, problems } = checkTotals(records, places.get('contractNumber')!);
  if (problems.length > 0) {
    const issues = problems
      .slice(0, MAX_ISSUES)
      .map(({ path, code, ...detail }) => issueOf(path, code, language, detail));
    throw new AppError('client_totals_differ', {}, issues);
  }
  const expected = header!.fields.length;
  const given = rows.map(({ line, fields }) => ({
    line,
    width: fields.length,
    expected,
    undecodable: damaged && fields.some((field) => field.includes(UNDECODABLE)),
    get: (column: ChangeColumn) => fields[places.get(column)!],
  }));
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { hash, encoding, counted, ...readChanges(given, { today, zone, lookups }) };
}

/** The whole body. */
export async function allOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** Column positions; the order is free. A column that is left out has none: -1. */
function mapColumns({ line, fields }: CsvRecord, language: Language): Map<ChangeColumn, number> {
  const given = fields.map(tidy);
  const wanted = Object.entries(CHANGE_COLUMNS) as [ChangeColumn, string][];
  const titles = wanted.map(([, title]) => title);
  const firstAt = new Map(given.map((title, at) => [title, at] as const).reverse());
  if (!given.some((title) => titles.includes(title))) throw new AppError('file_without_header');
  const problem = (code: FileProblemCode, title: string) => issueOf(`${line}/${title}`, code, language, { title });
  const issues = [
    ...wanted
      .filter(([column, title]) => !given.includes(title) && !OPTIONAL_COLUMNS.includes(column))
      .map(([, title]) => problem('column_missing', title)),
    ...given.flatMap((title, at) => (titles.includes(title) ? [] : [problem('column_unknown', fields[at]!)])),
    ...given.flatMap((title, at) => (firstAt.get(title)! < at ? [problem('column_doubled', title)] : [])),
  ];
  if (issues.length > 0) throw new AppError('client_file_columns', {}, issues.slice(0, MAX_ISSUES));
  return new Map(wanted.map(([column, title]) => [column, given.indexOf(title)]));
}

/** A problem of a file or an acknowledgement as an issue in the caller's language. */
export function issueOf(
  path: string,
  code: FileProblemCode,
  language: Language,
  detail: Record<string, unknown> = {},
): Issue {
  const { message, advice } = fileProblemText(code, detail);
  return { path, code, message: message[language], advice: advice[language] };
}
