import { type Request, type RequestHandler, type Response } from 'express';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { type Scope } from '../../db/platform/scope';
import { ACCESS, type Action, mayAct } from '../../domain/access/access';
import { AppError } from '../../domain/errors';
import { type AppDeps } from './deps';
import { runMiddleware } from './middleware';
import { findCaller } from '../sign-in/visit';

/**
 * Who calls, by key or by session, and what they may see. Throws unauthenticated (rate_limited after too many failures of
 * an address), csrf_refused, sign_in_unfinished, or forbidden when the table does not give the action to the caller.
 */
export async function authorise(
  deps: AppDeps,
  failures: RequestHandler,
  action: Action,
  io: { req: Request; res: Response },
): Promise<{ actor: Actor; scope: Scope }> {
  const actor = await findCaller(deps, io);
  if (!actor) {
    await runMiddleware(failures, io.req, io.res);
    throw new AppError('unauthenticated');
  }
  io.res.locals.caller = callerOf(actor); // for the log, also of what is refused
  if (!mayAct(actor, action)) {
    throw new AppError('forbidden', { role: actor.role, needs: ACCESS[action].roles.join(',') });
  }
  // an administrator is of no client: 0 is nobody's id
  return { actor, scope: { clientId: actor.clientId ?? 0, campaigns: actor.campaigns } };
}
