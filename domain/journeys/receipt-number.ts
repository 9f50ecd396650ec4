/** Crockford's letters: none that is mistaken for another on the phone or on paper. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 35n;
const SPACE = 1n << BITS;

/**
 * A receipt number for people, `8KQ2-5920`: seven letters that name the arrival (`seq` of a journey) and a check letter.
 * One to one for journey ids below 2^28 and 128 arrivals each; neighbours look unrelated, nothing can be read from it.
 */
export function receiptNumber(journeyId: number, seq: number): string {
  let mixed = BigInt(journeyId) * 128n + BigInt(seq % 128);
  for (const factor of [0x5851f42dn, 0x4c957f2dn, 0x2545f491n]) {
    mixed = (mixed * factor) % SPACE; // an odd factor can be undone, so no two inputs meet
    mixed ^= mixed >> 17n;
  }
  let body = '';
  for (let shift = BITS - 5n; shift >= 0n; shift -= 5n) body += LETTERS[Number((mixed >> shift) & 31n)];
  const text = body + checkLetter(body);
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');

/** A receipt number as it is printed, from what a person has typed: width, case and hyphens do not matter. */
export function printedReceipt(typed: string): string {
  const letters = lettersOf(typed);
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The journey and seq that a receipt number names; undefined where it is none. Ignores width, case and hyphens. */
export function receiptNamed(text: string): { journeyId: number; seq: number } | undefined {
  const letters = lettersOf(text);
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters) || checkLetter(letters.slice(0, 7)) !== letters[7]) return undefined;
  let mixed = [...letters.slice(0, 7)].reduce((sum, letter) => sum * 32n + BigInt(LETTERS.indexOf(letter)), 0n);
  for (const factor of [0x2545f491n, 0x4c957f2dn, 0x5851f42dn]) {
    mixed ^= (mixed >> 17n) ^ (mixed >> 34n);
    mixed = (mixed * inverse(factor)) % SPACE;
  }
  return { journeyId: Number(mixed / 128n), seq: Number(mixed % 128n) };
}

/** The number that undoes a multiplication by an odd factor; each round doubles the bits that are right. */
function inverse(factor: bigint): bigint {
  let found = factor;
  for (let bits = 3n; bits < BITS; bits *= 2n) found = (found * (2n - factor * found)) % SPACE;
  return ((found % SPACE) + SPACE) % SPACE;
}

/** Luhn over 32 letters: finds each single wrong letter and nearly each swap of neighbours. */
export function checkLetter(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const value = LETTERS.indexOf(body[body.length - 1 - i]!);
    const doubled = i % 2 === 0 ? value * 2 : value;
    sum += Math.floor(doubled / 32) + (doubled % 32);
  }
  return LETTERS[(32 - (sum % 32)) % 32]!;
}
