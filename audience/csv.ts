import { read } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { promisify, TextDecoder } from 'node:util';
import { CsvError, type Options, parse } from 'csv-parse';
import { AppError } from '../domain/errors';
import { DECODER, type Encoding } from './encoding';

/** One record with the physical line (from 1) on which it starts. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** No honest row comes near it, but a quote that is never closed runs into it. */
const MAX_RECORD_BYTES = 128 * 1024;
const CHUNK_BYTES = 256 * 1024;
const BREAK = /\r\n|[\r\n]/;

/**
 * The records of an open file, the header first; several may read it at once. Blank lines are skipped. A stray quote inside a field stays as a
 * character; one that swallows following rows is file_quote_unclosed with the line where its row starts.
 */
export function readCsv(fd: number, encoding: Encoding): AsyncIterable<CsvRecord> {
  let next = 1;
  let width = 0;
  const options: Options<CsvRecord, string[]> = {
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_BYTES,
    on_record: (fields: string[]): CsvRecord | null => {
      const line = next;
      next += 1;
      for (const field of fields) {
        const lines = field.split(BREAK);
        if (lines.length === 1) continue;
        next += lines.length - 1;
        if (width > 2 && lines.some((text) => text.split(',').length >= width)) throw unclosed(line);
      }
      if (fields.length === 1 && fields[0] === '') return null;
      width ||= fields.length;
      return { line, fields };
    },
  };
  const parser = parse(options as unknown as Options); // its types know no record made by on_record
  const text = Readable.from(decode(fd, encoding));
  pipeline(text, parser, () => undefined); // errors reach the reader through the parser
  return named(parser, () => next);
}

async function* named(parser: AsyncIterable<CsvRecord>, line: () => number): AsyncGenerator<CsvRecord> {
  try {
    yield* parser;
  } catch (error) {
    const swallowed = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'];
    if (error instanceof CsvError && swallowed.includes(error.code)) throw unclosed(line());
    throw error;
  }
}

const unclosed = (line: number) => new AppError('file_quote_unclosed', { line });

const readAt = promisify(read);

/** Reads at positions of its own, so that others can read the same descriptor and nobody closes it. */
async function* decode(fd: number, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(DECODER[encoding], { fatal: true });
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await readAt(fd, buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    yield decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
  }
  yield decoder.decode();
}
