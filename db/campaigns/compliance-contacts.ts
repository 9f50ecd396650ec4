import { sql } from 'kysely';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { campaignChain, type LedgerEntry } from '../platform/ledger';
import { type Queryable } from '../platform/types';

/** A contact of the day, with consents, holds and approvals as they were recorded when it left. */
export interface DayContact {
  messageId: number;
  journeyId: number;
  customerId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: Purpose;
  notice: string;
  version: number;
  overrideReason: string | null;
  notBefore: number;
  handedOverAt: number;
  /**
   * Mail and SMS: when hand-over to the provider began. Letters: when the print shop received the run. Calls: when the
   * task was claimed.
   */
  leftAt: number;
  /** The consent known just before and exactly at `leftAt`; null means none was recorded. */
  consentBefore: boolean | null;
  consentAt: boolean | null;
  hold: string | null;
  contractHashes: string[];
  /** Reasons of the confirmed consent overrides for this customer. */
  granted: string[];
}

/** Contacts of a campaign handed over in `[from, until)` (epoch ms), including doubtful ones, in the order in which they left. */
export async function contactsOfDay(
  db: Queryable,
  campaignId: number,
  page: { from: number; until: number; after: number | null; limit: number },
): Promise<DayContact[]> {
  const consent = (than: '<' | '<=') => sql`(select k.value from consents k
      left join arrivals a on a.id = k.arrival_id
      where k.customer_id = m.customer_id and k.channel = m.channel and k.purpose = m.purpose and k.at <= m.left_at
        and coalesce(a.received_at, k.recorded_at, k.at) ${sql.raw(than)} m.left_at
      order by k.at desc, k.id desc limit 1)`;
  const { rows } = await sql<DayContact>`
    with m as (select m.*, coalesce(
          case m.channel when 'post' then r.handed_over_at when 'phone' then m.claimed_at else m.handing_over_at end,
          m.handed_over_at) as left_at
        from messages m join pieces p on p.id = m.piece_id left join print_runs r on r.id = p.print_run_id
        where m.campaign_id = ${campaignId} and m.status in ('handed_over', 'doubtful')
          and m.handed_over_at >= ${new Date(page.from)} and m.handed_over_at < ${new Date(page.until)}
          and (m.handed_over_at, m.id) > (coalesce((select handed_over_at from messages where id = ${page.after}), '-infinity'),
            coalesce(${page.after}::bigint, 0))
        order by m.handed_over_at, m.id limit ${page.limit})
    select m.id as "messageId", m.journey_id as "journeyId", m.customer_id as "customerId", m.run, m.step, m.occurrence,
      m.channel, m.purpose, m.notice, m.version, m.override_reason as "overrideReason", m.not_before as "notBefore",
      m.handed_over_at as "handedOverAt", m.left_at as "leftAt",
      ${consent('<')} as "consentBefore", ${consent('<=')} as "consentAt",
      (select min(h.reason) from holds h where h.customer_id = m.customer_id and h.opened_at < m.left_at
        and (h.released_at is null or h.released_at > m.left_at)
        and (h.reason <> 'unprintable' or m.channel = 'post')) as hold,
      array(select encode(c.number_hash, 'hex') from audience a join contracts c on c.id = a.contract_id
        where a.campaign_id = m.campaign_id and a.customer_id = m.customer_id order by c.id) as "contractHashes",
      array(select o.reason from consent_overrides o where o.campaign_id = m.campaign_id
        and o.customer_id = m.customer_id and o.channel = m.channel and o.confirmed and o.decided_at <= m.left_at
        and (o.withdrawn_at is null or o.withdrawn_at > m.left_at)
        order by o.id) as granted
    from m order by m.handed_over_at, m.id`.execute(db);
  return rows;
}

/** Number of contacts handed over in `[from, until)` (epoch ms), by channel. */
export async function countDay(
  db: Queryable,
  campaignId: number,
  { from, until }: { from: number; until: number },
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('messages')
    .select(['channel', ({ fn }) => fn.countAll<number>().as('count')])
    .where('campaign_id', '=', campaignId)
    .where('status', 'in', ['handed_over', 'doubtful'])
    .where(sql<boolean>`handed_over_at >= ${new Date(from)} and handed_over_at < ${new Date(until)}`)
    .groupBy('channel')
    .orderBy('channel')
    .execute();
  return Object.fromEntries(rows.map(({ channel, count }) => [channel, count]));
}

/** Ledger entries of these journeys, in ledger order; with null, the campaign's entries that concern no journey. */
export async function ledgerAbout(db: Queryable, campaignId: number, journeyIds: number[] | null) {
  const { rows } = await sql<{ at: number; body: string }>`
    select at, body from ledger_about(${campaignChain(campaignId)}, ${journeyIds?.map(String) ?? null}::text[])
    order by seq`.execute(db);
  return rows.map(({ at, body }) => ({ at, entry: JSON.parse(body) as LedgerEntry }));
}

export interface ApprovalRow {
  gate: 'internal' | 'client';
  contentHash: string;
  /** The plan version this approval is for; null means the start of the campaign. */
  version: number | null;
  at: number;
  voidedAt: number | null;
}

/** All approvals of the campaign, including voided ones. */
export async function approvalsOf(db: Queryable, campaignId: number): Promise<ApprovalRow[]> {
  return db
    .selectFrom('approvals')
    .select(['gate', 'content_hash as contentHash', 'version', 'at', 'voided_at as voidedAt'])
    .where('campaign_id', '=', campaignId)
    .orderBy('id')
    .execute();
}
