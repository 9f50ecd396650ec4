import {
  nameHash,
  noteAccess,
  adoptSecret,
  proposeSecret,
  secretsOf,
  setRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from '../../db/access/accounts';
import { type LedgerEntry } from '../../db/platform/ledger';
import { changeSession, lockFailures, revokeSessions, type Session } from '../../db/access/sessions';
import { linkSubject, takeTries } from '../../db/access/sign-in';
import { AppError } from '../../domain/errors';
import { FREE_TRIES } from '../../domain/access/sign-in';
import { type AppDeps } from '../http/deps';
import { enrolmentOf, newRecoveryCodes, newSecret, normaliseRecoveryCode, stepOf } from './codes';
import { limitSignIn, refuse, type Tried } from './first-step';
import { requireFresh, step, type Stepped } from './steps';
import { type Visit } from './visit';
import { type Trx } from '../../db/platform/types';
import { transact } from '../../db/platform/transact';

export type SecondFactor = { code: string } | { recoveryCode: string };

/**
 * Checks the second factor of a sign-in, or a repeated one in an open session. Failures count like wrong passwords; the
 * fifth ends the session. In the first sign-in through the identity provider it links the account. Throws
 * second_factor_wrong, rate_limited, oidc_refused if another link was made meanwhile.
 */
export async function takeSecondFactor(
  deps: AppDeps,
  visit: Visit,
  session: Session,
  factor: SecondFactor,
): Promise<Stepped> {
  const stepped = await guarded(deps, visit, session, 'second_factor', async (trx) => {
    const entries = await useFactor(deps, trx, session.personId, factor);
    return entries && step(deps, trx, session.id, { second: true }, [...entries, ...(await link(trx, session))]);
  });
  if (!stepped) throw new AppError('second_factor_wrong');
  return stepped;
}

/** Links the identity provider's subject that waits for this factor; returns the ledger entries. */
async function link(trx: Trx, { personId, linking }: Session): Promise<LedgerEntry[]> {
  if (linking === null) return [];
  if (!(await linkSubject(trx, personId, linking))) throw new AppError('oidc_refused');
  return [{ kind: 'oidc_linked', by: `person:${personId}` }];
}

/**
 * Runs `work` unless the login is locked; if it returns undefined, a failed attempt is counted. Attempts at the same time
 * go one after the other. Throws unauthenticated once one of them has ended the session.
 */
export async function guarded<T>(
  deps: AppDeps,
  visit: Visit,
  { id, personId, login }: Session,
  at: Tried,
  work: (trx: Trx) => Promise<T | undefined>,
): Promise<T | undefined> {
  const name = nameHash(deps.vault, login);
  await limitSignIn(deps, visit, name);
  return transact(deps.db, async (trx) => {
    const tries = await takeTries(trx, name, Date.now());
    const failures = await lockFailures(trx, id);
    if (failures === undefined) throw new AppError('unauthenticated'); // an attempt beside this one ended it
    const done = tries.locked ? undefined : await work(trx);
    if (done !== undefined) return done;
    await changeSession(trx, id, { failures: failures + 1 });
    if (failures + 1 >= FREE_TRIES) await revokeSessions(trx, { personId, id, why: 'failures' });
    await refuse(trx, tries, personId, at);
    return undefined;
  });
}

/** Uses up a factor and returns its ledger entries; undefined if it is wrong or was used before. */
async function useFactor(
  deps: AppDeps,
  trx: Trx,
  personId: number,
  factor: SecondFactor,
): Promise<LedgerEntry[] | undefined> {
  if ('recoveryCode' in factor) {
    const code = normaliseRecoveryCode(factor.recoveryCode);
    const taken = await takeRecoveryCode(trx, deps.vault, personId, code);
    return taken ? [{ kind: 'recovery_code_used', by: `person:${personId}` }] : undefined;
  }
  const { current } = await secretsOf(trx, deps.vault, personId);
  const at = current === undefined ? null : stepOf(current, factor.code, Date.now());
  return at !== null && (await takeStep(trx, personId, at)) ? [] : undefined;
}

/** A new authenticator secret for the person, active from its first code on. Throws fresh_code_needed. */
export async function proposeFactor(deps: AppDeps, session: Session) {
  if (session.enrolled || session.secondAt !== null) requireFresh(session);
  const secret = newSecret();
  await transact(deps.db, (trx) => proposeSecret(trx, deps.vault, session.personId, secret));
  return { secret, ...(await enrolmentOf(secret, session.login)) };
}

/**
 * Accepts the first code of a new authenticator: it replaces the old one, new recovery codes are issued, and all other
 * sessions end. Throws second_factor_wrong, fresh_code_needed, rate_limited.
 */
export async function confirmFactor(
  deps: AppDeps,
  visit: Visit,
  session: Session,
  code: string,
): Promise<Stepped & { recoveryCodes: string[] }> {
  if (session.enrolled || session.secondAt !== null) requireFresh(session);
  const { personId } = session;
  const recoveryCodes = newRecoveryCodes();
  const stepped = await guarded(deps, visit, session, 'second_factor', async (trx) => {
    const { proposed } = await secretsOf(trx, deps.vault, personId);
    const at = proposed === undefined ? null : stepOf(proposed, code, Date.now());
    if (at === null) return undefined;
    await adoptSecret(trx, personId, at);
    await setRecoveryCodes(trx, deps.vault, personId, recoveryCodes);
    await revokeSessions(trx, { personId, except: session.id, why: 'second_factor' });
    const entry = { kind: 'second_factor_set', by: `person:${personId}` };
    return step(deps, trx, session.id, { second: true }, [entry]);
  });
  if (!stepped) throw new AppError('second_factor_wrong');
  return { ...stepped, recoveryCodes };
}

/** Replaces all recovery codes by ten new ones. Throws fresh_code_needed. */
export async function renewRecoveryCodes(deps: AppDeps, session: Session): Promise<string[]> {
  requireFresh(session);
  const codes = newRecoveryCodes();
  await transact(deps.db, async (trx) => {
    await setRecoveryCodes(trx, deps.vault, session.personId, codes);
    await noteAccess(trx, [{ kind: 'recovery_codes_made', by: `person:${session.personId}` }]);
  });
  return codes;
}
