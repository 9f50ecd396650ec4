import { sql } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type Queryable } from '../platform/types';

/** The document of one version. Throws if it does not exist; versions are never deleted. */
export async function campaignDoc(db: Queryable, campaignId: number, version: number): Promise<CampaignDoc> {
  const row = await db
    .selectFrom('campaign_versions')
    .select('doc')
    .where('campaign_id', '=', campaignId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return row.doc as CampaignDoc;
}

/**
 * Cache of campaign documents, one per database. Versions never change, so each is read once; the oldest are evicted.
 */
export class CampaignDocs {
  private readonly known = new Map<string, CampaignDoc>();

  async get(db: Queryable, campaignId: number, version: number): Promise<CampaignDoc> {
    const key = `${campaignId}:${version}`;
    const doc = this.known.get(key) ?? (await campaignDoc(db, campaignId, version));
    this.known.set(key, doc);
    if (this.known.size > 200) this.known.delete(this.known.keys().next().value!);
    return doc;
  }
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
