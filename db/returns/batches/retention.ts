import { sql } from 'kysely';
import { type Db } from '../../platform/types';
import { noteExpiredPages } from '../../privacy/retention-runs';

interface Expired {
  stack: number;
  campaignId: number;
  clientId: number;
  pages: number;
}

/**
 * Deletes at most `limit` pictures of pages on which no person has decided, once no campaign to which they can belong
 * keeps its images: each of the client's campaigns that had begun when the stack came is among `due`. They are recorded
 * with the images of the last one that had begun. A stack that a person decides on just now waits. Returns how many.
 */
export async function expirePages(
  db: Db,
  due: number[],
  { now, limit }: { now: number; limit: number },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Expired>`
      with expired as (
        update scan_pages s set state = 'disposed', disposed_because = 'expired', data = null, decided_at = tsunagi_now()
        from (select p.batch_id, p.no, b.client_id, l.id as campaign_id
          from scan_pages p join scan_batches b on b.id = p.batch_id
            cross join lateral (select c.id from campaigns c where c.client_id = b.client_id
              and c.started_at <= b.created_at order by c.started_at desc, c.id desc limit 1) l
          where p.state = 'person'
            and not exists (select from campaigns c where c.client_id = b.client_id and c.started_at <= b.created_at
              and not c.id = any(${due}::bigint[]))
          limit ${limit} for no key update of b skip locked) p
        where s.batch_id = p.batch_id and s.no = p.no and s.state = 'person'
        returning p.*)
      select batch_id as stack, campaign_id as "campaignId", client_id as "clientId", count(*)::int as pages
      from expired group by 1, 2, 3 order by 2, 1`.execute(trx);
    for (const campaignId of new Set(rows.map((row) => row.campaignId))) {
      const own = rows.filter((row) => row.campaignId === campaignId);
      const removed = own.reduce((sum, { pages }) => sum + pages, 0);
      const campaign = { id: campaignId, clientId: own[0]!.clientId };
      await noteExpiredPages(trx, campaign, { removed, stacks: own.map(({ stack }) => stack), now });
    }
    return rows.reduce((sum, { pages }) => sum + pages, 0);
  });
}
