import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Action, type Role, type Right } from '../../domain/access/access';
import { type Queryable, type Trx } from '../platform/types';
import { AppError } from '../../domain/errors';

/** The caller: one person in one role. `clientId` is null for an administrator of the installation. */
export interface Actor {
  readonly personId: number;
  readonly clientId: number | null;
  readonly role: Role;
  readonly via: 'key' | 'session';
  readonly keyId: number | null;
  readonly sessionId: number | null;
  /** Null means all campaigns of the client. */
  readonly campaigns: readonly number[] | null;
  /** Null means all actions of the role. */
  readonly actions: readonly Action[] | null;
  readonly rights: readonly Right[];
}

/** Name under which a caller's idempotency keys are stored. */
export const callerOf = ({ keyId, sessionId }: Actor): string =>
  keyId === null ? `session:${sessionId}` : `key:${keyId}`;

/** Permissions of a key: never more than the grant it was created under, if any. */
interface KeyGrant {
  personId: number;
  clientId: number | null;
  role: Role;
  /** Real time, epoch ms. */
  expiresAt?: number | null;
  name?: string;
  actions?: readonly Action[] | null;
  campaigns?: readonly number[] | null;
  rights?: readonly Right[];
  grantId?: number | null;
  createdBy?: number | null;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest();
/** Characters of a key shown in lists: 36 of its 256 bits. */
const PREFIX = 9;

/** Creates a key. Its text is returned only once; the database stores a hash. */
export async function createApiKey(db: Queryable, grant: KeyGrant): Promise<{ id: number; key: string }> {
  const key = `tk_${randomBytes(32).toString('base64url')}`;
  const row = await db
    .insertInto('api_keys')
    .values({
      key_hash: hashOf(key),
      prefix: key.slice(0, PREFIX),
      person_id: grant.personId,
      client_id: grant.clientId,
      role: grant.role,
      expires_at: grant.expiresAt ? new Date(grant.expiresAt) : null,
      name: grant.name ?? null,
      actions: grant.actions ? [...grant.actions] : null,
      campaigns: grant.campaigns ? [...grant.campaigns] : null,
      rights: [...(grant.rights ?? [])],
      grant_id: grant.grantId ?? null,
      created_by: grant.createdBy ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, key };
}

/** Ends a key at once, for good. */
export async function revokeApiKey(db: Queryable, id: number): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: sql`coalesce(revoked_at, now())` })
    .where('id', '=', id)
    .execute();
}

/**
 * The actor of an API key; undefined if the key is unknown, revoked or expired, its grant has ended, or the account is
 * closed. Keys follow the real clock, even where campaigns run on a stepped one. Records the use at most once a minute,
 * so that reads rarely write.
 */
export async function findActor(db: Queryable, key: string): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('api_keys as k')
    .leftJoin('grants as g', 'g.id', 'k.grant_id')
    .leftJoin('accounts as a', 'a.person_id', 'k.person_id')
    .select(['k.id', 'k.person_id', 'k.client_id', 'k.role', 'k.actions', 'k.campaigns', 'k.rights', 'k.grant_id'])
    .select(['g.campaigns as granted_campaigns', 'g.rights as granted_rights'])
    .select(sql<boolean>`coalesce(k.last_used_at < now() - interval '1 minute', true)`.as('stale'))
    .where('k.key_hash', '=', hashOf(key))
    .where('k.revoked_at', 'is', null)
    .where('g.ended_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .where((where) => where.or([where('k.expires_at', 'is', null), where('k.expires_at', '>', sql<number>`now()`)]))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.stale) {
    await db
      .updateTable('api_keys')
      .set({ last_used_at: sql`now()` })
      .where('id', '=', row.id)
      .execute();
  }
  return {
    personId: row.person_id,
    clientId: row.client_id,
    role: row.role,
    via: 'key',
    keyId: row.id,
    sessionId: null,
    campaigns: within(row.campaigns, row.granted_campaigns),
    actions: row.actions as Action[] | null,
    rights: row.grant_id === null ? row.rights : row.rights.filter((right) => row.granted_rights?.includes(right)),
  };
}

/** Intersection of two lists; null means no limit. */
function within(key: readonly number[] | null, grant: readonly number[] | null): readonly number[] | null {
  if (key === null || grant === null) return key ?? grant;
  return key.filter((id) => grant.includes(id));
}

/** Keys of a person, newest first, including ended ones. */
export async function listApiKeys(db: Queryable, personId: number) {
  return db
    .selectFrom('api_keys as k')
    .leftJoin('clients as c', 'c.id', 'k.client_id')
    .leftJoin('grants as g', 'g.id', 'k.grant_id')
    .select([
      'k.id',
      'k.name',
      'k.prefix',
      'k.client_id',
      'c.name as client_name',
      'k.role',
      'k.actions',
      'k.campaigns',
    ])
    .select(['k.rights', 'k.created_at', 'k.expires_at', 'k.last_used_at', 'k.revoked_at', 'g.ended_at'])
    .where('k.person_id', '=', personId)
    .orderBy('k.id', 'desc')
    .limit(500)
    .execute();
}

export type ApiKeyRow = Awaited<ReturnType<typeof listApiKeys>>[number];

/** Ends a person's key. Returns false if it had ended before. Throws not_found. */
export async function endApiKey(trx: Trx, personId: number, id: number): Promise<boolean> {
  const key = await trx
    .selectFrom('api_keys')
    .select('revoked_at')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!key) throw new AppError('not_found');
  if (key.revoked_at !== null) return false;
  await trx.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', id).execute();
  return true;
}

/** Ends all keys of a person. Returns the ids of those that had not ended before. */
export async function endApiKeys(trx: Trx, personId: number): Promise<number[]> {
  const rows = await trx
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`now()` })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
