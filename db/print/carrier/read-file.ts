import { type CarrierFile, readCarrierLines } from '../../../domain/print/carrier-file';
import { CsvSplitter } from '../../audience/import/csv';

/** Dates of carriers' files have no zone: they are Japan's. */
export const CARRIER_ZONE = 'Asia/Tokyo';
/** Far above a run's pieces. */
const MOST_ROWS = 50_000;

/** Reads a carrier's file; undefined: it is none, or far too long. */
export function readCarrierFile(text: string): CarrierFile | undefined {
  const splitter = new CsvSplitter();
  const lines = [...splitter.push(text.replace(/^\uFEFF/, '')), ...splitter.end()];
  return lines.length > MOST_ROWS ? undefined : readCarrierLines(lines, CARRIER_ZONE);
}
