import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response } from 'express';
import { type Config } from '../../config/settings';
import { type Vault } from '../../db/privacy/vault';
import { readCookie } from '../customer-pages/cookies';

/** The console's URL: the only origin whose pages may act with a session. */
const consoleUrl = (config: Config): URL => new URL(config.CONSOLE_URL ?? config.PUBLIC_URL);
export const consoleOrigin = (config: Config): string => consoleUrl(config).origin;
/** Host and port under which the console is served. */
export const consoleHost = (config: Config): string => consoleUrl(config).host;

const isSecure = (config: Config): boolean => consoleUrl(config).protocol === 'https:';
/** With the `__Host-` prefix browsers accept it from this host and over TLS only. */
export const cookieName = (config: Config, name: 'session' | 'oidc'): string =>
  `${isSecure(config) ? '__Host-' : ''}tsunagi_${name}`;

export const readToken = (config: Config, req: Request, name: 'session' | 'oidc'): string | undefined => {
  const value = readCookie(req, cookieName(config, name));
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
};

/**
 * Sets a session cookie that scripts cannot read. The session cookie is sent with no cross-site request; the one for
 * the identity provider's redirect must be, so that one is `lax`.
 */
export function setToken(config: Config, res: Response, name: 'session' | 'oidc', token: string): void {
  const sameSite = name === 'oidc' ? 'lax' : 'strict';
  res.cookie(cookieName(config, name), token, { path: '/', httpOnly: true, secure: isSecure(config), sameSite });
}

export function clearToken(config: Config, res: Response, name: 'session' | 'oidc'): void {
  res.clearCookie(cookieName(config, name), { path: '/', httpOnly: true, secure: isSecure(config) });
}

/** CSRF token that our pages send with each action; bound to the session token, so it changes with it. */
export const csrfOf = (vault: Vault, token: string): string => vault.ownHash('csrf', token).toString('base64url');

/** Whether a page of another site sent the request; undefined if the caller is not a browser or does not say. */
export function fromOtherSite(config: Config, req: Request): boolean | undefined {
  const origin = req.get('origin');
  if (origin !== undefined) return origin !== consoleOrigin(config);
  const site = req.get('sec-fetch-site');
  return site === undefined ? undefined : site !== 'same-origin';
}

/** Requires both: no other site sent the request, and it has the CSRF token only our pages can read. */
export function isOwnAct(config: Config, vault: Vault, req: Request, token: string): boolean {
  if (fromOtherSite(config, req)) return false;
  const given = Buffer.from(req.get('x-csrf-token') ?? '');
  const right = Buffer.from(csrfOf(vault, token));
  return given.length === right.length && timingSafeEqual(given, right);
}
