/** Folded for finding: width, case, spaces and hyphens do not count, hiragana is katakana. */
export function foldForFinding(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-‐‑‒–—―−ーｰ・.()（）]/g, '')
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}

const MAIL = /[^\s@]+@[^\s@]+/;
/** Ten or eleven digits from 0, or the same as +81, with whatever stands between groups; not inside a longer number. */
const GAP = '[\\s\\-‐‑–—−ー()（）.]{0,2}';
const PHONE = new RegExp(`(?<!\\d)(?<!\\d-)(?:\\+81${GAP}|0)\\d{1,4}${GAP}\\d{1,4}${GAP}\\d{3,4}(?!\\d)`, 'g');

/** Whether a text holds what reads as a phone number or a mail address. */
export function holdsContact(text: string): boolean {
  const plain = text.normalize('NFKC');
  if (MAIL.test(plain)) return true;
  return (plain.match(PHONE) ?? []).some((found) => {
    const digits = found.replace(/\D/g, '').replace(/^81/, '0');
    return digits.length === 10 || digits.length === 11;
  });
}

/** Shorter ones say nothing of anybody. */
const SHORTEST = 2;

/**
 * What of a known value would give its owner away in a text: all of it, the parts of a name, a number as it is dialled.
 * Folded as `foldForFinding` does.
 */
export function tellingParts(value: string): string[] {
  const parts = /^[^\d@]+[\s\u3000][^\d@]+$/.test(value.trim()) ? value.trim().split(/[\s\u3000]+/) : [];
  const national = value.startsWith('+81') ? [`0${value.slice(3)}`] : [];
  return [value, ...parts, ...national].map(foldForFinding).filter((part) => Array.from(part).length >= SHORTEST);
}

/** Whether a text holds one of these values of a customer, written in whatever way. */
export function holdsValue(text: string, values: string[]): boolean {
  const folded = foldForFinding(text);
  return values.some((value) => tellingParts(value).some((part) => folded.includes(part)));
}
