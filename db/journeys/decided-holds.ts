import { sql } from 'kysely';
import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type OpensHold } from '../../domain/journeys/decision';
import { type Followed } from './arrival-effects';
import { freeLeases } from '../calls/expire-leases';
import { researchSource } from './facts/failure-facts';
import { type JourneyRow } from './facts/load-facts';
import { type Trx } from '../platform/types';

/** Review dates are Japanese days, as those of every hold. */
const ZONE = 'Asia/Tokyo';

/**
 * Opens the holds that decisions ask for because a message did not arrive, or a minor has answered alone: nothing goes
 * to the customer until a person has found the address, or has the consent. Their owner is
 * the creator of the campaign. Runs in the transaction of the decision, under the journeys' locks. Returns ledger entries;
 * the caller appends them.
 */
export async function openDecidedHolds(
  trx: Trx,
  wanted: { journey: JourneyRow; opens: OpensHold }[],
  now: number,
): Promise<Followed[]> {
  const followed: Followed[] = [];
  for (const { journey, opens } of wanted) {
    const { reason, because, reviewAfter } = opens;
    const reviewOn = addDays(localDate(now, ZONE), reviewAfter);
    const row = await trx
      .insertInto('holds')
      .values({
        client_id: journey.client_id,
        customer_id: journey.customer_id,
        reason,
        source: sourceOf(journey, opens),
        owner_id: sql<number>`(select c.created_by from campaigns c where c.id = ${journey.campaign_id})`,
        review_on: reviewOn,
        opened_at: new Date(now),
        note: null,
      })
      .returning(['id', 'owner_id'])
      .executeTakeFirstOrThrow();
    await freeLeases(trx, { customerId: journey.customer_id });
    const about = { journey: journey.id, customer: journey.customer_id, hold: row.id, reason, reviewOn };
    const entry = { kind: 'hold_opened', by: 'system', ...about, owner: row.owner_id, because };
    followed.push({ campaignId: journey.campaign_id, entry });
  }
  return followed;
}

const sourceOf = ({ id }: JourneyRow, opens: OpensHold): string =>
  opens.reason === 'address_research' ? researchSource(id, opens.because) : `minor:${id}`;
