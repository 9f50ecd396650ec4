import { sql } from 'kysely';
import { type ClientFileRow } from './client-files';
import { hasNumber } from './contract-number';
import { answersHeld } from '../customers/holds-of-answers';
import { type Queryable, type Trx } from '../platform/types';

/**
 * Adds to a delivery the changes that customers have asked for of results taken over, and marks them as sent. A contract
 * has at most one line in a delivery and one request with the client at a time; the rest waits for the next, and that of a
 * customer whose answers a hold keeps waits for its release. What the outcome has become meanwhile by itself is no longer asked for, nor is anything of a contract that is excluded, or whose
 * customer is erased. Returns the number of lines. `now`: epoch ms.
 */
export async function insertRequestedChanges(
  trx: Trx,
  file: ClientFileRow,
  { now, limit }: { now: number; limit: number },
): Promise<number> {
  await sql`update change_requests q set status = 'replaced' from outcomes o
    where q.campaign_id = ${file.campaign_id} and q.status = 'asked' and o.campaign_id = q.campaign_id
      and o.contract_id = q.contract_id
      and o.outcome in ('excluded', case q.choice when 'migrate' then 'migrated' when 'cancel' then 'cancelled' end)
      and not exists (select from change_requests s where s.campaign_id = q.campaign_id
        and s.contract_id = q.contract_id and s.status = 'sent')`.execute(trx);
  await sql`update change_requests q set status = 'replaced'
    where q.campaign_id = ${file.campaign_id} and q.status = 'asked' and not ${hasNumber(sql`q.contract_id`)}`.execute(
    trx,
  );
  const sent = await sql`
    with due as (select q.* from change_requests q
        where q.campaign_id = ${file.campaign_id} and q.status = 'asked'
          and not exists (select from change_requests s where s.campaign_id = q.campaign_id
            and s.contract_id = q.contract_id and s.status = 'sent')
          and not exists (select from client_results r where r.file_id = ${file.id} and r.contract_id = q.contract_id)
          and not ${answersHeld(sql`(select c.customer_id from contracts c where c.id = q.contract_id)`)}
        order by q.contract_id limit ${limit} for no key update of q),
      marked as (update change_requests q set status = 'sent' from due where q.id = due.id returning q.id)
    insert into client_results
      (client_id, campaign_id, contract_id, file_id, outcome, reason, receipt, decided_at, request_id)
    select client_id, campaign_id, contract_id, ${file.id}, 'change_requested', choice, receipt, ${new Date(now)}, id
    from due order by contract_id`.execute(trx);
  return Number(sent.numAffectedRows ?? 0);
}

/** Changes asked of the client in a campaign, by how far they are. Those replaced by a newer answer are left out. */
export async function countRequestedChanges(
  db: Queryable,
  campaignId: number,
): Promise<Record<'asked' | 'sent' | 'accepted' | 'refused', number>> {
  const rows = await db
    .selectFrom('change_requests')
    .select(['status', sql<number>`count(*)`.as('count')])
    .where('campaign_id', '=', campaignId)
    .groupBy('status')
    .execute();
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  const of = (status: 'asked' | 'sent' | 'accepted' | 'refused') => counts.get(status) ?? 0;
  return { asked: of('asked'), sent: of('sent'), accepted: of('accepted'), refused: of('refused') };
}
