import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toString as toQr } from 'qrcode';

const ISSUER = 'Tsunagi';
const PERIOD_S = 30;
/** One time step before and after, for clock differences. */
const WINDOW = 1;

/** A new 160-bit secret in base32, as used by authenticator apps. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, label = '') =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });

/** Enrolment data for an authenticator app: the URI, and the same as a QR code (SVG). */
export async function enrolmentOf(secret: string, login: string): Promise<{ uri: string; qr: string }> {
  const uri = totp(secret, login).toString();
  return { uri, qr: await toQr(uri, { type: 'svg', margin: 2 }) };
}

/** The time step a code belongs to; null for a wrong code. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const one = totp(secret);
  const delta = one.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : one.counter({ timestamp: now }) + delta;
}

/** Without 0, 1, I, L, O, U, which are misread. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_CODES = 10;

/** Ten new recovery codes of 78 bits. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: RECOVERY_CODES }, () => [group(), group(), group(), group()].join('-'));
}

/** A recovery code in its issued form, however it was typed. */
export function normaliseRecoveryCode(typed: string): string {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return letters.match(/.{1,4}/g)?.join('-') ?? '';
}
