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
  await trx
    .insertInto('sign_in_failures')
    .values({ name_hash: nameHash, failures: 0, last_at: new Date(now) })
    .onConflict((conflict) => conflict.column('name_hash').doNothing())
    .execute();
  const row = await trx
    .selectFrom('sign_in_failures')
    .select(['failures', 'locked_until', 'last_at'])
    .where('name_hash', '=', nameHash)
    .forNoKeyUpdate()
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
