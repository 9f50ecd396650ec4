import { findAccount, setPassword } from '../../db/access/accounts';
import { revokeSessions, type Session } from '../../db/access/sessions';
import { AppError } from '../../domain/errors';
import { type AppDeps } from '../http/deps';
import { hashPassword, isPassword } from './passwords';
import { guarded } from './second-step';
import { step, type Stepped } from './steps';
import { type Visit } from './visit';

/**
 * Changes a person's own password after checking the current one. All other sessions end and this one gets a new token.
 * Wrong passwords count as failed sign-in attempts. Throws password_wrong, rate_limited.
 */
export async function changePassword(
  deps: AppDeps,
  visit: Visit,
  session: Session,
  { current, password }: { current: string; password: string },
): Promise<Stepped> {
  const { personId } = session;
  const hash = await hashPassword(deps.vault, password);
  const stepped = await guarded(deps, visit, session, 'password', async (trx) => {
    const account = await findAccount(trx, session.login);
    if (!(await isPassword(deps.vault, account?.passwordHash ?? null, current))) return undefined;
    await setPassword(trx, personId, hash);
    await revokeSessions(trx, { personId, except: session.id, why: 'password' });
    return step(deps, trx, session.id, {}, [{ kind: 'password_set', by: `person:${personId}`, with: 'password' }]);
  });
  if (!stepped) throw new AppError('password_wrong');
  return stepped;
}
