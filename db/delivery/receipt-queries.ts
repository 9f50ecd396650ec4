import { sql } from 'kysely';
import { type ClaimedMessage } from './claims';
import { type Db } from '../platform/types';

/** An SMS whose provider is to be asked what became of it. */
export interface QueryDue {
  message: ClaimedMessage;
  status: 'handed_over' | 'doubtful';
  /** The provider's id, where it is known. */
  ref: string | null;
  /** When it was, or was about to be, handed over. */
  at: number;
}

/** Messages without a final receipt whose provider is to be asked now, the longest waiting first. */
export async function receiptQueriesDue(db: Db, limit: number): Promise<QueryDue[]> {
  const { rows } = await sql<ClaimedMessage & Omit<QueryDue, 'message'>>`
    select m.id as "messageId", m.client_id as "clientId", m.campaign_id as "campaignId", m.customer_id as "customerId",
      m.journey_id as "journeyId", m.run, m.step, m.occurrence, m.channel, m.purpose, m.notice, m.version, m.language, m.fence,
      p.code as "pieceCode", 0 as epoch, coalesce(m.claimed_at, m.handed_over_at) as "claimedAt",
      m.status, m.provider_ref as ref, coalesce(m.handing_over_at, m.handed_over_at) as at
    from messages m join pieces p on p.id = m.piece_id
    where m.receipt_query_at <= tsunagi_now() and m.status in ('handed_over', 'doubtful')
    order by m.receipt_query_at, m.id limit ${limit}`.execute(db);
  return rows.map(({ status, ref, at, ...message }) => ({ message, status, ref, at }));
}

/** Hours after the hand-over at which the provider is asked again; after the last it is left to a person. */
const AGAIN_HOURS = [6, 24, 72];

/** Puts off the next query of a message that has no final receipt yet. */
export async function putOffReceiptQuery(db: Db, messageId: number): Promise<void> {
  await sql`
    update messages set receipt_query_at = (select min(t) from (
        select coalesce(handing_over_at, handed_over_at) + make_interval(hours => h) as t
        from unnest(${AGAIN_HOURS}::int[]) h) again where t > tsunagi_now())
    where id = ${messageId} and receipt_query_at is not null`.execute(db);
}

/** Those of these ids of the provider that are known as other messages of ours. */
export async function knownRefs(db: Db, refs: string[], campaignId: number): Promise<Set<string>> {
  if (refs.length === 0) return new Set();
  const rows = await db
    .selectFrom('messages')
    .select('provider_ref')
    .where('campaign_id', '=', campaignId)
    .where('channel', '=', 'sms')
    .where('provider_ref', 'in', refs)
    .execute();
  return new Set(rows.map((row) => row.provider_ref!));
}
