import { sql } from 'kysely';
import { type Stage, stageOf } from '../../domain/access/sign-in';
import { AppError } from '../../domain/errors';
import { type Grant, openGrants } from './grants';
import { type Queryable, type Trx } from '../platform/types';

/** A valid session with the grants its person can choose from. Times are real, epoch ms. */
export interface Session {
  id: number;
  personId: number;
  login: string;
  name: string;
  via: 'password' | 'oidc';
  /** When a second factor was last given; null: not yet. */
  secondAt: number | null;
  enrolled: boolean;
  /** The identity provider's subject to link to the account once its second factor is given; null: none. */
  linking: Buffer | null;
  failures: number;
  createdAt: number;
  expiresAt: number;
  idleUntil: number;
  grants: Grant[];
  /** The grant in use; null also if it has ended. */
  grant: Grant | null;
  stage: Stage;
}

const sessions = (db: Queryable) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.person_id', 's.person_id')
    .innerJoin('persons as p', 'p.id', 's.person_id')
    .select(['s.id', 's.person_id', 's.grant_id', 's.via', 's.second_at', 's.failures', 's.created_at'])
    .select(['s.last_seen_at', 's.expires_at', 's.oidc_subject', 'p.login', 'p.name', 'a.must_change'])
    .select(sql<boolean>`a.totp_secret is not null`.as('enrolled'))
    .select(sql<number>`now()`.as('now'))
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', sql<number>`now()`)
    .where('a.disabled_at', 'is', null);

/**
 * The session of a token; undefined if it is unknown, revoked, expired or unused for longer than `idleMs`, or the
 * account is closed. Records the use at most once a minute, and at most ten times per idle limit; not a `passive` look,
 * which a page repeats by itself.
 */
export async function findSession(
  db: Queryable,
  tokenHash: Buffer,
  { idleMs, passive = false }: { idleMs: number; passive?: boolean },
): Promise<Session | undefined> {
  const row = await sessions(db)
    .where('s.token_hash', '=', tokenHash)
    .where('s.last_seen_at', '>', sql<number>`now() - ${idleMs} * interval '1 ms'`)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!passive && row.now - row.last_seen_at > Math.min(60_000, idleMs / 10)) {
    await db
      .updateTable('sessions')
      .set({ last_seen_at: sql`now()` })
      .where('id', '=', row.id)
      .execute();
    row.last_seen_at = row.now;
  }
  return toSession(db, row, idleMs);
}

/** A session by id, as its own transaction sees it. Throws unauthenticated if it has ended meanwhile. */
export async function getSession(db: Queryable, id: number, idleMs: number): Promise<Session> {
  const row = await sessions(db).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('unauthenticated');
  return toSession(db, row, idleMs);
}

type Row = Awaited<ReturnType<ReturnType<typeof sessions>['executeTakeFirstOrThrow']>>;

async function toSession(db: Queryable, row: Row, idleMs: number): Promise<Session> {
  const grants = await openGrants(db, [row.person_id]);
  const grant = grants.find(({ id }) => id === row.grant_id) ?? null;
  const facts = {
    enrolled: row.enrolled,
    given: row.second_at !== null,
    roles: grants.map(({ role }) => role),
    mustChange: row.must_change && row.via === 'password',
    grantChosen: grant !== null,
  };
  return {
    id: row.id,
    personId: row.person_id,
    login: row.login,
    name: row.name,
    via: row.via,
    secondAt: row.second_at,
    enrolled: row.enrolled,
    linking: row.oidc_subject,
    failures: row.failures,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    idleUntil: Math.min(row.last_seen_at + idleMs, row.expires_at),
    grants,
    grant,
    stage: stageOf(facts),
  };
}

/** Failed second factors of a session, whose row is locked; undefined if it has ended. */
export async function lockFailures(trx: Trx, id: number): Promise<number | undefined> {
  const row = await trx
    .selectFrom('sessions')
    .select('failures')
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.failures;
}

/** Opens a session and returns its id; `expiresAt` is its absolute end, real time. */
export async function openSession(
  db: Queryable,
  session: {
    tokenHash: Buffer;
    personId: number;
    via: 'password' | 'oidc';
    second: boolean;
    /** Of the identity provider, while the account is not linked to it. */
    linking?: Buffer;
    expiresAt: number;
    addressHash: Buffer;
    agentHash: Buffer;
  },
): Promise<number> {
  const row = await db
    .insertInto('sessions')
    .values({
      token_hash: session.tokenHash,
      person_id: session.personId,
      via: session.via,
      second_at: session.second ? sql<Date>`now()` : null,
      oidc_subject: session.linking ?? null,
      expires_at: new Date(session.expiresAt),
      address_hash: session.addressHash,
      agent_hash: session.agentHash,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface SessionChange {
  tokenHash?: Buffer;
  /** A second factor was given now; a subject to link has been linked. */
  second?: true;
  grantId?: number;
  expiresAt?: number;
  failures?: number;
}

export async function changeSession(db: Queryable, id: number, change: SessionChange): Promise<void> {
  await db
    .updateTable('sessions')
    .set({
      last_seen_at: sql`now()`,
      ...(change.tokenHash && { token_hash: change.tokenHash }),
      ...(change.second && { second_at: sql<Date>`now()`, failures: 0, oidc_subject: null }),
      ...(change.grantId !== undefined && { grant_id: change.grantId }),
      ...(change.expiresAt !== undefined && { expires_at: new Date(change.expiresAt) }),
      ...(change.failures !== undefined && { failures: change.failures }),
    })
    .where('id', '=', id)
    .execute();
}

type RevokeReason = 'signed_out' | 'revoked' | 'password' | 'reset' | 'second_factor' | 'failures' | 'disabled';

/** Ends sessions of a person at once: one, all, or all but one. Returns the ids of those that were open. */
export async function revokeSessions(
  db: Queryable,
  which: { personId: number; id?: number; except?: number; why: RevokeReason },
): Promise<number[]> {
  const { personId, id, except, why } = which;
  const rows = await db
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()`, revoked_why: why })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .$if(except !== undefined, (query) => query.where('id', '<>', except!))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** A person's valid sessions, newest first. */
export async function listSessions(db: Queryable, personId: number, idleMs: number) {
  return db
    .selectFrom('sessions')
    .select(['id', 'via', 'created_at', 'last_seen_at', 'expires_at', 'address_hash', 'agent_hash'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<number>`now()`)
    .where('last_seen_at', '>', sql<number>`now() - ${idleMs} * interval '1 ms'`)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}
