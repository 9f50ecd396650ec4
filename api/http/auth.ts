import { type Request, type Response } from 'express';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { type Scope } from '../../db/platform/scope';
import { getSession } from '../../db/access/sessions';
import { accessRule, type Action, lacking, mayAct } from '../../domain/access/access';
import { AppError } from '../../domain/errors';
import { type AppDeps } from './deps';
import { limitFailure } from './rate-limit';
import { requireFresh } from '../sign-in/steps';
import { findCaller, idleMs } from '../sign-in/visit';

/**
 * Identifies the caller by API key or session and determines their scope. Throws unauthenticated (rate_limited after
 * too many failures from an address), csrf_refused, sign_in_unfinished, or forbidden if the access table does not allow
 * the action; where it asks for a fresh code, session_needed for an API key and fresh_code_needed for an older session;
 * where only the route asks for one, API keys pass.
 */
export async function authorise(
  deps: AppDeps,
  { action, freshCode = false }: { action: Action; freshCode?: boolean },
  io: { req: Request; res: Response },
): Promise<{ actor: Actor; scope: Scope }> {
  const actor = await findCaller(deps, io);
  if (!actor) {
    await limitFailure(deps, io);
    throw new AppError('unauthenticated');
  }
  io.res.locals.caller = callerOf(actor); // for the request log, also of refused requests
  if (!mayAct(actor, action)) {
    throw new AppError('forbidden', { role: actor.role, needs: lacking(actor, action) });
  }
  if (accessRule(action)?.freshCode) await requireFreshSession(deps, actor);
  if (freshCode && actor.sessionId !== null) await requireFreshSession(deps, actor);
  // administrators belong to no client; 0 is no client's id
  return { actor, scope: { clientId: actor.clientId ?? 0, campaigns: actor.campaigns } };
}

async function requireFreshSession(deps: AppDeps, { sessionId }: Actor): Promise<void> {
  if (sessionId === null) throw new AppError('session_needed');
  requireFresh(await getSession(deps.db, sessionId, idleMs(deps)));
}
