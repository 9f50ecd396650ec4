import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toString as toQr } from 'qrcode';

const ISSUER = 'Tsunagi';
const PERIOD_S = 30;
/** One step before and after, for clocks that differ. */
const WINDOW = 1;

/** A new secret of 160 bits, as authenticator apps take it (base32). */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, label = '') =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });

/** What an authenticator app takes: the address, and the same as a QR code (SVG). */
export async function enrolmentOf(secret: string, login: string): Promise<{ uri: string; qr: string }> {
  const uri = totp(secret, login).toString();
  return { uri, qr: await toQr(uri, { type: 'svg', margin: 2 }) };
}

/** The time step to which a code belongs, null for a wrong one. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const one = totp(secret);
  const delta = one.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : one.counter({ timestamp: now }) + delta;
}

/** No 0, 1, I, L, O, U: what is written down is read back. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_CODES = 10;

/** Ten new codes of 78 bits. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: RECOVERY_CODES }, () => [group(), group(), group(), group()].join('-'));
}

/** A recovery code as it was given out, however it was typed. */
export function normaliseRecoveryCode(typed: string): string {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return letters.match(/.{1,4}/g)?.join('-') ?? '';
}
