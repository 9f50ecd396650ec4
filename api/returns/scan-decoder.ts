import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { AppError } from '../../domain/errors';
import { type ScanContents } from '../../activities/scans/scan-reader';
import { type ScanType, scanTypeOf } from '../../activities/scans/scan-type';

/** A page at the highest resolution takes some hundred megabytes; a scan that takes longer is given to a person. */
const ask = createDecoder<{ bytes: Uint8Array }, ScanContents>({
  module: require.resolve('./scan-process'),
  limitMs: 20_000,
  memoryMb: 1024,
});

export interface ReadScan {
  /** By its contents. */
  type: ScanType;
  texts: string[];
  /** Null: reading took too long. */
  pages: number | null;
}

/**
 * What a scan is, and the codes on it, read in a process of its own. A scan that takes longer than `limitMs` has no
 * code: a person types it. Throws scan_unreadable for what is no PNG, JPEG, TIFF or PDF, is damaged or takes too much
 * memory.
 */
export async function readScanApart({ bytes }: { bytes: Buffer }, limitMs?: number): Promise<ReadScan> {
  const type = scanTypeOf(bytes);
  if (!type) throw new AppError('scan_unreadable');
  const read = await ask({ bytes }, limitMs).catch((error: unknown) => {
    if (!(error instanceof DecodingFailed)) throw error;
    if (error.why === 'time') return { texts: [], pages: null };
    throw new AppError('scan_unreadable', {}, [], { cause: error });
  });
  return { type, ...read };
}
