/** Every character that CP932 can write, with its bytes; made once from the browser's own decoder. */
let table: Map<string, readonly number[]> | undefined;

function cp932Table(): Map<string, readonly number[]> {
  if (table) return table;
  const decoder = new TextDecoder('shift_jis', { fatal: true });
  const found = new Map<string, readonly number[]>();
  const add = (bytes: number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !found.has(character)) found.set(character, bytes);
    } catch {
      // bytes that mean nothing
    }
  };
  for (let byte = 0; byte < 256; byte += 1) if (byte < 0x80 || (byte > 0xa0 && byte < 0xe0)) add([byte]);
  for (let first = 0x81; first <= 0xfc; first += 1) {
    if (first > 0x9f && first < 0xe0) continue;
    for (let second = 0x40; second <= 0xfc; second += 1) if (second !== 0x7f) add([first, second]);
  }
  return (table = found);
}

/** The mark for what CP932 cannot write, as the trade prints it. */
const MISSING = '〓';

export function toCp932(text: string): Uint8Array<ArrayBuffer> {
  const known = cp932Table();
  return Uint8Array.from([...text].flatMap((character) => known.get(character) ?? known.get(MISSING)!));
}

/** A cell as a spreadsheet reads it: quoted where needed, and never as a formula. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV (RFC 4180), in UTF-8 with a byte order mark or in CP932, as Japanese spreadsheets open it. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[], encoding: 'utf-8' | 'cp932'): Blob {
  const text = rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
  if (encoding === 'cp932') return new Blob([toCp932(text)], { type: 'text/csv; charset=shift_jis' });
  return new Blob(['\uFEFF', text], { type: 'text/csv; charset=utf-8' });
}
