import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { normaliseLogin, RESET_MS } from '../../domain/access/sign-in';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN, type LedgerEntry } from '../platform/ledger';
import { endApiKeys } from './api-keys';
import { revokeSessions } from './sessions';
import { clearFailures } from './sign-in';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';

/** Hash under which a login's failed attempts are counted. */
export const nameHash = (vault: Vault, login: string): Buffer => vault.ownHash('name', normaliseLogin(login));

/** Appends to the installation's ledger, ids only. Call it last in the transaction. */
export async function noteAccess(trx: Trx, entries: LedgerEntry[]): Promise<void> {
  const { now } = await readClock(trx);
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, entries);
}

interface SignInAccount {
  personId: number;
  login: string;
  passwordHash: string | null;
  disabled: boolean;
}

/** The account with the given login, normalised. */
export async function findAccount(db: Queryable, login: string): Promise<SignInAccount | undefined> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .select(['a.person_id', 'p.login', 'a.password_hash', 'a.disabled_at'])
    .where('p.login', '=', normaliseLogin(login))
    .executeTakeFirst();
  if (!row) return undefined;
  const { person_id: personId, password_hash: passwordHash } = row;
  return { personId, login: row.login, passwordHash, disabled: row.disabled_at !== null };
}

/** Creates an account without password or role, and its person if missing. Throws login_taken. */
export async function createAccount(
  trx: Trx,
  { login, name, createdBy }: { login: string; name: string; createdBy: number | null },
): Promise<number> {
  await trx
    .insertInto('persons')
    .values({ login: normaliseLogin(login), name })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .execute();
  const account = await trx
    .insertInto('accounts')
    .columns(['person_id', 'created_by'])
    .expression((from) =>
      from
        .selectFrom('persons')
        .select(['id', sql<number | null>`${createdBy}::bigint`.as('created_by')])
        .where('login', '=', normaliseLogin(login)),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (!account) throw new AppError('login_taken');
  return account.person_id;
}

const resetHash = (code: string) => createHash('sha256').update(`reset\n${code}`).digest();

/**
 * Issues a one-time code for setting a password (valid for a day) and ends all sessions and the lock. With
 * `secondFactor` the second factor and the link to the identity provider are removed too, a new factor is enrolled at the
 * next sign-in, and the person's API keys end, since a person who misused the account may have made them; their ids are
 * returned. The code is returned only once.
 */
export async function issueCode(
  trx: Trx,
  vault: Vault,
  { personId, secondFactor }: { personId: number; secondFactor: boolean },
): Promise<{ code: string; expiresAt: number; keys: number[] }> {
  const code = randomBytes(20).toString('base64url');
  const expiresAt = Date.now() + RESET_MS;
  const row = await trx
    .updateTable('accounts')
    .set({
      reset_hash: resetHash(code),
      reset_expires_at: new Date(expiresAt),
      ...(secondFactor && { totp_secret: null, totp_new: null, totp_step: null, oidc_subject: null }),
    })
    .where('person_id', '=', personId)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (secondFactor) await trx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute();
  await revokeSessions(trx, { personId, why: 'reset' });
  await clearFailures(trx, nameHash(vault, await loginOf(trx, personId)));
  return { code, expiresAt, keys: secondFactor ? await endApiKeys(trx, personId) : [] };
}

/** Uses up a one-time code. Returns whether it was right and unused. */
export async function redeemCode(trx: Trx, personId: number, code: string): Promise<boolean> {
  const row = await trx
    .updateTable('accounts')
    .set({ reset_hash: null, reset_expires_at: null })
    .where('person_id', '=', personId)
    .where('reset_hash', '=', resetHash(code))
    .where('reset_expires_at', '>', sql<number>`now()`)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Sets a password by its hash; an outstanding one-time code becomes invalid. */
export async function setPassword(trx: Trx, personId: number, hash: string): Promise<void> {
  const set = { password_hash: hash, must_change: false, password_at: sql<Date>`now()` };
  await trx
    .updateTable('accounts')
    .set({ ...set, reset_hash: null, reset_expires_at: null })
    .where('person_id', '=', personId)
    .execute();
}

/** Requires a new password before anything else, in open sessions too. Throws not_found. */
export async function requireNewPassword(trx: Trx, personId: number): Promise<void> {
  const row = await trx
    .updateTable('accounts')
    .set({ must_change: true })
    .where('person_id', '=', personId)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
}

/** Closes an account with its sessions and keys, or reopens it. Throws not_found. */
export async function setDisabled(trx: Trx, personId: number, disabled: boolean): Promise<void> {
  const row = await trx
    .updateTable('accounts')
    .set({ disabled_at: disabled ? sql<Date>`coalesce(disabled_at, now())` : null })
    .where('person_id', '=', personId)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (disabled) await revokeSessions(trx, { personId, why: 'disabled' });
}

/** The login of an account. Throws not_found for a person without one. */
export async function loginOf(db: Queryable, personId: number): Promise<string> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .select('p.login')
    .where('a.person_id', '=', personId)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row.login;
}

const accountRows = (db: Queryable) =>
  db
    .selectFrom('accounts as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .select(['a.person_id', 'p.login', 'p.name', 'a.disabled_at', 'a.created_at'])
    .select(sql<boolean>`a.password_hash is not null`.as('has_password'))
    .select(sql<boolean>`a.totp_secret is not null`.as('enrolled'))
    .select(sql<boolean>`coalesce(a.reset_expires_at > now(), false)`.as('invited'))
    .select((select) =>
      select
        .selectFrom('sessions as s')
        .select(({ fn }) => fn.max('s.last_seen_at').as('at'))
        .whereRef('s.person_id', '=', 'a.person_id')
        .as('last_seen_at'),
    );

export type AccountRow = Awaited<ReturnType<typeof listAccounts>>[number];

/** Accounts with ids below `before`, newest first. */
export async function listAccounts(db: Queryable, page: { before: number | null; limit: number }) {
  return accountRows(db)
    .$if(page.before !== null, (query) => query.where('a.person_id', '<', page.before!))
    .orderBy('a.person_id', 'desc')
    .limit(page.limit)
    .execute();
}

/** An account. Throws not_found. */
export async function getAccount(db: Queryable, personId: number): Promise<AccountRow> {
  const row = await accountRows(db).where('a.person_id', '=', personId).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** Throws not_found unless there is such a person. */
export async function requirePerson(db: Queryable, id: number): Promise<void> {
  const person = await db.selectFrom('persons').select('id').where('id', '=', id).executeTakeFirst();
  if (!person) throw new AppError('not_found');
}

/** Encrypted together with its owner, so that a secret copied to another account's row is useless. */
interface EncryptedSecret {
  person: number;
  secret: string;
}

function openSecret(vault: Vault, personId: number, encrypted: Buffer | null): string | undefined {
  if (!encrypted) return undefined;
  const { person, secret } = vault.openOwn<EncryptedSecret>(encrypted);
  return person === personId ? secret : undefined;
}

/** Stores a new secret until its first code is confirmed. */
export async function proposeSecret(trx: Trx, vault: Vault, personId: number, secret: string): Promise<void> {
  const encrypted = vault.encryptOwn({ person: personId, secret } satisfies EncryptedSecret);
  await trx.updateTable('accounts').set({ totp_new: encrypted }).where('person_id', '=', personId).execute();
}

/** Secrets of an account: the active one, and a proposed one awaiting its first code. */
export async function secretsOf(
  db: Queryable,
  vault: Vault,
  personId: number,
): Promise<{ current: string | undefined; proposed: string | undefined }> {
  const row = await db
    .selectFrom('accounts')
    .select(['totp_secret', 'totp_new'])
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    current: openSecret(vault, personId, row.totp_secret),
    proposed: openSecret(vault, personId, row.totp_new),
  };
}

/** Activates the proposed secret; `step` is the time step of its first code. Throws not_found if there is none. */
export async function adoptSecret(trx: Trx, personId: number, step: number): Promise<void> {
  const row = await trx
    .updateTable('accounts')
    .set({ totp_secret: sql<Buffer>`totp_new`, totp_new: null, totp_step: step })
    .where('person_id', '=', personId)
    .where('totp_new', 'is not', null)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
}

/** Uses up the code of a time step. Returns false if it or a later one was used before. */
export async function takeStep(trx: Trx, personId: number, step: number): Promise<boolean> {
  const row = await trx
    .updateTable('accounts')
    .set({ totp_step: step })
    .where('person_id', '=', personId)
    .where((where) => where.or([where('totp_step', 'is', null), where('totp_step', '<', step)]))
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

const recoveryHash = (vault: Vault, personId: number, code: string) =>
  vault.ownHash('recovery', `${personId}\n${code}`);

/** Replaces all recovery codes of an account. */
export async function setRecoveryCodes(trx: Trx, vault: Vault, personId: number, codes: string[]): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute();
  const rows = codes.map((code) => ({ person_id: personId, code_hash: recoveryHash(vault, personId, code) }));
  await trx.insertInto('recovery_codes').values(rows).execute();
}

/** Uses up a recovery code. Returns false if it is unknown or was used before. */
export async function takeRecoveryCode(trx: Trx, vault: Vault, personId: number, code: string): Promise<boolean> {
  const row = await trx
    .updateTable('recovery_codes')
    .set({ used_at: sql<Date>`now()` })
    .where('person_id', '=', personId)
    .where('code_hash', '=', recoveryHash(vault, personId, code))
    .where('used_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function recoveryCodesLeft(db: Queryable, personId: number): Promise<number> {
  const row = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.left;
}
