import { sql } from 'kysely';
import { type Db } from '../../platform/types';

/**
 * Deletes at most `limit` pictures of pages on which no person has decided, once no campaign to which they can belong
 * keeps its images: each of the client's campaigns that had begun when the stack came is among `due`. Returns how many.
 */
export async function expirePages(db: Db, due: number[], limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update scan_pages s set state = 'disposed', disposed_because = 'expired', data = null, decided_at = tsunagi_now()
    from (select p.batch_id, p.no from scan_pages p join scan_batches b on b.id = p.batch_id
      where p.state = 'person'
        and exists (select from campaigns c where c.client_id = b.client_id and c.started_at <= b.created_at)
        and not exists (select from campaigns c where c.client_id = b.client_id and c.started_at <= b.created_at
          and not c.id = any(${due}::bigint[]))
      limit ${limit}) p
    where s.batch_id = p.batch_id and s.no = p.no and s.state = 'person'`.execute(db);
  return Number(numAffectedRows ?? 0);
}
