/** How an SMS is sent: its alphabet, its length in units of that alphabet, and the number of parts sent and charged. */
export interface SmsParts {
  encoding: 'gsm7' | 'ucs2';
  /** Septets of GSM-7 or 16-bit units of UCS-2. */
  units: number;
  /** 0 for an empty text. */
  parts: number;
}

/** 3GPP TS 23.038, section 6.2.1: the default alphabet, without the escape. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Section 6.2.1.1: these take an escape and a second septet. */
const EXTENDED = new Set('\f^{}\\[~]|€');

const LIMITS = { gsm7: { single: 160, joined: 153 }, ucs2: { single: 70, joined: 67 } };

/**
 * Counts as networks do. One character outside GSM-7 makes the whole text UCS-2; longer texts lose a header in each
 * part; no part ends inside an escape sequence or a surrogate pair.
 */
export function smsParts(text: string): SmsParts {
  const signs = [...text];
  const encoding = signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign)) ? 'gsm7' : 'ucs2';
  const widths = signs.map((sign) => (encoding === 'ucs2' ? sign.length : EXTENDED.has(sign) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, joined } = LIMITS[encoding];
  if (units <= single) return { encoding, units, parts: units === 0 ? 0 : 1 };
  return { encoding, units, parts: filled(widths, joined) };
}

/** Number of parts when filled one after the other. */
function filled(widths: number[], size: number): number {
  let parts = 1;
  let room = size;
  for (const width of widths) {
    if (width > room) {
      parts += 1;
      room = size;
    }
    room -= width;
  }
  return parts;
}
