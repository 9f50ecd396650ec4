import { sql } from 'kysely';
import { listedCustomers } from '../../journeys/facts/pause-facts';
import { type Queryable } from '../../platform/types';
import { type CampaignRow } from '../campaigns';
import { type PauseRow } from '../pauses';

/** A pause with the name of the person who opened it, and the number of customers it lists; null: no list. */
export type NamedPause = PauseRow & { openedByName: string; customers: number | null };

/** So many are shown of a campaign. */
const SHOWN = 100;

/** The pauses of a campaign in force at `now`, newest first, the last hundred. */
export async function pausesInForce(db: Queryable, campaign: CampaignRow, now: number): Promise<NamedPause[]> {
  const rows = await db
    .selectFrom('pauses as p')
    .innerJoin('persons as o', 'o.id', 'p.opened_by')
    .selectAll('p')
    .select('o.name as openedByName')
    .where('p.campaign_id', '=', campaign.id)
    .where('p.client_id', '=', campaign.client_id)
    .where('p.ended_at', 'is', null)
    .where(sql<boolean>`coalesce(p.until_at > ${new Date(now)}, true)`)
    .orderBy('p.id', 'desc')
    .limit(SHOWN)
    .execute();
  const lists = rows.filter(({ listed }) => listed).map(({ id }) => id);
  const listed = await listedCustomers(db, lists);
  return rows.map((row) => {
    const one = row.customer_id === null ? null : 1;
    return { ...row, customers: row.listed ? (listed.get(row.id) ?? 0) : one };
  });
}
