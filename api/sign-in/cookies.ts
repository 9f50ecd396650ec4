import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response } from 'express';
import { type Config } from '../../config/settings';
import { type Vault } from '../../db/privacy/vault';
import { readCookie } from '../customer-pages/cookies';

/** Where staff sign in: the only origin whose pages may act with a session. */
const consoleUrl = (config: Config): URL => new URL(config.CONSOLE_URL ?? config.PUBLIC_URL);
export const consoleOrigin = (config: Config): string => consoleUrl(config).origin;

const isSecure = (config: Config): boolean => consoleUrl(config).protocol === 'https:';
/** With the prefix a browser takes it from this very host and over TLS alone. */
export const cookieName = (config: Config, name: 'session' | 'oidc'): string =>
  `${isSecure(config) ? '__Host-' : ''}tsunagi_${name}`;

export const readToken = (config: Config, req: Request, name: 'session' | 'oidc'): string | undefined => {
  const value = readCookie(req, cookieName(config, name));
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
};

/**
 * Sets a cookie that no script reads, for as long as the browser is open. No other site's request carries the session;
 * what the identity provider sends back must bring its cookie along, so that one is `lax`.
 */
export function setToken(config: Config, res: Response, name: 'session' | 'oidc', token: string): void {
  const sameSite = name === 'oidc' ? 'lax' : 'strict';
  res.cookie(cookieName(config, name), token, { path: '/', httpOnly: true, secure: isSecure(config), sameSite });
}

export function clearToken(config: Config, res: Response, name: 'session' | 'oidc'): void {
  res.clearCookie(cookieName(config, name), { path: '/', httpOnly: true, secure: isSecure(config) });
}

/** What pages of ours send back with each act; bound to the token, so it changes with it. */
export const csrfOf = (vault: Vault, token: string): string => vault.ownHash('csrf', token).toString('base64url');

/** Whether a page of another site sent it; undefined where the caller is no browser, or one that does not say. */
export function fromOtherSite(config: Config, req: Request): boolean | undefined {
  const origin = req.get('origin');
  if (origin !== undefined) return origin !== consoleOrigin(config);
  const site = req.get('sec-fetch-site');
  return site === undefined ? undefined : site !== 'same-origin';
}

/** Both must hold: it comes from no other site, and it brings the token that only our own pages can read. */
export function isOwnAct(config: Config, vault: Vault, req: Request, token: string): boolean {
  if (fromOtherSite(config, req)) return false;
  const given = Buffer.from(req.get('x-csrf-token') ?? '');
  const right = Buffer.from(csrfOf(vault, token));
  return given.length === right.length && timingSafeEqual(given, right);
}
