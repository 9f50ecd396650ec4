import { read } from 'node:fs';
import { promisify, TextDecoder } from 'node:util';
import { DECODER, type Detected } from './encoding';
import { AppError } from '../../../domain/errors';

const readAt = promisify(read);
const CHUNK_BYTES = 64 * 1024;

/**
 * Yields the records of an open file, a few hundred at a time, the header first. Reads at its own positions, so others
 * may read the same descriptor. Bytes of a damaged file that are no character become `UNDECODABLE`. Throws
 * file_quote_unclosed.
 */
export async function* readCsv(fd: number, { encoding, damaged }: Detected): AsyncGenerator<CsvRecord[]> {
  const splitter = new CsvSplitter();
  const decoder = new TextDecoder(DECODER[encoding], { fatal: !damaged });
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await readAt(fd, buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const records = splitter.push(decoder.decode(buffer.subarray(0, bytesRead), { stream: true }));
    if (records.length > 0) yield records;
  }
  const records = [...splitter.push(decoder.decode()), ...splitter.end()];
  if (records.length > 0) yield records;
}

/** Stands for bytes that are no character of the file's encoding. */
export const UNDECODABLE = '\ufffd';

/** One record and the physical line (from 1) on which it starts. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** Far above any real record; reached by a quote that is never closed or a file without line breaks. */
const MAX_RECORD_LENGTH = 128 * 1024;
const BREAK = /\r\n|[\r\n]/;

/**
 * Splits CSV text, given in chunks of any size, into records (RFC 4180, any line break). Blank lines, lines of nothing but
 * delimiters and spaces, and the end-of-file mark of old systems (Ctrl-Z) are skipped. A quote opens a field only as its
 * first character, spaces apart; a closing quote followed by other text is treated as a plain character, so one misplaced
 * quote does no harm. A quote that swallows the following rows throws file_quote_unclosed with its line.
 */
export class CsvSplitter {
  private text = '';
  private at = 0;
  private line = 1;
  private width = 0;

  push(piece: string): CsvRecord[] {
    this.text = this.text.slice(this.at) + piece;
    this.at = 0;
    return this.split(false);
  }

  /** Returns the last record, which may lack its line break. */
  end(): CsvRecord[] {
    this.text = this.text.replace(/[\u001a\u001c]+$/, '');
    return this.split(true);
  }

  private split(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    const lineEnd = /[\r\n]/g;
    while (this.at < this.text.length) {
      lineEnd.lastIndex = this.at;
      const found = lineEnd.exec(this.text);
      const end = found?.index ?? this.text.length;
      if (end - this.at > MAX_RECORD_LENGTH) throw new AppError('file_row_too_long', { line: this.line });
      if (!found && !last) break;
      const line = this.text.slice(this.at, end);
      const record = line.includes('"') ? this.quoted(last) : { fields: line.split(','), end };
      const next = record && this.afterBreak(record.end, last);
      if (!record || next === null) break;
      this.at = next;
      const start = this.line;
      this.line += 1;
      if (line.includes('"')) this.line += this.breaksIn(record.fields, start);
      if (record.fields.every(isBlank)) continue;
      this.width ||= record.fields.length;
      records.push({ line: start, fields: record.fields });
    }
    return records;
  }

  /** Position after the line break at `end`; null while the second half of \r\n may still follow. */
  private afterBreak(end: number, last: boolean): number | null {
    if (this.text[end] !== '\r') return end + 1;
    if (end + 1 === this.text.length && !last) return null;
    return this.text[end + 1] === '\n' ? end + 2 : end + 1;
  }

  /** Parses a record that contains quotes, field by field; null while it is incomplete. */
  private quoted(last: boolean): { fields: string[]; end: number } | null {
    const fields: string[] = [];
    for (let at = this.at; ; at++) {
      const quote = this.afterSpaces(at);
      const field = this.text[quote] === '"' ? this.quotedField(at, quote) : this.plainField(at);
      if (field === null) {
        if (last || this.text.length - this.at > MAX_RECORD_LENGTH) throw unclosed(this.line);
        return null;
      }
      fields.push(field.value);
      at = field.end;
      if (this.text[at] !== ',') return at < this.text.length || last ? { fields, end: at } : null;
    }
  }

  private plainField(from: number): { value: string; end: number } {
    const delimiter = /[,\r\n]/g;
    delimiter.lastIndex = from;
    const end = delimiter.exec(this.text)?.index ?? this.text.length;
    return { value: this.text.slice(from, end), end };
  }

  private afterSpaces(from: number): number {
    let at = from;
    while (this.text[at] === ' ' || this.text[at] === '\t') at += 1;
    return at;
  }

  /**
   * The field from `from` on, whose quote stands at `quote`. Null if the text ends inside the quotes, or right after a quote
   * that may turn out to be doubled.
   */
  private quotedField(from: number, quote: number): { value: string; end: number } | null {
    for (let at = this.text.indexOf('"', quote + 1); at >= 0; at = this.text.indexOf('"', at + 2)) {
      if (this.text[at + 1] === '"') continue;
      const end = this.afterSpaces(at + 1);
      const after = this.text[end];
      if (after === undefined || after === ',' || after === '\r' || after === '\n') {
        return { value: this.text.slice(quote + 1, at).replaceAll('""', '"'), end };
      }
      const rest = this.plainField(at + 1);
      return { value: this.text.slice(from, rest.end), end: rest.end };
    }
    return null;
  }

  private breaksIn(fields: string[], line: number): number {
    const lines = fields.map((field) => field.split(BREAK));
    const swallowed = (text: string) => text.split(',').length >= this.width;
    if (this.width > 2 && lines.some((parts) => parts.length > 1 && parts.some(swallowed))) throw unclosed(line);
    return lines.reduce((sum, parts) => sum + parts.length - 1, 0);
  }
}

/** ICU decodes Ctrl-Z of CP932 as U+001C. */
const isBlank = (field: string): boolean => field === '' || /^[\s\u001a\u001c\ufeff]*$/.test(field);

const unclosed = (line: number) => new AppError('file_quote_unclosed', { line });
