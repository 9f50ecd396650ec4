import { noteAccess, recoveryCodesLeft } from '../../db/access/accounts';
import { type Grant } from '../../db/access/grants';
import { listSessions, revokeSessions, type Session } from '../../db/access/sessions';
import { AppError } from '../../domain/errors';
import { type signInRoutes } from './contract';
import { type AppDeps } from '../http/deps';
import { type Handlers } from '../http/handler';
import { clearToken, consoleOrigin, csrfOf } from './cookies';
import { takeCode, takePassword } from './first-step';
import { finishOidc, startOidc } from './oidc';
import { changePassword } from './password-change';
import { requireGoodPassword } from './passwords';
import { confirmFactor, proposeFactor, renewRecoveryCodes, takeSecondFactor } from './second-step';
import { handOver, step, type Stepped } from './steps';
import { idleMs, type Visit } from './visit';
import { iso } from '../http/wire';
import { transact } from '../../db/platform/transact';

/** Signing in, and a person's own account. Changes to a session commit before the browser gets the new token. */
export const signInHandlers: Handlers<typeof signInRoutes> = {
  async signIn({ deps, visit, body }) {
    return stepped(deps, visit, await takePassword(deps, visit, body));
  },

  async redeemCode({ deps, visit, body, language }) {
    requireGoodPassword(body.password, body.login, language);
    return stepped(deps, visit, await takeCode(deps, visit, body));
  },

  async startOidc({ deps, visit }) {
    return { body: { url: await startOidc(deps, visit) } };
  },

  async finishOidc({ deps, visit }) {
    const done = await finishOidc(deps, visit).catch(refusedBy);
    if (done) handOver(deps, visit, done);
    const to = `${consoleOrigin(deps.config)}/${done ? '' : '?signIn=oidc_refused'}`;
    visit.res.set('Location', to);
    return { body: { to } };
  },

  async getSession({ deps, visit, session }) {
    if (session) return { body: await stateOf(deps, visit, session) };
    return { body: { stage: 'signed_out', oidc: deps.config.OIDC_ISSUER !== undefined } };
  },

  async giveSecondFactor({ deps, visit, session, body }) {
    return stepped(deps, visit, await takeSecondFactor(deps, visit, session, body));
  },

  async chooseGrant({ deps, visit, session, body }) {
    const grant = session.grants.find(({ id }) => id === body.grantId);
    if (!grant) throw new AppError('not_found');
    const by = `person:${session.personId}`;
    const entry = {
      kind: 'role_taken',
      by,
      session: session.id,
      grant: grant.id,
      client: grant.clientId,
      role: grant.role,
    };
    return stepped(
      deps,
      visit,
      await transact(deps.db, (trx) => step(deps, trx, session.id, { grantId: grant.id }, [entry])),
    );
  },

  async signOut({ deps, visit, session, body }) {
    const { personId, id } = session;
    const revoked = await endSessions(deps, personId, { ...(!body.everywhere && { id }), why: 'signed_out' });
    clearToken(deps.config, visit.res, 'session');
    visit.res.set('Clear-Site-Data', '"cache", "storage"'); // ASVS 5.0, 14.3.1
    return { body: { revoked } };
  },

  async listOwnSessions({ deps, session }) {
    return { body: await sessionsOf(deps, session.personId, session.id) };
  },

  async revokeOwnSession({ deps, session, params }) {
    const revoked = await endSessions(deps, session.personId, { id: params.id, why: 'revoked' });
    if (revoked === 0) throw new AppError('not_found');
    return { body: { revoked } };
  },

  async changePassword({ deps, visit, session, body, language }) {
    requireGoodPassword(body.password, session.login, language);
    return stepped(deps, visit, await changePassword(deps, visit, session, body));
  },

  async proposeSecondFactor({ deps, session }) {
    return { body: await proposeFactor(deps, session) };
  },

  async confirmSecondFactor({ deps, visit, session, body }) {
    const { recoveryCodes, ...done } = await confirmFactor(deps, visit, session, body.code);
    return { body: { recoveryCodes, session: (await stepped(deps, visit, done)).body } };
  },

  async renewRecoveryCodes({ deps, session }) {
    return { body: { recoveryCodes: await renewRecoveryCodes(deps, session) } };
  },
};

async function stepped(deps: AppDeps, visit: Visit, done: Stepped) {
  return { body: await stateOf(deps, visit, handOver(deps, visit, done)) };
}

/** Returns undefined for a refused sign-in, whose browser is redirected with the code; rethrows other errors. */
function refusedBy(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'oidc_refused') return undefined;
  throw error;
}

/** Progress of a sign-in; permissions stay hidden until the second factor is given. */
async function stateOf(deps: AppDeps, visit: Visit, session: Session) {
  const known = session.stage !== 'second_factor' && session.stage !== 'enrol';
  return {
    stage: session.stage,
    csrf: csrfOf(deps.vault, visit.token!),
    person: { id: session.personId, name: session.name },
    grant: known && session.grant ? grantOf(session.grant) : null,
    grants: known ? session.grants.map(grantOf) : [],
    secondFactor: session.enrolled,
    recoveryCodesLeft: known ? await recoveryCodesLeft(deps.db, session.personId) : 0,
    idleUntil: iso(session.idleUntil),
    expiresAt: iso(session.expiresAt),
  };
}

/** A grant in its wire form. */
export const grantOf = ({ id, clientId, clientName, role, campaigns, rights }: Grant) => ({
  id,
  clientId,
  clientName,
  role,
  campaigns,
  rights,
});

/** Ends sessions with their ledger entry. Returns how many were open. */
async function endSessions(
  deps: AppDeps,
  personId: number,
  which: { id?: number; why: 'signed_out' | 'revoked' },
): Promise<number> {
  return transact(deps.db, async (trx) => {
    const sessions = await revokeSessions(trx, { personId, ...which });
    const entry = { kind: 'sessions_ended', by: `person:${personId}`, person: personId, sessions, why: which.why };
    if (sessions.length > 0) await noteAccess(trx, [entry]);
    return sessions.length;
  });
}

/** Open sessions of a person; `currentId` is the calling session, if it is theirs. */
export async function sessionsOf(deps: AppDeps, personId: number, currentId: number | null) {
  const rows = await listSessions(deps.db, personId, idleMs(deps));
  const current = rows.find(({ id }) => id === currentId);
  const items = rows.map((row) => ({
    id: row.id,
    via: row.via,
    createdAt: iso(row.created_at),
    lastSeenAt: iso(row.last_seen_at),
    expiresAt: iso(row.expires_at),
    current: row.id === currentId,
    sameAddress: current?.address_hash.equals(row.address_hash) ?? false,
    sameBrowser: current?.agent_hash.equals(row.agent_hash) ?? false,
  }));
  return { items };
}
