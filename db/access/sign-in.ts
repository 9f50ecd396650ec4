import { sql } from 'kysely';
import { FORGET_FAILURES_MS, lockFor } from '../../domain/access/sign-in';
import { type Queryable, type Trx } from '../platform/types';

/** Failed attempts under one login. Its row is locked, so concurrent attempts are serialised and all are counted. */
export interface Tries {
  nameHash: Buffer;
  failures: number;
  lockedUntil: number | null;
  /** When the last counted attempt was made. */
  lastAt: number;
  locked: boolean;
  /** Real time, epoch ms. */
  now: number;
}

/** Locks the row of a login, whether or not such an account exists: both cases run the same statements. */
export async function takeTries(trx: Trx, nameHash: Buffer, now: number): Promise<Tries> {
  // one statement: a successful attempt beside this one deletes the row
  const row = await trx
    .insertInto('sign_in_failures')
    .values({ name_hash: nameHash, failures: 0, last_at: new Date(now) })
    .onConflict((conflict) =>
      conflict.column('name_hash').doUpdateSet((set) => ({ last_at: set.ref('sign_in_failures.last_at') })),
    )
    .returning(['failures', 'locked_until', 'last_at'])
    .executeTakeFirstOrThrow();
  const failures = row.last_at < now - FORGET_FAILURES_MS ? 0 : row.failures;
  const locked = row.locked_until !== null && row.locked_until > now;
  return { nameHash, failures, lockedUntil: row.locked_until, lastAt: row.last_at, locked, now };
}

/**
 * Counts a failed attempt and returns whether it locked the login. An attempt while locked changes nothing, at the same
 * cost.
 */
export async function countFailure(trx: Trx, tries: Tries): Promise<{ locks: boolean; failures: number }> {
  const failures = tries.locked ? tries.failures : tries.failures + 1;
  const lock = lockFor(failures);
  const until = tries.locked ? tries.lockedUntil : lock > 0 ? tries.now + lock : null;
  await trx
    .updateTable('sign_in_failures')
    .set({
      failures,
      locked_until: until === null ? null : new Date(until),
      last_at: new Date(tries.locked ? tries.lastAt : tries.now),
    })
    .where('name_hash', '=', tries.nameHash)
    .execute();
  await forgetOld(trx, tries.now);
  return { locks: !tries.locked && lock > 0, failures };
}

/** Resets a login's failures: after a complete sign-in, a reset, or by an administrator. */
export async function clearFailures(db: Queryable, nameHash: Buffer): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('name_hash', '=', nameHash).execute();
}

/** Until when these logins are locked (epoch ms), by hash in hex. */
export async function locksOf(db: Queryable, nameHashes: Buffer[]): Promise<Map<string, number>> {
  if (nameHashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('sign_in_failures')
    .select(['name_hash', 'locked_until'])
    .where('name_hash', 'in', nameHashes)
    .where('locked_until', '>', sql<number>`now()`)
    .execute();
  return new Map(rows.map((row) => [row.name_hash.toString('hex'), row.locked_until!]));
}

/** Removes old logins, a few at a time, so that made-up ones do not accumulate. */
async function forgetOld(trx: Trx, now: number): Promise<void> {
  await sql`delete from sign_in_failures where name_hash in (select name_hash from sign_in_failures
    where last_at < ${new Date(now - FORGET_FAILURES_MS)} order by last_at limit 20 for no key update skip locked)`.execute(
    trx,
  );
}

/** Stores what the identity provider's callback must match, for one browser; removes expired requests. */
export async function keepOidcRequest(
  db: Queryable,
  request: { stateHash: Buffer; browserHash: Buffer; encrypted: Buffer; lastsMs: number },
): Promise<void> {
  await sql`delete from oidc_requests where state_hash in
    (select state_hash from oidc_requests where expires_at < now() limit 50 for no key update skip locked)`.execute(db);
  await db
    .insertInto('oidc_requests')
    .values({
      state_hash: request.stateHash,
      browser_hash: request.browserHash,
      encrypted: request.encrypted,
      expires_at: new Date(Date.now() + request.lastsMs),
    })
    .execute();
}

/** Takes a stored request, once, and only for the browser that began it. */
export async function takeOidcRequest(
  db: Queryable,
  { stateHash, browserHash }: { stateHash: Buffer; browserHash: Buffer },
): Promise<Buffer | undefined> {
  const row = await db
    .deleteFrom('oidc_requests')
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('expires_at', '>', sql<number>`now()`)
    .returning('encrypted')
    .executeTakeFirst();
  return row?.encrypted;
}

/** An account that a subject at the identity provider may sign in to. */
export interface SubjectAccount {
  personId: number;
  disabled: boolean;
  /** False: found by its login only. Its owner's second factor must link it before anything else (linkSubject). */
  linked: boolean;
}

/**
 * The account of a subject at the provider: the one linked to it, or else one by its login that is linked to no subject
 * and has a second factor of its own. Undefined if there is neither.
 */
export async function accountOfSubject(
  db: Queryable,
  { subject, login }: { subject: Buffer; login: string },
): Promise<SubjectAccount | undefined> {
  const known = await db
    .selectFrom('accounts')
    .select(['person_id', 'disabled_at'])
    .where('oidc_subject', '=', subject)
    .executeTakeFirst();
  if (known) return { personId: known.person_id, disabled: known.disabled_at !== null, linked: true };
  const local = await db
    .selectFrom('accounts as a')
    .innerJoin('persons as p', 'p.id', 'a.person_id')
    .select('a.person_id')
    .where('p.login', '=', login)
    .where('a.oidc_subject', 'is', null)
    .where('a.disabled_at', 'is', null)
    .where('a.totp_secret', 'is not', null)
    .executeTakeFirst();
  return local && { personId: local.person_id, disabled: false, linked: false };
}

/**
 * Links an account to a subject at the provider, for good until a reset of the second factor. Returns false if the
 * account is linked to another subject or the subject to another account.
 */
export async function linkSubject(trx: Trx, personId: number, subject: Buffer): Promise<boolean> {
  // two accounts at once must not both find the subject free
  await sql`select pg_advisory_xact_lock(hashtextextended(encode(${subject}::bytea, 'hex'), 0))`.execute(trx);
  const { rows } = await sql`update accounts set oidc_subject = ${subject} where person_id = ${personId}
    and (oidc_subject is null or oidc_subject = ${subject})
    and not exists (select from accounts o where o.oidc_subject = ${subject} and o.person_id <> ${personId})
    returning person_id`.execute(trx);
  return rows.length > 0;
}
