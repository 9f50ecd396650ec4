/**
 * The text of a shop's file, whatever wrote it: UTF-8 or UTF-16, with or without a byte order mark. UTF-16 without a
 * mark shows itself by zero bytes, since a report begins with ASCII.
 */
export function reportText(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes); // drops the mark
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}
