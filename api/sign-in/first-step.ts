import { findAccount, nameHash, noteAccess, redeemCode, setPassword } from '../../db/access/accounts';
import { revokeSessions } from '../../db/access/sessions';
import { countFailure, takeTries, type Tries } from '../../db/access/sign-in';
import { AppError } from '../../domain/errors';
import { normaliseLogin } from '../../domain/access/sign-in';
import { type AppDeps } from '../http/deps';
import { limitsOf } from '../http/rate-limit';
import { hashPassword, isPassword } from './passwords';
import { beginSession, type Stepped } from './steps';
import { type Visit } from './visit';
import { type Trx } from '../../db/platform/types';
import { transact } from '../../db/platform/transact';

/**
 * Checks login and password. A wrong password, an unknown login, a closed account and a locked name get the same
 * response after the same work. Throws sign_in_failed, rate_limited.
 */
export async function takePassword(
  deps: AppDeps,
  visit: Visit,
  { login, password }: { login: string; password: string },
): Promise<Stepped> {
  const name = nameHash(deps.vault, login);
  await limitSignIn(deps, visit, name);
  const stepped = await transact(deps.db, async (trx) => {
    const tries = await takeTries(trx, name, Date.now());
    const account = await findAccount(trx, login);
    const right = await isPassword(deps.vault, account?.passwordHash ?? null, password);
    if (!right || tries.locked || !account || account.disabled) {
      await refuse(trx, tries, account?.personId, 'password');
      return undefined;
    }
    return beginSession(deps, trx, { personId: account.personId, via: 'password', second: false }, visit);
  });
  if (!stepped) throw new AppError('sign_in_failed');
  return stepped;
}

/**
 * Accepts the one-time code of an invitation or reset and sets the password. An existing second factor is still
 * required. Throws sign_in_failed, rate_limited.
 */
export async function takeCode(
  deps: AppDeps,
  visit: Visit,
  { login, code, password }: { login: string; code: string; password: string },
): Promise<Stepped> {
  const name = nameHash(deps.vault, login);
  await limitSignIn(deps, visit, name);
  const hash = await hashPassword(deps.vault, password);
  const stepped = await transact(deps.db, async (trx) => {
    const tries = await takeTries(trx, name, Date.now());
    const account = await findAccount(trx, normaliseLogin(login));
    const right = await redeemCode(trx, tries.locked || account?.disabled ? 0 : (account?.personId ?? 0), code);
    if (!right || !account) {
      await refuse(trx, tries, account?.personId, 'code');
      return undefined;
    }
    const { personId } = account;
    await setPassword(trx, personId, hash);
    await revokeSessions(trx, { personId, why: 'password' });
    await noteAccess(trx, [{ kind: 'password_set', by: `person:${personId}`, with: 'code' }]);
    return beginSession(deps, trx, { personId, via: 'password', second: false }, visit);
  });
  if (!stepped) throw new AppError('sign_in_failed');
  return stepped;
}

export const limitSignIn = (deps: AppDeps, { req, res }: Visit, name: Buffer): Promise<void> =>
  limitsOf(deps).take('signIn', { account: name.toString('hex') }, { req, res });

export type Tried = 'password' | 'code' | 'second_factor';

/**
 * Counts and records a failed attempt; an unknown login is recorded without its name. Call it last in the transaction.
 */
export async function refuse(trx: Trx, tries: Tries, personId: number | undefined, at: Tried): Promise<void> {
  const { locks, failures } = await countFailure(trx, tries);
  const person = personId === undefined ? {} : { person: personId };
  const failed = { kind: 'sign_in_failed', ...person, at, locked: tries.locked };
  await noteAccess(trx, [failed, ...(locks ? [{ kind: 'sign_in_locked', ...person, failures }] : [])]);
}
