import { randomBytes } from 'node:crypto';
import { nameHash, noteAccess } from '../../db/access/accounts';
import { type LedgerEntry } from '../../db/platform/ledger';
import { changeSession, getSession, openSession, type Session, type SessionChange } from '../../db/access/sessions';
import { clearFailures } from '../../db/access/sign-in';
import { AppError } from '../../domain/errors';
import { FRESH_MS, SIGN_IN_MS } from '../../domain/access/sign-in';
import { type AppDeps } from '../http/deps';
import { setToken } from './cookies';
import { idleMs, type Visit } from './visit';
import { type Trx } from '../../db/platform/types';

/** Result of a sign-in step: the session, and the token its browser gets after the commit. */
export interface Stepped {
  session: Session;
  token: string;
}

const newToken = (): string => randomBytes(32).toString('base64url');

/** Opens a session after a first proof of identity; its stage tells how far it is. */
export async function beginSession(
  deps: AppDeps,
  trx: Trx,
  who: { personId: number; via: 'password' | 'oidc'; second: boolean; linking?: Buffer },
  { req }: Visit,
): Promise<Stepped> {
  const id = await openSession(trx, {
    ...who,
    tokenHash: deps.vault.tokenHash(newToken()), // never issued: `step` below replaces it
    expiresAt: Date.now() + SIGN_IN_MS,
    addressHash: deps.vault.ownHash('address', req.ip ?? ''),
    agentHash: deps.vault.ownHash('agent', req.get('user-agent') ?? ''),
  });
  return step(deps, trx, id, {}, []);
}

/**
 * Advances a session by one step: a new token (the old one is invalid at once), the person's only grant if there is
 * just one, and the full lifetime once identity is established. Appends to the ledger.
 */
export async function step(
  deps: AppDeps,
  trx: Trx,
  sessionId: number,
  change: SessionChange,
  entries: LedgerEntry[],
): Promise<Stepped> {
  const token = newToken();
  await changeSession(trx, sessionId, { ...change, tokenHash: deps.vault.tokenHash(token) });
  const session = await getSession(trx, sessionId, idleMs(deps));
  const by = `person:${session.personId}`;
  if (session.stage === 'second_factor' || session.stage === 'enrol') {
    await noteAccess(trx, entries);
    return { session, token };
  }
  const first = session.expiresAt < session.createdAt + 2 * SIGN_IN_MS;
  if (first) await clearFailures(trx, nameHash(deps.vault, session.login));
  const only = !session.grant && session.grants.length === 1 ? session.grants[0] : undefined;
  await changeSession(trx, sessionId, {
    ...(first && { expiresAt: session.createdAt + deps.config.SESSION_HOURS * 3_600_000 }),
    ...(only && { grantId: only.id }),
  });
  const signedIn = { kind: 'signed_in', by, session: session.id, via: session.via, second: session.secondAt !== null };
  await noteAccess(trx, first ? [...entries, signedIn] : entries);
  return { session: await getSession(trx, sessionId, idleMs(deps)), token };
}

/** Sends the browser its token once the step is committed. */
export function handOver(deps: AppDeps, visit: Visit, { session, token }: Stepped): Session {
  setToken(deps.config, visit.res, 'session', token);
  visit.token = token;
  return session;
}

/** Throws fresh_code_needed unless a second factor was given recently. */
export function requireFresh(session: { secondAt: number | null }): void {
  if (session.secondAt === null || session.secondAt < Date.now() - FRESH_MS) throw new AppError('fresh_code_needed');
}
