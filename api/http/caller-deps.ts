import { type Actor } from '../../db/access/api-keys';
import { type Scope } from '../../db/platform/scope';
import { ACCESS, type Action } from '../../domain/access/access';
import { type AppDeps } from './deps';

/**
 * Dependencies for this caller's handler: the database shows only rows of their scope, whatever a query says. Actions
 * on a customer affect all campaigns of the client, so they see all of the client's rows while the scope passed to
 * queries stays the caller's. Actions of the installation, and its administrator, belong to no client and see
 * everything the product sees.
 */
export function depsFor(deps: AppDeps, action: Action, { actor, scope }: { actor: Actor; scope: Scope }): AppDeps {
  const { reach } = ACCESS[action];
  if (reach === 'installation' || actor.clientId === null) return deps;
  return { ...deps, db: deps.scoped.db(reach === 'customer' ? { ...scope, campaigns: null } : scope) };
}
