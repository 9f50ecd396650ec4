import { type Request, type RequestHandler, type Response } from 'express';
import { type Actor, findActor } from '../db/api-keys';
import { type Scope } from '../db/scope';
import { ACCESS, type Action, allowed } from '../domain/access';
import { AppError } from '../domain/errors';
import { type AppDeps } from './deps';
import { runMiddleware } from './middleware';

/**
 * Who calls and what they may see. Throws unauthenticated (rate_limited after too many failures of an address), or
 * forbidden when the table does not give the action to the caller.
 */
export async function authorise(
  deps: AppDeps,
  failures: RequestHandler,
  action: Action,
  io: { req: Request; res: Response },
): Promise<{ actor: Actor; scope: Scope }> {
  const key = /^Bearer (tk_[A-Za-z0-9_-]{43})$/i.exec(io.req.get('authorization') ?? '')?.[1];
  const actor = key ? await findActor(deps.db, key) : undefined;
  if (!actor) {
    await runMiddleware(failures, io.req, io.res);
    throw new AppError('unauthenticated');
  }
  if (!allowed(actor.role, action)) {
    throw new AppError('forbidden', { role: actor.role, needs: ACCESS[action].roles.join(',') });
  }
  // an administrator is of no client: 0 is nobody's id
  return { actor, scope: { clientId: actor.clientId ?? 0 } };
}
