import { type Queryable } from '../../platform/types';
import { type Link } from '../links';

/** The number printed on the newest letter sent to a customer in a campaign, and when it was handed over. */
export async function newestLetter(db: Queryable, link: Link): Promise<{ code: string; at: number } | undefined> {
  const row = await db
    .selectFrom('journeys as j')
    .innerJoin('messages as m', 'm.journey_id', 'j.id')
    .innerJoin('pieces as p', 'p.id', 'm.piece_id')
    .select(['p.code', 'm.handed_over_at as at'])
    .where('j.campaign_id', '=', link.campaignId)
    .where('j.customer_id', '=', link.customerId)
    .where('m.channel', '=', 'post')
    .where('m.status', '=', 'handed_over')
    .orderBy('m.handed_over_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ? { code: row.code, at: row.at } : undefined;
}
