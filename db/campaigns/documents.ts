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
