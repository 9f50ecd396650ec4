/**
 * The text of a shop's file, whatever wrote it: UTF-8 or UTF-16, with or without a byte order mark, or CP932. UTF-16
 * without a mark shows itself by zero bytes, since a report begins with ASCII; CP932 by not being UTF-8.
 */
export function reportText(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes); // drops the mark
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}
