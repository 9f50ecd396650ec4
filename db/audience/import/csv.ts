import { read } from 'node:fs';
import { promisify, TextDecoder } from 'node:util';
import { type CsvRecord, CsvSplitter } from './csv-splitter';
import { DECODER, type Encoding } from './encoding';

const readAt = promisify(read);
const CHUNK_BYTES = 64 * 1024;

/**
 * Yields the records of an open file, a few hundred at a time, the header first. Reads at its own positions, so others
 * may read the same descriptor. Throws file_quote_unclosed.
 */
export async function* readCsv(fd: number, encoding: Encoding): AsyncGenerator<CsvRecord[]> {
  const splitter = new CsvSplitter();
  const decoder = new TextDecoder(DECODER[encoding], { fatal: true });
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
