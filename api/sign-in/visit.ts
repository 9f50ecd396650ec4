import { type Request, type Response } from 'express';
import { type Actor, findActor } from '../../db/access/api-keys';
import { findSession, type Session } from '../../db/access/sessions';
import { AppError } from '../../domain/errors';
import { type AppDeps } from '../http/deps';
import { limitFailure } from '../http/rate-limit';
import { type RouteContract } from '../http/route';
import { clearToken, fromOtherSite, isOwnAct, readToken } from './cookies';

/** A request from a browser that is signing in or has signed in. */
export interface Visit {
  req: Request;
  res: Response;
  /** The session's token; undefined where none is needed. */
  token?: string;
}

/** Of requests that a page repeats by itself: they do not count as use, so an open page does not keep a session alive. */
const PASSIVE = 'X-Tsunagi-Passive';
const SAFE = new Set(['GET', 'HEAD']);
export const idleMs = (deps: AppDeps): number => deps.config.SESSION_IDLE_MINUTES * 60_000;

/**
 * For routes on a sign-in itself, with or without a session in one of these stages. Throws csrf_refused for requests
 * from another site, unauthenticated without a session, sign_in_unfinished in another stage. `optional` takes a request
 * without a valid session too, and does not count it as a failed attempt.
 */
export async function openVisit(
  deps: AppDeps,
  stages: NonNullable<RouteContract['signIn']>,
  { req, res }: { req: Request; res: Response },
): Promise<{ visit: Visit; session?: Session }> {
  if (stages === 'anonymous') {
    if (!SAFE.has(req.method) && fromOtherSite(deps.config, req)) throw new AppError('csrf_refused');
    return { visit: { req, res } };
  }
  const found = await sessionOf(deps, { req, res });
  if (stages === 'optional') return { visit: { req, res, token: found?.token }, session: found?.session };
  if (!found) {
    await limitFailure(deps, { req, res });
    throw new AppError('unauthenticated');
  }
  if (!stages.includes(found.session.stage)) {
    throw new AppError('sign_in_unfinished', { stage: found.session.stage });
  }
  return { visit: { req, res, token: found.token }, session: found.session };
}

/** The session named by the request's cookie. Requests that may change something also need the CSRF token. */
async function sessionOf(
  deps: AppDeps,
  { req, res }: { req: Request; res: Response },
): Promise<{ token: string; session: Session } | undefined> {
  const token = readToken(deps.config, req, 'session');
  if (token === undefined) return undefined;
  const passive = SAFE.has(req.method) && req.get(PASSIVE) === '1';
  const session = await findSession(deps.db, deps.vault.tokenHash(token), { idleMs: idleMs(deps), passive });
  if (!session) {
    clearToken(deps.config, res, 'session');
    return undefined;
  }
  const trusted = res.locals.trustedOrigin !== undefined; // see codec-origin.ts
  if (!SAFE.has(req.method) && !trusted && !isOwnAct(deps.config, deps.vault, req, token))
    throw new AppError('csrf_refused');
  return { token, session };
}

/**
 * Identifies the caller by API key if one is sent, otherwise by session cookie; undefined if neither is valid. Throws
 * csrf_refused, and sign_in_unfinished for a session without a role.
 */
export async function findCaller(deps: AppDeps, io: { req: Request; res: Response }): Promise<Actor | undefined> {
  const header = io.req.get('authorization');
  if (header !== undefined) {
    const key = /^Bearer (tk_[A-Za-z0-9_-]{43})$/i.exec(header)?.[1];
    return key === undefined ? undefined : findActor(deps.db, key);
  }
  const found = await sessionOf(deps, io);
  if (!found) return undefined;
  const { id, personId, stage, grant } = found.session;
  if (stage !== 'open' || !grant) throw new AppError('sign_in_unfinished', { stage });
  const { clientId, role, campaigns, rights } = grant;
  return { personId, clientId, role, via: 'session', keyId: null, sessionId: id, campaigns, actions: null, rights };
}
