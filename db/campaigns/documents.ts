import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type Queryable } from '../platform/types';

/** One version's document. Throws when there is none: versions are never deleted. */
export async function campaignDoc(db: Queryable, campaignId: number, version: number): Promise<CampaignDoc> {
  const row = await db
    .selectFrom('campaign_versions')
    .select('doc')
    .where('campaign_id', '=', campaignId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return row.doc as CampaignDoc;
}

/** Versions never change, so a process reads each document once; the oldest give way. One per database. */
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
