import { sql } from 'kysely';
import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type OpensHold } from '../../domain/journeys/decision';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { reasonOfWays } from '../../domain/journeys/ways';
import { reasonText } from '../../domain/texts/timeline';
import { freeLeases } from '../calls/free-leases';
import { type Trx } from '../platform/types';
import { type NowOf } from '../platform/clock';
import { type Followed } from './arrival-effects';
import { lastChannelSource, researchSource } from './facts/failure-facts';
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

/** A hold that a decision asks for. */
export interface WantedHold {
  journey: JourneyRow;
  opens: OpensHold;
  facts: JourneyFacts;
}

/**
 * Opens the holds that decisions ask for because a message did not arrive: nothing goes to the customer until a person has
 * found the address. Their owner is the creator of the campaign. Runs in the transaction of the decision, under the journeys' locks. Returns ledger entries;
 * the caller appends them.
 */
export async function openDecidedHolds(trx: Trx, wanted: WantedHold[], nowOf: NowOf): Promise<Followed[]> {
  const followed: Followed[] = [];
  for (const { journey, opens, facts } of wanted) {
    const { reason, because, reviewAfter } = opens;
    const note = noteOf(opens, facts);
    const about = { reason, source: sourceOf(journey, opens), reviewAfter, now: nowOf(journey.id), note };
    const hold = await openJourneyHold(trx, journey, about);
    const { id, reviewOn, owner } = hold;
    const place = { journey: journey.id, customer: journey.customer_id, hold: id, reason, reviewOn };
    const entry = { kind: 'hold_opened', by: 'system', ...place, owner, because };
    followed.push({ campaignId: journey.campaign_id, entry });
  }
  return followed;
}

/** What the owner of the hold has to know, in both languages: the ways that were tried, or why the contact failed. */
function noteOf({ because }: OpensHold, { sent }: JourneyFacts): string {
  const { ja, en } = reasonText('ways' in because ? reasonOfWays(because.ways) : failureOf(because, sent));
  return `${ja} / ${en}`;
}

/** Why the contact that gave cause for a hold failed. */
function failureOf(because: Exclude<OpensHold['because'], { ways: unknown }>, sent: JourneyFacts['sent']): string {
  const { run, step, channel, occurrence } = because;
  const lost = sent.find(
    (each) =>
      each.run === run && each.step === step && each.channel === channel && (each.occurrence ?? 0) === occurrence,
  );
  return lost?.failure ?? 'failed';
}

const sourceOf = ({ id }: JourneyRow, opens: OpensHold): string =>
  'ways' in opens.because
    ? lastChannelSource(id, opens.because.run)
    : researchSource(id, {
        reason: opens.reason === 'unprintable' ? opens.reason : 'address_research',
        because: opens.because,
      });
