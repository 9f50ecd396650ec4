import { sql } from 'kysely';
import { type Purpose } from '../../domain/campaigns/campaign';
import { type Trx } from '../platform/types';

/**
 * Withdraws leases of calls to a customer after a hold, or after a refusal of calls for a purpose (unless overridden).
 * A person already dialling may still report the result; the task cannot be leased again. The caller holds the
 * journeys' locks, so only an expired lease can be locked by another, who is freeing it; that one is passed over, for it
 * may come after messages. Returns the number of leases withdrawn.
 */
export async function freeLeases(
  trx: Trx,
  from: { customerId: number; purpose?: Purpose; except?: number },
): Promise<number> {
  const { customerId, purpose = null, except = 0 } = from;
  const { rows } = await sql`
    with leased as materialized (select t.id from call_tasks t join messages m on m.id = t.message_id
        where t.customer_id = ${customerId} and t.status = 'leased' and t.id <> ${except}
          and (${purpose}::text is null or (m.purpose = ${purpose} and m.override_reason is null))
        order by t.id for no key update of t skip locked),
      freed as (update call_tasks t set status = 'waiting', lease_until = null, version = t.version + 1
        from leased l where t.id = l.id returning t.message_id)
    update messages m set status = 'queued' from freed where m.id = freed.message_id and m.status = 'claimed'
    returning m.id`.execute(trx);
  return rows.length;
}
