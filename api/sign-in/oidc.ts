import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as OpenId from 'openid-client';
import { createAccount, noteAccess } from '../../db/access/accounts';
import { accountOfSubject, keepOidcRequest, linkSubject, takeOidcRequest } from '../../db/access/sign-in';
import { AppError } from '../../domain/errors';
import { normaliseLogin, SIGN_IN_MS } from '../../domain/access/sign-in';
import { type AppDeps } from '../http/deps';
import { clearToken, consoleOrigin, readToken, setToken } from './cookies';
import { beginSession, type Stepped } from './steps';
import { type Visit } from './visit';
import { transact } from '../../db/platform/transact';

export const CALLBACK = '/api/session/oidc/callback';
const TIMEOUT_S = 10;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

interface Provider {
  openid: typeof OpenId;
  config: OpenId.Configuration;
}
const providers = new WeakMap<AppDeps, Promise<Provider>>();

/** The identity provider's metadata, discovered once. Throws not_found if none is configured, provider_unavailable. */
async function providerOf(deps: AppDeps): Promise<Provider> {
  if (!deps.config.OIDC_ISSUER || !deps.config.OIDC_CLIENT_ID) throw new AppError('not_found');
  const known = providers.get(deps) ?? discover(deps);
  providers.set(deps, known);
  try {
    return await known;
  } catch (error) {
    providers.delete(deps);
    throw new AppError('provider_unavailable', {}, [], { cause: error });
  }
}

async function discover({ config }: AppDeps): Promise<Provider> {
  const openid = await import('openid-client'); // loaded only where it is configured
  const file = config.OIDC_CLIENT_SECRET_FILE;
  const secret = file === undefined ? undefined : (await readFile(file, 'utf8')).trim();
  const issuer = new URL(config.OIDC_ISSUER!);
  const found = await openid.discovery(
    issuer,
    config.OIDC_CLIENT_ID!,
    undefined,
    secret === undefined ? openid.None() : openid.ClientSecretBasic(secret),
    {
      timeout: TIMEOUT_S,
      // ID token signatures are checked although they come over TLS; without TLS only for a provider on this machine
      execute: [
        openid.enableNonRepudiationChecks,
        ...(LOOPBACK.has(issuer.hostname) ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
  return { openid, config: found };
}

interface Expected {
  nonce: string;
  verifier: string;
}

/** Starts a sign-in at the identity provider; returns its URL and stores what the callback must match. */
export async function startOidc(deps: AppDeps, { res }: Visit): Promise<string> {
  const { openid, config } = await providerOf(deps);
  const { vault } = deps;
  const state = openid.randomState();
  const expected: Expected = { nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier() };
  const browser = randomBytes(32).toString('base64url');
  await keepOidcRequest(deps.db, {
    stateHash: vault.tokenHash(state),
    browserHash: vault.tokenHash(browser),
    encrypted: vault.encryptOwn(expected),
    lastsMs: SIGN_IN_MS,
  });
  setToken(deps.config, res, 'oidc', browser);
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: `${consoleOrigin(deps.config)}${CALLBACK}`,
    scope: deps.config.OIDC_SCOPE,
    state,
    nonce: expected.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(expected.verifier),
    code_challenge_method: 'S256',
  });
  return url.href;
}

/**
 * Handles the provider's callback: this browser's state, once; the code with its PKCE verifier; an ID token with our
 * nonce and audience, signed by the issuer. An account that it names for the first time is linked by its own second
 * factor, see takeSecondFactor; one that has none yet is refused. Throws oidc_refused without details.
 */
export async function finishOidc(deps: AppDeps, visit: Visit): Promise<Stepped> {
  const claims = await claimsOf(deps, visit);
  clearToken(deps.config, visit.res, 'oidc');
  const login = claims && loginOf(deps, claims);
  const stepped = await transact(deps.db, async (trx) => {
    const subject = claims && deps.vault.ownHash('oidc', `${claims.iss}\n${claims.sub}`);
    let account = subject && login ? await accountOfSubject(trx, { subject, login }) : undefined;
    if (subject && login && !account && deps.config.OIDC_CREATE_ACCOUNTS) {
      const name = typeof claims.name === 'string' ? claims.name.slice(0, 200) : login;
      const made = await createAccount(trx, { login, name, createdBy: null }).catch(takenByAnother);
      if (made !== undefined && (await linkSubject(trx, made, subject)))
        account = { personId: made, disabled: false, linked: true };
    }
    if (!account || account.disabled) {
      const person = account ? { person: account.personId } : {};
      await noteAccess(trx, [{ kind: 'sign_in_failed', ...person, at: 'oidc', locked: false }]);
      return undefined;
    }
    const { personId, linked } = account;
    // the provider's second factor says nothing about whose account it is until its owner has linked them
    const who = linked ? { second: hasSecondFactor(deps, claims!) } : { second: false, linking: subject! };
    return beginSession(deps, trx, { personId, via: 'oidc', ...who }, visit);
  });
  if (!stepped) throw new AppError('oidc_refused');
  return stepped;
}

/** The claims of a valid response; undefined otherwise, with the reason logged as a code. */
async function claimsOf(deps: AppDeps, { req }: Visit): Promise<OpenId.IDToken | undefined> {
  const { openid, config } = await providerOf(deps);
  const { vault } = deps;
  const url = new URL(req.originalUrl, consoleOrigin(deps.config));
  const state = url.searchParams.get('state');
  const browser = readToken(deps.config, req, 'oidc');
  if (!state || !browser) return undefined;
  const hashes = { stateHash: vault.tokenHash(state), browserHash: vault.tokenHash(browser) };
  const encrypted = await takeOidcRequest(deps.db, hashes);
  if (!encrypted) return undefined;
  const { nonce, verifier } = vault.openOwn<Expected>(encrypted);
  try {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(config, url, checks);
    const claims = tokens.claims()!;
    if (claims[deps.config.OIDC_LOGIN_CLAIM] !== undefined || !config.serverMetadata().userinfo_endpoint) return claims;
    const { sub, iss, amr, acr } = claims; // taken from the signed token unchanged
    return { ...(await openid.fetchUserInfo(config, tokens.access_token, sub)), ...claims, sub, iss, amr, acr };
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    deps.log.warn({ code, name }, 'sign-in at the identity provider refused');
    return undefined;
  }
}

/** Some providers write the claim as text. */
const isYes = (claim: unknown): boolean => claim === true || claim === 'true';

/** A mail address counts only if the provider has verified it. */
function loginOf({ config }: AppDeps, claims: OpenId.IDToken): string | undefined {
  const value = claims[config.OIDC_LOGIN_CLAIM];
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (config.OIDC_LOGIN_CLAIM === 'email' && !isYes(claims.email_verified)) return undefined;
  return normaliseLogin(value);
}

function hasSecondFactor({ config }: AppDeps, claims: OpenId.IDToken): boolean {
  const wanted = config.OIDC_SECOND_FACTOR.split(',').map((value) => value.trim());
  const amr = Array.isArray(claims.amr) ? claims.amr : [];
  return [claims.acr, ...amr].some((value) => typeof value === 'string' && value !== '' && wanted.includes(value));
}

function takenByAnother(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'login_taken') return undefined;
  throw error;
}
