import {
  type AccountRow,
  createAccount,
  getAccount,
  issueCode,
  listAccounts,
  loginOf,
  nameHash,
  noteAccess,
  requireNewPassword,
  requirePerson,
  setDisabled,
} from '../../../db/access/accounts';
import { type Actor } from '../../../db/access/api-keys';
import { addGrant, endGrant, type Grant, openGrants } from '../../../db/access/grants';
import { type LedgerEntry } from '../../../db/platform/ledger';
import { revokeSessions } from '../../../db/access/sessions';
import { clearFailures, locksOf } from '../../../db/access/sign-in';
import { type Vault } from '../../../db/privacy/vault';
import { AppError } from '../../../domain/errors';
import { type accountRoutes } from '../contract/accounts';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type AppDeps } from '../../http/deps';
import { type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { iso, isoOrNull } from '../../http/wire';
import { keysOf, revokeKey } from './api-keys';
import { grantOf, sessionsOf } from '../../sign-in/handlers';
import { type Queryable, type Trx } from '../../../db/platform/types';
import { transact } from '../../../db/platform/transact';

/** Accounts and roles, for administrators. */
export const accountHandlers: Handlers<typeof accountRoutes> = {
  async listAccounts({ deps, query }) {
    const rows = await listAccounts(deps.db, { before: decodeCursor(query.cursor), limit: query.limit + 1 });
    const page = pageOfRows(
      rows,
      query.limit,
      (row) => row.person_id,
      (row) => row,
    );
    return { body: { items: await accountsOf(deps.db, deps.vault, page.items), next: page.next } };
  },

  async getAccount({ deps, params }) {
    return { body: await accountOf(deps.db, deps.vault, params.id) };
  },

  async createAccount({ deps, actor, body }) {
    const made = await transact(deps.db, async (trx) => {
      const { login, name, grants } = body;
      const personId = await createAccount(trx, { login, name, createdBy: actor.personId });
      const given = grants.map((grant) => ({ ...grant, personId, grantedBy: actor.personId }));
      const entries = [];
      for (const grant of given) entries.push(granted(actor, grant, await addGrant(trx, grant)));
      const code = await issueCode(trx, deps.vault, { personId, secondFactor: false });
      await noteAccess(trx, [{ kind: 'account_created', by: byPerson(actor), person: personId }, ...entries]);
      return { personId, ...code };
    });
    const account = await accountOf(deps.db, deps.vault, made.personId);
    return { body: { account, code: made.code, expiresAt: iso(made.expiresAt) } };
  },

  async resetAccount({ deps, actor, params, body }) {
    const { secondFactor } = body;
    const { code, expiresAt, keys } = await transact(deps.db, async (trx) => {
      requireOther(actor, params.id);
      const issued = await issueCode(trx, deps.vault, { personId: params.id, secondFactor });
      const entry = { kind: 'account_reset', by: byPerson(actor), person: params.id, secondFactor, keys: issued.keys };
      await noteAccess(trx, [{ ...entry, reason: body.reason }]);
      return issued;
    });
    return { body: { code, expiresAt: iso(expiresAt), keysEnded: keys.length } };
  },

  async unlockAccount({ deps, trx, actor, params }) {
    requireOther(actor, params.id);
    await clearFailures(trx, nameHash(deps.vault, await loginOf(trx, params.id)));
    return noted(trx, deps, params.id, { kind: 'account_unlocked', by: byPerson(actor) });
  },

  async requirePassword({ deps, trx, actor, params }) {
    requireOther(actor, params.id);
    await requireNewPassword(trx, params.id);
    return noted(trx, deps, params.id, { kind: 'password_required', by: byPerson(actor) });
  },

  async closeAccount({ deps, trx, actor, params, body }) {
    requireOther(actor, params.id);
    await setDisabled(trx, params.id, true);
    return noted(trx, deps, params.id, { kind: 'account_closed', by: byPerson(actor), reason: body.reason });
  },

  async reopenAccount({ deps, trx, actor, params }) {
    requireOther(actor, params.id);
    await setDisabled(trx, params.id, false);
    return noted(trx, deps, params.id, { kind: 'account_reopened', by: byPerson(actor) });
  },

  async addGrant({ deps, trx, actor, params, body }) {
    requireOther(actor, params.id);
    await loginOf(trx, params.id);
    const grant = { ...body, personId: params.id, grantedBy: actor.personId };
    const id = await addGrant(trx, grant);
    return noted(trx, deps, params.id, granted(actor, grant, id));
  },

  async endGrant({ deps, trx, actor, params }) {
    requireOther(actor, params.id);
    await endGrant(trx, { personId: params.id, grantId: params.grantId, endedBy: actor.personId });
    return noted(trx, deps, params.id, { kind: 'role_ended', by: byPerson(actor), grant: params.grantId });
  },

  async listAccountSessions({ deps, actor, params }) {
    await loginOf(deps.db, params.id);
    return { body: await sessionsOf(deps, params.id, actor.sessionId) };
  },

  async revokeAccountSessions({ trx, actor, params }) {
    await loginOf(trx, params.id);
    const sessions = await revokeSessions(trx, { personId: params.id, why: 'revoked' });
    const entry = { kind: 'sessions_ended', by: byPerson(actor), person: params.id, sessions, why: 'revoked' };
    if (sessions.length > 0) await noteAccess(trx, [entry]);
    return { body: { revoked: sessions.length } };
  },

  async listAccountKeys({ deps, params }) {
    await requirePerson(deps.db, params.id);
    return { body: await keysOf(deps.db, params.id) };
  },

  async revokeAccountKey({ trx, actor, params }) {
    await revokeKey(trx, { personId: params.id, keyId: params.keyId, by: actor.personId });
    return { body: await keysOf(trx, params.id) };
  },
};

/** Throws own_account for the administrator's own account. */
function requireOther(actor: Actor, personId: number): void {
  if (actor.personId === personId) throw new AppError('own_account');
}

const granted = (
  actor: Actor,
  { personId, clientId, role, campaigns, rights }: Omit<Grant, 'id' | 'clientName' | 'grantedAt'>,
  id: number,
): LedgerEntry => ({
  kind: 'role_given',
  by: byPerson(actor),
  person: personId,
  grant: id,
  client: clientId,
  role,
  campaigns,
  rights,
});

/** Returns the changed account and appends the ledger entry. */
async function noted(trx: Trx, deps: AppDeps, personId: number, entry: LedgerEntry) {
  const body = await accountOf(trx, deps.vault, personId);
  await noteAccess(trx, [{ person: personId, ...entry }]);
  return { body };
}

async function accountOf(db: Queryable, vault: Vault, personId: number) {
  return (await accountsOf(db, vault, [await getAccount(db, personId)]))[0]!;
}

async function accountsOf(db: Queryable, vault: Vault, rows: AccountRow[]) {
  const ids = rows.map((row) => row.person_id);
  const grants = await openGrants(db, ids);
  const hashes = rows.map((row) => nameHash(vault, row.login));
  const locks = await locksOf(db, hashes);
  return rows.map((row, at) => ({
    id: row.person_id,
    login: row.login,
    name: row.name,
    state:
      row.disabled_at !== null ? ('closed' as const) : row.has_password ? ('active' as const) : ('invited' as const),
    lockedUntil: isoOrNull(locks.get(hashes[at]!.toString('hex')) ?? null),
    codeOpen: row.invited,
    secondFactor: row.enrolled,
    grants: grants.filter((grant) => grant.personId === row.person_id).map(grantOf),
    lastSeenAt: isoOrNull(row.last_seen_at),
    createdAt: iso(row.created_at),
  }));
}
