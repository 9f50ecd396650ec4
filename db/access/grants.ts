import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from '../platform/types';
import { type Right, type Role } from '../../domain/access/access';

/** A person's role for a client; `clientId` null means the installation. */
export interface Grant {
  id: number;
  personId: number;
  clientId: number | null;
  clientName: string | null;
  role: Role;
  /** Null means all campaigns of the client. */
  campaigns: number[] | null;
  rights: Right[];
  grantedAt: number;
}

/** Open grants of these persons, oldest first. */
export async function openGrants(db: Queryable, personIds: number[]): Promise<Grant[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .selectFrom('grants as g')
    .leftJoin('clients as c', 'c.id', 'g.client_id')
    .select(['g.id', 'g.person_id', 'g.client_id', 'c.name', 'g.role', 'g.campaigns', 'g.rights', 'g.granted_at'])
    .where('g.person_id', 'in', personIds)
    .where('g.ended_at', 'is', null)
    .orderBy('g.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    clientId: row.client_id,
    clientName: row.name,
    role: row.role,
    campaigns: row.campaigns,
    rights: row.rights,
    grantedAt: row.granted_at,
  }));
}

interface NewGrant {
  personId: number;
  clientId: number | null;
  role: Role;
  campaigns: number[] | null;
  rights: Right[];
  /** Null: granted from the installation's command line. */
  grantedBy: number | null;
}

/**
 * Grants a role. A person can have the same role for a client only once at a time. Throws invalid_request for a client
 * or campaigns that do not fit the role, grant_exists.
 */
export async function addGrant(trx: Trx, grant: NewGrant): Promise<number> {
  await requireFit(trx, grant);
  const row = await trx
    .insertInto('grants')
    .values({
      person_id: grant.personId,
      client_id: grant.clientId,
      role: grant.role,
      campaigns: grant.campaigns,
      rights: grant.rights,
      granted_by: grant.grantedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new AppError('grant_exists');
  return row.id;
}

async function requireFit(db: Queryable, { clientId, role, campaigns }: NewGrant): Promise<void> {
  const unfit = (path: string) =>
    new AppError('invalid_request', {}, [{ path: `body.${path}`, code: 'unfit', message: role }]);
  if ((clientId === null) !== (role === 'administrator')) throw unfit('clientId');
  if (clientId === null) {
    if (campaigns !== null) throw unfit('campaigns');
    return;
  }
  const client = await db.selectFrom('clients').select('id').where('id', '=', clientId).executeTakeFirst();
  if (!client) throw unfit('clientId');
  if (campaigns === null) return;
  const own = await db
    .selectFrom('campaigns')
    .select('id')
    .where('client_id', '=', clientId)
    .where('id', 'in', campaigns.length > 0 ? campaigns : [0])
    .execute();
  if (campaigns.length === 0 || own.length !== new Set(campaigns).size) throw unfit('campaigns');
}

/** Ends a grant at once, with all sessions and keys based on it. Idempotent. Throws not_found. */
export async function endGrant(
  trx: Trx,
  { personId, grantId, endedBy }: { personId: number; grantId: number; endedBy: number | null },
): Promise<void> {
  const row = await trx
    .selectFrom('grants')
    .select('ended_at')
    .where('id', '=', grantId)
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  if (row.ended_at !== null) return;
  await trx.updateTable('grants').set({ ended_at: new Date(), ended_by: endedBy }).where('id', '=', grantId).execute();
}

/** Whether a grant covers all of these campaigns; a grant without a list covers every campaign of its client. */
export async function coversCampaigns(db: Queryable, grant: Grant, campaigns: readonly number[]): Promise<boolean> {
  if (grant.campaigns) return campaigns.every((id) => grant.campaigns!.includes(id));
  const own = await db
    .selectFrom('campaigns')
    .select('id')
    .where('client_id', '=', grant.clientId ?? 0)
    .where('id', 'in', campaigns)
    .execute();
  return own.length === new Set(campaigns).size;
}
