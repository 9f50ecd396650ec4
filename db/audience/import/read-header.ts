import { TextDecoder } from 'node:util';
import { AppError } from '../../../domain/errors';
import { tidy } from '../../../domain/audience/text';
import { readCsv } from './csv';
import { type Header, mapHeader } from './header';
import { type Spooled } from './spool';

const HEAD_BYTES = 8 * 1024;

/**
 * Reads and maps the header. Throws what `mapHeader` throws, and file_encoding_unknown if EUC-JP was taken for CP932.
 */
export async function readHeader(spooled: Spooled, columns: Record<string, string>): Promise<Header> {
  try {
    for await (const [first] of readCsv(spooled.file.fd, spooled.encoding)) return mapHeader(first!.fields, columns);
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
