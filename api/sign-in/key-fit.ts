import { coversCampaigns, type Grant } from '../../db/access/grants';
import { accessRule, type Action, allowed, type Right, type Role } from '../../domain/access/access';
import { AppError } from '../../domain/errors';
import { KEY_MS, within } from '../../domain/access/sign-in';
import { type Queryable } from '../../db/platform/types';

export interface WantedKey {
  role: Role;
  actions: readonly Action[] | null;
  campaigns: readonly number[] | null;
  rights: readonly Right[];
  /** Real time, epoch ms. */
  expiresAt: number;
}

/**
 * Throws key_too_wide unless the key stays within the grant, invalid_request for an expiry that is past or too far
 * ahead.
 */
export async function requireKeyFit(db: Queryable, grant: Grant, key: WantedKey, now: number): Promise<void> {
  const tooWide = (what: string) => new AppError('key_too_wide', { what });
  if (!within(key.role, grant.role)) throw tooWide('role');
  if ((key.role === 'administrator') !== (grant.clientId === null)) throw tooWide('role');
  if (key.actions?.some((action) => !allowed(key.role, action) || accessRule(action)?.freshCode))
    throw tooWide('actions');
  if (key.rights.some((right) => !grant.rights.includes(right))) throw tooWide('rights');
  if (key.campaigns && !(await coversCampaigns(db, grant, key.campaigns))) throw tooWide('campaigns');
  if (key.expiresAt <= now || key.expiresAt > now + KEY_MS) {
    const issue = { path: 'body.expiresAt', code: 'out_of_range', message: '≤ 366 d' };
    throw new AppError('invalid_request', {}, [issue]);
  }
}
