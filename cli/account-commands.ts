import { createAccount, findAccount, issueCode, nameHash, noteAccess } from '../db/access/accounts';
import { createApiKey, endApiKey, listApiKeys } from '../db/access/api-keys';

import { connectDb } from '../db/platform/connect';
import { addGrant, openGrants } from '../db/access/grants';
import { clearFailures } from '../db/access/sign-in';
import { masterKeysOf } from '../db/privacy/vault-keys';
import { openVault, type Vault } from '../db/privacy/vault';
import { requireKeyFit } from '../api/sign-in/key-fit';
import { type Action, type Role } from '../domain/access/access';
import { AppError } from '../domain/errors';
import { accessLine, type AccessLine } from '../domain/texts/access';
import { errorText } from '../domain/texts/errors';
import { type Language } from '../domain/campaigns/campaign';
import { targetOf } from './keys';
import { type Db, type Queryable, type Trx } from '../db/platform/types';
import { clientByCode } from '../db/access/clients';

/** Options shared by these commands. Exit codes: 0 done, 1 refused, with the reason's code. */
export interface AccessOptions {
  data?: string;
  json: boolean;
  lang: Language;
}

type Say = (line: string) => void;
const toStdout: Say = (line) => void process.stdout.write(`${line}\n`);
const toStderr: Say = (line) => void process.stderr.write(`${line}\n`);
/** Actor recorded in the ledger: a person who can run commands on the installation itself. */
const BY = 'cli';

export interface RoleOptions {
  role?: Role;
  /** The client's code; omitted for an administrator. */
  client?: string;
}

/**
 * Creates an account, with a role if one is given. Prints the one-time code for setting a password unless `code` is
 * off.
 */
export function accountCreate(
  options: AccessOptions & RoleOptions & { login: string; name: string; code: boolean },
  say?: Say,
): Promise<number> {
  return run(options, say, async (trx, vault, tell) => {
    const { login, name, role } = options;
    const personId = await createAccount(trx, { login, name, createdBy: null });
    const entries = [{ kind: 'account_created', by: BY, person: personId }];
    if (role) entries.push(await give(trx, personId, { ...options, role }));
    const code = options.code ? await issueCode(trx, vault, { personId, secondFactor: false }) : undefined;
    await noteAccess(trx, entries);
    tell('created', { person: personId, login, ...shown(code) }, code ? ['code'] : []);
  });
}

/** Grants a role to an existing account. */
export function accountGrant(options: AccessOptions & RoleOptions & { login: string; role: Role }, say?: Say) {
  return run(options, say, async (trx, _vault, tell) => {
    const personId = await personOf(trx, options.login);
    const entry = await give(trx, personId, options);
    await noteAccess(trx, [entry]);
    tell('granted', { person: personId, role: options.role });
  });
}

/**
 * Issues a one-time code for a new password; sessions and lock end. With `secondFactor` also for a new authenticator, and
 * the account's API keys end, which the answer says.
 */
export function accountReset(options: AccessOptions & { login: string; secondFactor: boolean }, say?: Say) {
  return run(options, say, async (trx, vault, tell) => {
    const { secondFactor } = options;
    const personId = await personOf(trx, options.login);
    const { keys, ...code } = await issueCode(trx, vault, { personId, secondFactor });
    await noteAccess(trx, [{ kind: 'account_reset', by: BY, person: personId, secondFactor, keys }]);
    const also: AccessLine[] = secondFactor ? ['keysEnded', 'code'] : ['keysStay', 'code'];
    tell('reset', { person: personId, keysEnded: keys.length, ...shown(code) }, also);
  });
}

export function accountUnlock(options: AccessOptions & { login: string }, say?: Say) {
  return run(options, say, async (trx, vault, tell) => {
    const personId = await personOf(trx, options.login);
    await clearFailures(trx, nameHash(vault, options.login));
    await noteAccess(trx, [{ kind: 'account_unlocked', by: BY, person: personId }]);
    tell('unlocked', { person: personId });
  });
}

export interface KeyOptions extends RoleOptions {
  login: string;
  role: Role;
  name: string;
  days: number;
  actions?: Action[];
  campaigns?: number[];
}

