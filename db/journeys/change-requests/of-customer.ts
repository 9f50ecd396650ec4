import { sql } from 'kysely';
import { isTakenOver, standingResults } from '../../exchange/taken-over';
import { type Queryable } from '../../platform/types';

/** What the client's system knows of a customer's contracts in a campaign, as their own page says it. */
export async function loadRequested(
  db: Queryable,
  of: { campaignId: number; customerId: number },
): Promise<{
  takenOver: number[];
  requested: Map<number, { choice: 'migrate' | 'cancel' | 'withdrawn'; receipt: string }>;
}> {
  const { rows } = await sql<{
    contract: number;
    taken: boolean | null;
    choice: 'migrate' | 'cancel' | 'withdrawn' | null;
    receipt: string;
  }>`
    select a.contract_id as contract, ${isTakenOver} as taken, q.choice, q.receipt from audience a
    left join lateral (select r.status, r.outcome
      from ${standingResults(sql`r.campaign_id = a.campaign_id and r.contract_id = a.contract_id`)} r
      order by r.id desc limit 1) r on true
    left join lateral (select q.choice, q.receipt from change_requests q where q.campaign_id = a.campaign_id
      and q.contract_id = a.contract_id and q.status in ('asked', 'sent') order by q.id desc limit 1) q on true
    where a.campaign_id = ${of.campaignId} and a.customer_id = ${of.customerId} and a.state = 'included'
    order by a.contract_id`.execute(db);
  return {
    takenOver: rows.filter(({ taken }) => taken === true).map(({ contract }) => contract),
    requested: new Map(
      rows.flatMap(({ contract, choice, receipt }) => (choice === null ? [] : [[contract, { choice, receipt }]])),
    ),
  };
}
