import { type Selectable, sql, type Updateable } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { AppError } from '../../domain/errors';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Campaigns } from '../platform/schema.generated';
import { type CampaignStatus } from '../../domain/campaigns/approval';

export type CampaignRow = Selectable<Campaigns>;

/** Creates a draft with its first version. */
export async function insertCampaign(
  trx: Trx,
  scope: Scope,
  campaign: { doc: CampaignDoc; personId: number },
): Promise<CampaignRow> {
  const row = await trx
    .insertInto('campaigns')
    .values({ client_id: scope.clientId, name: campaign.doc.name, created_by: campaign.personId })
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertVersion(trx, row, campaign);
  return row;
}

/** Adds the next version and makes it the campaign's. The caller holds the campaign's lock. */
export async function replaceDoc(
  trx: Trx,
  campaign: CampaignRow,
  change: { doc: CampaignDoc; personId: number },
): Promise<CampaignRow> {
  const row = await updateCampaign(trx, campaign, { version: campaign.version + 1, name: change.doc.name });
  await insertVersion(trx, row, change);
  return row;
}

async function insertVersion(trx: Trx, campaign: CampaignRow, change: { doc: CampaignDoc; personId: number }) {
  await trx
    .insertInto('campaign_versions')
    .values({
      campaign_id: campaign.id,
      version: campaign.version,
      client_id: campaign.client_id,
      doc: JSON.stringify(change.doc),
      created_by: change.personId,
    })
    .execute();
}

/** Updates a campaign. The caller holds its lock. */
export async function updateCampaign(
  trx: Trx,
  campaign: CampaignRow,
  change: Updateable<Campaigns>,
): Promise<CampaignRow> {
  return trx
    .updateTable('campaigns')
    .set(change)
    .where('id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A campaign of any client; undefined when there is none. */
export async function findCampaign(db: Queryable, id: number): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A campaign of any client, for commands of the installation itself. Throws not_found. */
export async function campaignById(db: Queryable, id: number): Promise<CampaignRow> {
  const row = await findCampaign(db, id);
  if (!row) throw new AppError('not_found', { what: 'campaign' });
  return row;
}

/** Returns a campaign of this scope. Throws not_found, also for another client's campaign. */
export async function getCampaign(db: Queryable, scope: Scope, id: number): Promise<CampaignRow> {
  const row = await selectCampaign(db, scope, id).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/**
 * Like `getCampaign`, locked until commit. Steps and claims read the row FOR SHARE, so each sees the state either
 * before or after a change.
 */
export async function lockCampaign(trx: Trx, scope: Scope, id: number): Promise<CampaignRow> {
  const row = await selectCampaign(trx, scope, id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

const selectCampaign = (db: Queryable, scope: Scope, id: number) =>
  db
    .selectFrom('campaigns')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'id'))
    .where('id', '=', id);

/** The document of the campaign's current version and the person who wrote it. */
export async function getVersion(
  db: Queryable,
  campaign: CampaignRow,
): Promise<{ doc: CampaignDoc; createdBy: number | null }> {
  const row = await db
    .selectFrom('campaign_versions')
    .select(['doc', 'created_by'])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('version', '=', campaign.version)
    .executeTakeFirstOrThrow();
  return { doc: row.doc as CampaignDoc, createdBy: row.created_by };
}

/** Campaigns of this scope with ids below `before`, newest first, at most `limit`. */
export async function listCampaigns(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; status?: CampaignStatus },
): Promise<CampaignRow[]> {
  let query = db
    .selectFrom('campaigns')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'id'));
  if (page.before !== null) query = query.where('id', '<', page.before);
  if (page.status) query = query.where('status', '=', page.status);
  return query.orderBy('id', 'desc').limit(page.limit).execute();
}

/** Campaigns that go on and whose workflow has not been started, or that are due by the clock. */
export async function campaignsToSignal(db: Queryable): Promise<Pick<CampaignRow, 'id' | 'turn' | 'launched'>[]> {
  return db
    .selectFrom('campaigns')
    .select(['id', 'turn', 'launched'])
    .where('status', 'in', ['running', 'paused', 'stopped'])
    .where('ended_at', 'is', null)
    .where('started_at', 'is not', null)
    .where((eb) => eb.or([eb('launched', '=', false), eb('wake_at', '<=', sql<number>`tsunagi_now()`)]))
    .execute();
}

/** Records that the campaign's workflow runs. Idempotent. */
export async function markCampaignStarted(db: Queryable, id: number): Promise<void> {
  await db.updateTable('campaigns').set({ launched: true }).where('id', '=', id).execute();
}

/** The document of one version. Throws not_found. */
export async function campaignDoc(db: Queryable, campaignId: number, version: number): Promise<CampaignDoc> {
  const row = await db
    .selectFrom('campaign_versions')
    .select('doc')
    .where('campaign_id', '=', campaignId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'version' });
  return row.doc as CampaignDoc;
}

/**
 * Cache of campaign documents and of the rules approved with them, one per database. What journeys follow never changes,
 * so each is read once; the oldest are evicted.
 */
export class CampaignDocs {
  private readonly docs = new Map<string, CampaignDoc>();
  private readonly rules = new Map<string, PlanRule | null>();

  get(db: Queryable, campaignId: number, version: number): Promise<CampaignDoc> {
    return readOnce(this.docs, `${campaignId}:${version}`, () => campaignDoc(db, campaignId, version));
  }

  /** The rule approved with a version that is in force; null for the one the campaign was started with. */
  rule(db: Queryable, campaignId: number, version: number): Promise<PlanRule | null> {
    return readOnce(this.rules, `${campaignId}:${version}`, () => planRule(db, campaignId, version));
  }
}

const CACHED = 200;

async function readOnce<Value>(known: Map<string, Value>, key: string, read: () => Promise<Value>): Promise<Value> {
  const before = known.get(key);
  const value = before === undefined ? await read() : before;
  known.set(key, value);
  if (known.size > CACHED) known.delete(known.keys().next().value!);
  return value;
}

async function planRule(db: Queryable, campaignId: number, version: number): Promise<PlanRule | null> {
  const row = await db
    .selectFrom('plan_versions')
    .select('rule')
    .where('campaign_id', '=', campaignId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.rule ?? null;
}

/** The sender of all started campaigns when they share one, otherwise undefined. Names no campaign and no customer. */
export async function onlySender(db: Queryable): Promise<CampaignDoc['sender'] | undefined> {
  const rows = await db
    .selectFrom('campaigns as c')
    .innerJoin('campaign_versions as v', (join) =>
      join.onRef('v.campaign_id', '=', 'c.id').onRef('v.version', '=', 'c.version'),
    )
    .select(sql<CampaignDoc['sender']>`v.doc -> 'sender'`.as('sender'))
    .distinctOn(sql`v.doc -> 'sender' ->> 'phone'`)
    .where('c.started_at', 'is not', null)
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]!.sender : undefined;
}
