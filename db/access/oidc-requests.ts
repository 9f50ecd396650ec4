import { sql } from 'kysely';
import { type Queryable } from '../platform/types';

/** Keeps what a sign-in at the identity provider must come back with, for one browser; expired ones go. */
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

/** Takes a request back, once, and only for the browser that began it. */
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
 * The account of a subject at the provider. One that was never there before takes the account of its login, which from
 * then on is that subject's alone; undefined when there is none, or it is somebody else's.
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
