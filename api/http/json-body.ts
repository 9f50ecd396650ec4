import { AppError } from '../../domain/errors';

/** No contract nests this deep; bounds the work of the parser and of what walks the result. */
const MAX_DEPTH = 32;

/** Parses UTF-8 JSON nested at most 32 deep; an empty body is undefined. Throws malformed_json. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (isDeep(bytes)) throw new AppError('malformed_json');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new AppError('malformed_json');
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Counts brackets outside strings; all of JSON's syntax is single bytes in UTF-8. */
function isDeep(bytes: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (quoted) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}
