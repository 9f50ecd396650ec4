import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Link } from '../../db/customers/links';
import { type Vault } from '../../db/privacy/vault';

/** How long a customer stays confirmed after the last page, in real ms. */
export const SESSION_MS = 30 * 60_000;
export const SESSION_COOKIE = 'tsunagi_page';

/** Proof that this browser has given the link's second factor: expiry and signature only. */
export function encryptSession(vault: Vault, link: Link, now: number): string {
  const end = String(now + SESSION_MS);
  return `${end}.${vault.sign(`session\n${nameOf(link)}\n${end}`)}`;
}

export function isSession(vault: Vault, link: Link, value: string | undefined, now: number): boolean {
  const [end = '', signature = ''] = (value ?? '').split('.');
  return same(signature, vault.sign(`session\n${nameOf(link)}\n${end}`)) && Number(end) > now;
}

/** A form's one-time key: what it builds on, and a random value that makes a double tap one submit. */
export interface FormKey {
  /** Number of the newest answer the customer had seen (0: none). */
  basis: number;
  nonce: string;
}

export function newKey(basis: number): FormKey {
  return { basis, nonce: randomBytes(12).toString('base64url') };
}

export function encryptKey(vault: Vault, link: Link, { basis, nonce }: FormKey): string {
  return `${basis}.${nonce}.${vault.sign(`key\n${nameOf(link)}\n${basis}\n${nonce}`)}`;
}

/** Decrypts a form's hidden key; undefined if altered or made for another link. */
export function openKey(vault: Vault, link: Link, value: unknown): FormKey | undefined {
  const [basis = '', nonce = '', signature = ''] = String(value).split('.');
  if (!same(signature, vault.sign(`key\n${nameOf(link)}\n${basis}\n${nonce}`))) return undefined;
  return { basis: Number(basis), nonce };
}

const nameOf = (link: Link): string => `${link.campaignId}\n${link.customerId}\n${link.kind}\n${link.version}`;

function same(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
