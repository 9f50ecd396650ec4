import { sql } from 'kysely';
import { campaignDoc } from '../../campaigns/campaigns';
import { goesNow } from '../../campaigns/trial/give-go';
import { countWaves } from '../../campaigns/waves';
import { localDate } from '../../../domain/campaigns/calendar';
import { goesDue } from '../../../domain/campaigns/trial/go-due';
import { type AlertKind } from '../../../domain/platform/alerts';
import { readClock } from '../clock';
import { type Queryable } from '../types';
import { type Finding } from './causes';

export const GO_ALERTS = ['go_due', 'go_overdue'] as const satisfies AlertKind[];

/** Trial waves of campaigns in flight whose go is due or overdue, with the number of customers who wait for it. */
export async function findGoesDue(db: Queryable): Promise<Finding[]> {
  const { now } = await readClock(db);
  const { rows: campaigns } = await sql<{ id: number; client_id: number; version: number }>`
    select c.id, c.client_id, c.version from campaigns c
      join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    where c.status in ('running', 'paused') and v.doc -> 'waves' @> '[{"trial": true}]' order by c.id`.execute(db);
  const found: Finding[] = [];
  for (const campaign of campaigns) {
    const doc = await campaignDoc(db, campaign.id, campaign.version);
    for (const { trial, next, waiting, overdue } of goesDue(doc, now, await goesNow(db, campaign.id))) {
      const counts = await countWaves(db, campaign, waiting);
      const count = counts.reduce((total, one) => total + one.waiting, 0);
      if (count === 0) continue;
      const own = { trial: trial.id, wave: next.id, day: localDate(next.begins, doc.zone), count };
      found.push({
        kind: overdue ? 'go_overdue' : 'go_due',
        subject: `campaign:${campaign.id}:wave:${trial.id}`,
        clientId: campaign.client_id,
        figures: { campaign: campaign.id, ...own },
      });
    }
  }
  return found;
}
