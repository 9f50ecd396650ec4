import { sql } from 'kysely';
import { among, plannedOnce } from '../../platform/planned-once';
import { type Trx, type Queryable } from '../../platform/types';
import { type Channel } from '../../../domain/campaigns/campaign';
import { CONSENT, LEGAL_RELATIONS } from '../../../domain/customers/who-answers';
import { type JourneyFacts } from '../../../domain/journeys/facts';

/** Reason of the hold that waits for the consent of a legal representative. */
export const CONSENT_HOLD = CONSENT;

/** Who consents for a minor or decides for a ward (法定代理人). */
const LEGAL = sql`r.relation = any(${LEGAL_RELATIONS}::text[]) and r.may_decide`;

/** Which of these customers have a legal representative in force now. */
export async function loadRepresented(trx: Trx, customerIds: number[]): Promise<Set<number>> {
  if (customerIds.length === 0) return new Set();
  const { rows } = await sql<{ id: number }>`
    select distinct r.customer_id as id from representatives r where r.customer_id = any(${customerIds}::bigint[])
      and ${LEGAL} and r.ended_at is null
      and daterange(r.valid_from, r.valid_until, '[]') @> (tsunagi_now() at time zone 'Asia/Tokyo')::date`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** A representative has come who may consent: the plan's contacts go on, to that person. Answers the holds it ended. */
export async function endConsentHolds(trx: Trx, customerId: number, now: number): Promise<number[]> {
  const ended = await trx
    .updateTable('holds')
    .set({ released_at: new Date(now) })
    .where('customer_id', '=', customerId)
    .where('reason', '=', CONSENT_HOLD)
    .where('released_at', 'is', null)
    .returning('id')
    .execute();
  return ended.map(({ id }) => id);
}

/** Confirmed overrides of these customers, keyed `<campaign>:<customer>`. */
export async function confirmedOverrides(
  db: Queryable,
  campaignIds: number[],
  customerIds: number[],
): Promise<Map<string, NonNullable<JourneyFacts['overrides']>>> {
  const query = db
    .selectFrom('consent_overrides')
    .select(['campaign_id', 'customer_id', 'channel', 'reason'])
    .where(among('campaign_id', campaignIds))
    .where(among('customer_id', customerIds))
    .where('confirmed', '=', true)
    .where('withdrawn_at', 'is', null)
    .orderBy('id');
  const rows = await plannedOnce(db, query);
  const granted = new Map<string, NonNullable<JourneyFacts['overrides']>>();
  for (const { campaign_id: campaign, customer_id: customer, channel, reason } of rows) {
    const key = `${campaign}:${customer}`;
    granted.set(key, [...(granted.get(key) ?? []), { channel: channel as Channel, reason }]);
  }
  return granted;
}

/**
 * Who approved a contact despite a refusal: the two gates, or the persons who requested and confirmed a single
 * override.
 */
export type OverrideApproval =
  | { gate: 'internal' | 'client'; by: string; contentHash: string; at: number }
  | { override: number; askedBy: string; by: string; at: number };

/** Valid approvals of a campaign's contents, and of the customer's override for that channel if there is one. */
export async function overrideApprovals(
  db: Queryable,
  contact: { campaignId: number; customerId: number; channel: Channel },
): Promise<OverrideApproval[]> {
  const gates = await db
    .selectFrom('approvals')
    .select(['gate', 'person_id', 'content_hash', 'at'])
    .where('campaign_id', '=', contact.campaignId)
    .where('voided_at', 'is', null)
    .orderBy('id')
    .execute();
  const single = await db
    .selectFrom('consent_overrides')
    .select(['id', 'asked_by', 'decided_by', 'decided_at'])
    .where('campaign_id', '=', contact.campaignId)
    .where('customer_id', '=', contact.customerId)
    .where('channel', '=', contact.channel)
    .where('confirmed', '=', true)
    .where('withdrawn_at', 'is', null)
    .execute();
  return [
    ...gates.map(({ gate, person_id, content_hash: contentHash, at }) => ({
      gate,
      by: `person:${person_id}`,
      contentHash,
      at,
    })),
    ...single.map(({ id, asked_by, decided_by, decided_at }) => ({
      override: id,
      askedBy: `person:${asked_by}`,
      by: `person:${decided_by}`,
      at: decided_at!,
    })),
  ];
}
