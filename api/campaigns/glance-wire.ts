import { type Actor } from '../../db/access/api-keys';
import { type CampaignRow } from '../../db/campaigns/campaigns';
import { type CampaignGlance } from '../../db/campaigns/board/glance';
import { mayAct } from '../../domain/access/access';
import { courseOf } from '../../domain/campaigns/days-ahead';

/** A campaign's glance for one caller; nothing leaves today of a campaign that has ended. */
export function glanceOf(
  campaign: CampaignRow,
  { done, of, handedOver, queued, alerts, dates, zone }: CampaignGlance,
  { now, actor }: { now: number; actor: Actor },
) {
  return {
    done,
    of,
    left: courseOf(dates, now, zone).left,
    today: campaign.ended_at === null ? Math.max(0, handedOver) + queued : 0,
    alerts: mayAct(actor, 'alert.read') ? alerts : null,
  };
}
