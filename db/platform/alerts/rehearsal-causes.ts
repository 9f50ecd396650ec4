import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { campaignDays } from '../../campaigns/board/days';
import { besideRehearsal } from '../../rehearsals/beside';
import { type Queryable } from '../types';
import { type Finding } from './causes';

const percent = (share: number): string => (share * 100).toFixed(1);

/** Running campaigns whose completion has left the range that their rehearsal expects. */
export async function findOffRehearsal(db: Queryable): Promise<Finding[]> {
  const running = await db
    .selectFrom('campaigns as c')
    .select('c.id')
    .where('c.status', '=', 'running')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('rehearsals as r')
          .select('r.id')
          .whereRef('r.campaign_id', '=', 'c.id')
          .whereRef('r.version', '=', 'c.version')
          .where('r.status', '=', 'done'),
      ),
    )
    .orderBy('c.id')
    .execute();
  const found: Finding[] = [];
  for (const { id } of running) {
    const campaign = await campaignById(db, id);
    const doc = await campaignDoc(db, id, campaign.version);
    const days = await campaignDays(db, campaign);
    const beside = await besideRehearsal(db, campaign, doc, days);
    const last = beside?.finding ? beside.days.at(-1) : undefined;
    if (!last) continue;
    const { day, real, low, high } = last;
    const figures = { campaign: id, day, share: percent(real), low: percent(low), high: percent(high) };
    found.push({ kind: 'off_rehearsal', subject: `campaign:${id}`, clientId: campaign.client_id, figures });
  }
  return found;
}
