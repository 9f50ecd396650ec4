import { squeeze } from './text';

const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * Normalises an e-mail address; null when it is malformed. Full-width characters are folded (＠) and spaces dropped.
 * Consecutive dots are kept, since Japanese carriers issued such addresses. Lengths as in RFC 5321.
 */
export function readMailAddress(text: string): string | null {
  const plain = squeeze(text);
  const at = plain.lastIndexOf('@');
  if (at < 1 || plain.length > 254 || !LOCAL.test(plain.slice(0, at))) return null;
  const labels = plain.slice(at + 1).split('.');
  const top = labels.at(-1) ?? '';
  const wellFormed = labels.length > 1 && labels.every((label) => LABEL.test(label)) && /[A-Za-z]/.test(top);
  return wellFormed && top.length > 1 ? plain : null;
}

/** The form in which addresses are hashed and compared. */
export const mailKey = (address: string): string => address.toLowerCase();
