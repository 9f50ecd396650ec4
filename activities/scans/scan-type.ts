/** What a scan may be; nothing else reaches a decoder. */
export const SCAN_TYPES = ['image/png', 'image/jpeg', 'image/tiff', 'application/pdf'] as const;
export type ScanType = (typeof SCAN_TYPES)[number];

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** TIFF and BigTIFF in either byte order. */
const TIFF = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((mark) => Buffer.from(mark, 'latin1'));
/** A PDF may begin with other bytes, within which readers seek its mark. */
const PDF = { mark: '%PDF-', within: 1024 };

/** What a file is by its first bytes, whatever it was sent as. Undefined: none of the types that are read. */
export function scanTypeOf(bytes: Buffer): ScanType | undefined {
  const begins = (mark: Buffer) => bytes.subarray(0, mark.length).equals(mark);
  if (begins(PNG)) return 'image/png';
  if (begins(JPEG)) return 'image/jpeg';
  if (TIFF.some(begins)) return 'image/tiff';
  return bytes.subarray(0, PDF.within).includes(PDF.mark) ? 'application/pdf' : undefined;
}
