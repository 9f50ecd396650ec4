import { getCampaign, getVersion } from '../../db/campaigns/campaigns';
import { type Scope } from '../../db/platform/scope';
import { type Queryable } from '../../db/platform/types';

/** Time zone of a desk that works for several campaigns. */
export const DESK_ZONE = 'Asia/Tokyo';

/** Time zone of a campaign, or of the desk where none is named. Throws not_found. */
export async function zoneOf(db: Queryable, scope: Scope, campaignId: number | undefined): Promise<string> {
  if (campaignId === undefined) return DESK_ZONE;
  return (await getVersion(db, await getCampaign(db, scope, campaignId))).doc.zone;
}
