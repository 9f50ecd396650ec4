import { type Actor } from '../../db/access/api-keys';
import { type Scope } from '../../db/platform/scope';
import { ACCESS, type Action } from '../../domain/access/access';
import { type AppDeps } from './deps';

/**
 * What a handler works with for this caller: a database that shows the rows of its scope only, whatever a query says.
 * What concerns a customer concerns all campaigns of the client, so an action of that reach is written with the client's
 * rows in sight; the scope that the queries take stays the caller's. Actions of the installation, and its administrator,
 * are of no client and see what the product sees.
 */
export function depsFor(deps: AppDeps, action: Action, { actor, scope }: { actor: Actor; scope: Scope }): AppDeps {
  const { reach } = ACCESS[action];
  if (reach === 'installation' || actor.clientId === null) return deps;
  return { ...deps, db: deps.scoped.db(reach === 'customer' ? { ...scope, campaigns: null } : scope) };
}
