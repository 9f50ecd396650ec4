/**
 * Japan Post's customer barcode (郵便番号・バーコードマニュアル): start, postal code, 13 symbols of the address number, check digit,
 * stop; 67 bars. Symbols are `0`–`9`, `-` and the control codes CC1–CC8; a letter is CC1–CC3 and a digit.
 */
export interface CustomerBarcode {
  /** Seven digits, 13 symbols and the check symbol, without start and stop. */
  symbols: string[];
  bars: Bar[];
}

/** Height of a bar: up and down, only up, only down, or neither (timing). */
export type Bar = 'long' | 'up' | 'down' | 'timing';

/** Dimensions at 10 points in mm. The manual allows 8 to 11.5 points. */
export const BARCODE_MM = { long: 3.6, half: 2.4, timing: 1.2, bar: 0.6, pitch: 1.2, clear: 2 } as const;

const ADDRESS_PLACES = 13;
/** In the order of their check values: 0–9, hyphen, CC1–CC8. */
const SYMBOLS = [...'0123456789-', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `CC${n}`)];
/** The bars of each symbol: 1 long, 2 up, 3 down, 4 timing. */
const PATTERNS = '144 114 132 312 123 141 321 213 231 411 414 324 342 234 432 243 423 441 111'.split(' ');
const BARS: Record<string, Bar> = { '1': 'long', '2': 'up', '3': 'down', '4': 'timing' };

/**
 * The barcode of an address. `address` is the part after the town's name, as given. Null where none may be printed: the
 * postal code does not have seven digits, or stands for a whole municipality (ends in 00).
 */
export function customerBarcode(postalCode: string, address: string): CustomerBarcode | null {
  const digits = postalCode.normalize('NFKC').replace(/[-‐−–〒\s]/g, '');
  if (!/^\d{7}$/.test(digits) || digits.endsWith('00')) return null;
  const symbols = [...digits, ...addressSymbols(addressNumber(address))];
  const sum = symbols.reduce((total, symbol) => total + SYMBOLS.indexOf(symbol), 0);
  symbols.push(SYMBOLS[(19 - (sum % 19)) % 19]!);
  const pattern = `13${symbols.map((symbol) => PATTERNS[SYMBOLS.indexOf(symbol)]!).join('')}31`;
  return { symbols, bars: [...pattern].map((bar) => BARS[bar]!) };
}

/** The part of an address used by the barcode: digits, hyphens and single letters (manual, pages 17 to 21). */
export function addressNumber(address: string): string {
  const plain = address
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[‐‑‒–—―−ー－](?=[0-9A-Z])/g, '-')
    .replace(/[&/・･.]/g, '');
  return plain
    .replace(/[〇一二三四五六七八九十百千]+(?=丁目|丁|番地|番|号|地割|線|の|ノ)/g, (number) =>
      String(kanjiNumber(number)),
    )
    .replace(/(?<=\d)F(?![A-Z])/g, '-')
    .replace(/[A-Z]{2,}/g, '-')
    .replace(/[^0-9A-Z-]+/g, '-')
    .replace(/-+/g, '-')
    .replace(/-?([A-Z])-?/g, '$1')
    .replace(/^-|-$/g, '');
}

/** Exactly 13 symbols: truncated, or padded with CC4. A truncated letter keeps its control code. */
function addressSymbols(text: string): string[] {
  const symbols = [...text].flatMap((character) => {
    const letter = character.charCodeAt(0) - 65;
    return letter < 0 ? [character] : [`CC${Math.floor(letter / 10) + 1}`, String(letter % 10)];
  });
  return [...symbols, ...Array<string>(ADDRESS_PLACES).fill('CC4')].slice(0, ADDRESS_PLACES);
}

/** 二十一 → 21, 百五 → 105, 二〇三 → 203. */
function kanjiNumber(text: string): number {
  const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  let total = 0;
  let digits = 0;
  for (const character of text) {
    const unit = units[character];
    if (unit === undefined) digits = digits * 10 + '〇一二三四五六七八九'.indexOf(character);
    else {
      total += (digits || 1) * unit;
      digits = 0;
    }
  }
  return total + digits;
}
