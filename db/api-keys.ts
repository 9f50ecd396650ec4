import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Queryable } from './connect';
import { type Role } from './schema';

/** Who calls: a key stands for one person in one role. `clientId` is null for an administrator of the installation. */
export interface Actor {
  keyId: number;
  personId: number;
  clientId: number | null;
  role: Role;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest();

/** Makes a key; its text is returned this once, the database keeps its hash. `expiresAt` is real time, epoch ms. */
export async function createApiKey(
  db: Queryable,
  grant: { personId: number; clientId: number | null; role: Role; expiresAt?: number | null },
): Promise<{ id: number; key: string }> {
  const key = `tk_${randomBytes(32).toString('base64url')}`;
  const row = await db
    .insertInto('api_keys')
    .values({
      key_hash: hashOf(key),
      person_id: grant.personId,
      client_id: grant.clientId,
      role: grant.role,
      expires_at: grant.expiresAt ? new Date(grant.expiresAt) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, key };
}

/** Ends a key at once; it can't be revived. */
export async function revokeApiKey(db: Queryable, id: number): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: sql`coalesce(revoked_at, now())` })
    .where('id', '=', id)
    .execute();
}

/**
 * Whose key this is; undefined when it is unknown, revoked or expired. Keys live by the real clock, also where
 * campaigns run on a stepped one. Remembers the use at most once a minute, so that reads stay reads.
 */
export async function findActor(db: Queryable, key: string): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'person_id', 'client_id', 'role'])
    .select(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('stale'))
    .where('key_hash', '=', hashOf(key))
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', sql<number>`now()`)]))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.stale) {
    await db
      .updateTable('api_keys')
      .set({ last_used_at: sql`now()` })
      .where('id', '=', row.id)
      .execute();
  }
  return { keyId: row.id, personId: row.person_id, clientId: row.client_id, role: row.role };
}
