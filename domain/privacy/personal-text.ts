/**
 * Normalises a text for the search for personal data: ignores width, case, spaces and hyphens; hiragana becomes
 * katakana.
 */
export function foldForFinding(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-‐‑‒–—―−ーｰ・.()（）]/g, '')
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}

const MAIL = /[^\s@]+@[^\s@]+/;
/** Ten or eleven digits from 0, or the same as +81, with any separators between groups; not inside a longer number. */
const GAP = '[\\s\\-‐‑–—−ー()（）.]{0,2}';
const PHONE = new RegExp(`(?<!\\d)(?<!\\d-)(?:\\+81${GAP}|0)\\d{1,4}${GAP}\\d{1,4}${GAP}\\d{3,4}(?!\\d)`, 'g');

/** Whether a text contains a phone number or a mail address. */
export function holdsContact(text: string): boolean {
  const plain = text.normalize('NFKC');
  if (MAIL.test(plain)) return true;
  return (plain.match(PHONE) ?? []).some((found) => {
    const digits = found.replace(/\D/g, '').replace(/^81/, '0');
    return digits.length === 10 || digits.length === 11;
  });
}

/** Shorter parts identify no one. */
const SHORTEST = 2;

/**
 * Parts of a known value that would identify its owner: the whole value, parts of a name, a number as dialled.
 * Normalised by `foldForFinding`.
 */
export function tellingParts(value: string): string[] {
  const parts = /^[^\d@]+[\s\u3000][^\d@]+$/.test(value.trim()) ? value.trim().split(/[\s\u3000]+/) : [];
  const national = value.startsWith('+81') ? [`0${value.slice(3)}`] : [];
  return [value, ...parts, ...national].map(foldForFinding).filter((part) => Array.from(part).length >= SHORTEST);
}

/** Whether a text contains one of these values of a customer, in any notation. */
export function holdsValue(text: string, values: string[]): boolean {
  const folded = foldForFinding(text);
  return values.some((value) => tellingParts(value).some((part) => folded.includes(part)));
}

/** A full name in address: 山田 太郎様. Words such as お客様 and ご担当者様 have no space before the given name. */
const ADDRESSED = /\p{Script=Han}{1,4}[ \u3000]\p{L}{1,4}[ \u3000]?(?:様|さま|さん|殿)/u;
/** Numbers as long as those of contracts, cards and accounts; dates, counts and receipt numbers are shorter or in parts. */
const LONG_NUMBER = /\d{10,}|(?<!\d)(?:\d{4}[- ]){3}\d{4}(?!\d)/;

/** Whether a text seems to name a customer: a full name in address, or a number as long as those of contracts and cards. */
export function seemsPersonal(text: string): boolean {
  const plain = text.normalize('NFKC');
  return ADDRESSED.test(plain) || LONG_NUMBER.test(plain);
}