/** Creates an API key within a role of the account and prints it once. */
export function keyCreate(options: AccessOptions & KeyOptions, say?: Say) {
  return run(options, say, async (trx, _vault, tell) => {
    const { name, role, days } = options;
    const personId = await personOf(trx, options.login);
    const clientId = await clientOf(trx, options.client);
    const grants = await openGrants(trx, [personId]);
    const grant = grants.find((one) => one.clientId === clientId && one.role === role);
    if (!grant) throw new AppError('key_too_wide', { what: 'role' });
    const now = Date.now();
    const narrowed = { actions: options.actions ?? null, campaigns: options.campaigns ?? null, rights: [] };
    const wanted = { ...narrowed, role, expiresAt: now + days * 86_400_000 };
    await requireKeyFit(trx, grant, wanted, now);
    const { id, key } = await createApiKey(trx, { ...wanted, name, personId, clientId, grantId: grant.id });
    const entry = { kind: 'key_created', by: BY, person: personId, key: id, client: clientId, role, ...narrowed };
    await noteAccess(trx, [{ ...entry, expiresAt: new Date(wanted.expiresAt).toISOString() }]);
    tell('keyCreated', { id, key, expiresAt: new Date(wanted.expiresAt).toISOString() });
  });
}

export function keyList(options: AccessOptions & { login: string }, say?: Say) {
  return run(options, say, async (trx, _vault, tell, print) => {
    const rows = await listApiKeys(trx, await personOf(trx, options.login));
    const day = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    const keys = rows.map((row) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      client: row.client_name,
      role: row.role,
      expiresAt: day(row.expires_at),
      lastUsedAt: day(row.last_used_at),
      ended: row.revoked_at !== null || row.ended_at !== null,
    }));
    if (options.json) print(JSON.stringify({ ok: true, keys }));
    else for (const key of keys) tell(key.ended ? 'keyEnded' : 'keyLine', key);
  });
}

export function keyRevoke(options: AccessOptions & { login: string; id: number }, say?: Say) {
  return run(options, say, async (trx, _vault, tell) => {
    const personId = await personOf(trx, options.login);
    if (await endApiKey(trx, personId, options.id)) {
      await noteAccess(trx, [{ kind: 'key_revoked', by: BY, key: options.id, person: personId }]);
    }
    tell('keyRevoked', { id: options.id });
  });
}

const shown = (code: { code: string; expiresAt: number } | undefined) =>
  code && { code: code.code, expiresAt: new Date(code.expiresAt).toISOString() };

async function personOf(db: Queryable, login: string): Promise<number> {
  const account = await findAccount(db, login);
  if (!account) throw new AppError('not_found');
  return account.personId;
}

const clientOf = async (db: Queryable, code: string | undefined): Promise<number | null> =>
  code === undefined ? null : clientByCode(db, code);

async function give(trx: Trx, personId: number, { role, client }: { role: Role; client?: string }) {
  const clientId = await clientOf(trx, client);
  const grant = { personId, clientId, role, campaigns: null, rights: [], grantedBy: null };
  const id = await addGrant(trx, grant);
  return { kind: 'role_given', by: BY, person: personId, grant: id, client: clientId, role };
}

type Tell = (line: AccessLine, values: Record<string, string | number | boolean | null>, also?: AccessLine[]) => void;

/** Runs one command in one transaction; its output is printed after the commit. */
async function run(
  options: AccessOptions,
  say: Say = toStdout,
  work: (trx: Trx, vault: Vault, tell: Tell, print: Say) => Promise<void>,
): Promise<number> {
  const target = targetOf(options);
  const { db } = connectDb({ url: target.DATABASE_URL, max: 2, application: 'tsunagi-accounts' });
  const lines: string[] = [];
  const tell: Tell = (line, values, also = []) => {
    if (options.json) lines.push(JSON.stringify({ ok: true, ...values }));
    else for (const each of [line, ...also]) lines.push(accessLine(options.lang, each, values));
  };
  try {
    const vault = await openVault(masterKeysOf(target));
    await (db as Db).transaction().execute((trx) => work(trx, vault, tell, (line) => void lines.push(line)));
    for (const line of lines) say(line);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { title, advice } = errorText(error.code, options.lang, error.detail);
    if (options.json) say(JSON.stringify({ ok: false, code: error.code, title }));
    else toStderr(`${title} ${advice}`);
    return 1;
  } finally {
    await db.destroy();
  }
}
