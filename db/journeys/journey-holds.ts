import { sql } from 'kysely';
import { addDays, localDate } from '../../domain/campaigns/calendar';
import { freeLeases } from '../calls/free-leases';
import { type Trx } from '../platform/types';
import { type JourneyRow } from './facts/load-facts';

/** Review dates are Japanese days, as those of every hold. */
const ZONE = 'Asia/Tokyo';

/**
 * Opens a contact hold that the journey itself gives cause for. Its owner is the creator of the campaign, who has to
 * review it after `reviewAfter` days. `note`: what the owner has to know, in words. Calls under way to the customer end.
 */
export async function openJourneyHold(
  trx: Trx,
  journey: JourneyRow,
  hold: { reason: string; source: string; reviewAfter: number; now: number; note?: string },
): Promise<{ id: number; owner: number | null; reviewOn: string }> {
  const { reason, source, reviewAfter, now, note } = hold;
  const reviewOn = addDays(localDate(now, ZONE), reviewAfter);
  const row = await trx
    .insertInto('holds')
    .values({
      client_id: journey.client_id,
      customer_id: journey.customer_id,
      reason,
      source,
      owner_id: sql<number>`(select c.created_by from campaigns c where c.id = ${journey.campaign_id})`,
      review_on: reviewOn,
      opened_at: new Date(now),
      note: note ?? null,
    })
    .returning(['id', 'owner_id'])
    .executeTakeFirstOrThrow();
  await freeLeases(trx, { customerId: journey.customer_id });
  return { id: row.id, owner: row.owner_id, reviewOn };
}
