/** How a client's program wants its files. */
export interface FileFormat {
  encoding: 'utf-8' | 'cp932';
  /** Begin with a byte order mark; UTF-8 only. */
  bom: boolean;
}

const BOM = '\uFEFF';

/** The bytes of a piece of a file; `first`: it begins the file. What CP932 does not have becomes `?`. */
export function encodePiece(text: string, { encoding, bom }: FileFormat, first: boolean): Uint8Array {
  if (encoding === 'cp932') return toCp932(text);
  return new TextEncoder().encode(first && bom ? BOM + text : text);
}

/** Characters that CP932 has under another code point. */
const TWINS: Record<string, string> = { '〜': '～', '−': '－', '‖': '∥' };

let codes: Map<string, number[]> | undefined;

/** Every character of CP932 (Windows-31J) with its bytes, by decoding all of them. */
function cp932Codes(): Map<string, number[]> {
  const decoder = new TextDecoder('shift_jis');
  const known = new Map<string, number[]>();
  const add = (...bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\uFFFD' && !known.has(text)) known.set(text, bytes);
  };
  for (let byte = 0; byte < 0x80; byte++) add(byte);
  for (let byte = 0xa1; byte <= 0xdf; byte++) add(byte);
  const leads = [...range(0x81, 0x9f), ...range(0xe0, 0xfc)];
  // rows 0xfa to 0xfc before the older copies of the same characters in 0xed and 0xee
  leads.sort((a, b) => Number(isOldCopy(a)) - Number(isOldCopy(b)));
  for (const lead of leads) for (const trail of range(0x40, 0xfc)) if (trail !== 0x7f) add(lead, trail);
  return known;
}

const isOldCopy = (lead: number): boolean => lead === 0xed || lead === 0xee;
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

function toCp932(text: string): Uint8Array {
  codes ??= cp932Codes();
  const bytes: number[] = [];
  for (const character of text) bytes.push(...(codes.get(TWINS[character] ?? character) ?? [0x3f]));
  return Uint8Array.from(bytes);
}
