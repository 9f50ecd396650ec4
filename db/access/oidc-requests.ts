import { sql } from 'kysely';
import { type Queryable } from '../platform/types';

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

/**
 * The account of a subject at the provider. A new subject is bound for good to the account of its login. Undefined if
 * there is none, or if it is bound to another subject.
 */
export async function accountOfSubject(
  db: Queryable,
  { subject, login }: { subject: Buffer; login: string },
): Promise<{ personId: number; disabled: boolean } | undefined> {
  const known = await db
    .selectFrom('accounts')
    .select(['person_id', 'disabled_at'])
    .where('oidc_subject', '=', subject)
    .executeTakeFirst();
  if (known) return { personId: known.person_id, disabled: known.disabled_at !== null };
  const bound = await db
    .updateTable('accounts')
    .set({ oidc_subject: subject })
    .where('oidc_subject', 'is', null)
    .where('disabled_at', 'is', null)
    .where('person_id', 'in', (from) => from.selectFrom('persons').select('id').where('login', '=', login))
    .returning('person_id')
    .executeTakeFirst();
  return bound && { personId: bound.person_id, disabled: false };
}
