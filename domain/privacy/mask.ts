/** Replaces hidden characters. Its length is fixed, so it reveals nothing about the original's length. */
const HIDDEN = '●●●';

/** Fields of a customer that can be requested. */
export const PERSONAL_FIELDS = [
  'name',
  'kana',
  'birth',
  'mail',
  'phone',
  'mobile',
  'postalCode',
  'address',
  'contracts',
  'representatives',
] as const;
export type PersonalField = (typeof PERSONAL_FIELDS)[number];

const firstOf = (value: string): string => Array.from(value.trim())[0] ?? '';

/** 山田 太郎 → 山●●●; also for kana. An empty value stays empty. */
export const maskName = (name: string): string => (name.trim() === '' ? '' : `${firstOf(name)}${HIDDEN}`);

/** sato@example.jp → s***@example.jp. Malformed addresses are hidden completely. */
export function maskMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  return at < 1 ? HIDDEN : `${firstOf(mail)}***${mail.slice(at)}`;
}

/**
 * +819012341234 or 090-1234-1234 → 090-****-1234. Landlines keep the first two digits of the area code: 03-****-5678.
 */
export function maskPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/^\+81/, '0').replace(/\D/g, '');
  if (digits.length < 9) return HIDDEN;
  const head = /^0[5789]0/.test(digits) ? digits.slice(0, 3) : digits.slice(0, 2);
  return `${head}-****-${digits.slice(-4)}`;
}

/** 神奈川県横浜市… → 神奈川県●●●. Without a prefecture everything is hidden. */
export function maskAddress(address: string): string {
  const prefecture = /^(東京都|北海道|(?:京都|大阪)府|.{2,3}県)/.exec(address.trim())?.[1] ?? '';
  return `${prefecture}${HIDDEN}`;
}

/** 1050022 → 105-****. */
export const maskPostalCode = (code: string): string => {
  const digits = code.replace(/\D/g, '');
  return digits.length === 7 ? `${digits.slice(0, 3)}-****` : HIDDEN;
};

/** The last four characters, fewer of a short number so that it is never shown whole: MN170001002 → ●●●1002. */
export const maskNumber = (number: string): string =>
  `${HIDDEN}${number.slice(number.length - Math.min(4, Math.floor(number.length / 2)))}`;

/** Hidden completely: callers are identified by it. */
export const maskBirth = (): string => '****-**-**';

/** Hidden completely: free text. */
export const maskText = (): string => HIDDEN;
