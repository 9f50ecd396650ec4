import { type RawBuilder, sql } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { sentText } from '../../domain/campaigns/segments';
import { type Queryable } from '../platform/types';

/** A text as it went out: a notice in one version of the campaign. */
export interface SentText {
  campaignId: number;
  notice: string;
  version: number;
  /** Steps that are meant for its holders only. */
  corrections: string[];
}

/** One contact in the text, and what its customer has declared since. Surrogate ids only. */
export interface Recipient {
  messageId: number;
  customerId: number;
  journeyId: number;
  step: string;
  occurrence: number;
  channel: string;
  /** `doubtful`: nobody can say whether it left. */
  status: 'handed_over' | 'doubtful';
  handedOverAt: number | null;
  /** It bounced or came back: the customer does not hold it. */
  cameBack: boolean;
  /** The envelope; letters only. */
  piece: string | null;
  journey: 'open' | 'closed';
  /** When a later version of the text, or a step for its holders, was handed over to the customer. */
  correctedAt: number | null;
  /** Answers declared after the text was handed over, and before it was corrected. */
  answers: number;
}

/** The steps of a version that are meant only for those who hold a text. */
export function correctionsOf(doc: CampaignDoc, held: { notice: string; version: number }): string[] {
  const own = Object.entries(doc.segments ?? {}).filter(
    ([, { holds }]) => holds?.notice === held.notice && holds.version === held.version,
  );
  const segments = new Set(own.map(([id]) => id));
  return doc.plan.steps.filter(({ only = [] }) => only.some((id) => segments.has(id))).map(({ id }) => id);
}

const recipients = ({ campaignId, notice, version, corrections }: SentText): RawBuilder<Recipient> => sql<Recipient>`
  select m.id as "messageId", m.customer_id as "customerId", m.journey_id as "journeyId", m.step, m.occurrence, m.channel,
    m.status, m.handed_over_at as "handedOverAt", m.bounced_at is not null as "cameBack",
    case when m.channel = 'post' then p.code end as piece, j.status as journey, c.at as "correctedAt",
    (select count(*) from choices w join audience a on a.campaign_id = w.campaign_id and a.contract_id = w.contract_id
      where w.campaign_id = m.campaign_id and a.customer_id = m.customer_id and w.choice <> 'withdrawn'
        and w.at >= m.handed_over_at and (c.at is null or w.at < c.at))::int as answers
  from messages m join journeys j on j.id = m.journey_id join pieces p on p.id = m.piece_id
  left join lateral (select min(n.handed_over_at) as at from messages n where n.journey_id = m.journey_id
    and n.status = 'handed_over' and n.bounced_at is null and n.version > m.version
    and (n.notice = m.notice or n.step = any(${corrections}::text[]))) c on true
  where m.campaign_id = ${campaignId} and m.notice = ${notice} and m.version = ${version}
    and m.status in ('handed_over', 'doubtful')`;

/** Who was sent a text, by the id of the message from above `after`. */
export async function listRecipients(
  db: Queryable,
  held: SentText,
  page: { after: number; limit: number },
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select * from (${recipients(held)}) h where "messageId" > ${page.after} order by "messageId" limit ${page.limit}`.execute(
    db,
  );
  return rows;
}

export interface HolderCounts {
  messages: number;
  /** Customers who hold it: at least one contact that did not come back. */
  customers: number;
  cameBack: number;
  /** Customers of these who declared something under it. */
  answered: number;
  corrected: number;
}

/** The same in figures. */
export async function countRecipients(db: Queryable, held: SentText): Promise<HolderCounts> {
  const { rows } = await sql<HolderCounts>`
    select count(*)::int as messages, count(distinct "customerId") filter (where not "cameBack")::int as customers,
      count(*) filter (where "cameBack")::int as "cameBack",
      count(distinct "customerId") filter (where not "cameBack" and answers > 0)::int as answered,
      count(distinct "customerId") filter (where not "cameBack" and "correctedAt" is not null)::int as corrected
    from (${recipients(held)}) h`.execute(db);
  return rows[0]!;
}

/** The texts that customers hold, of those that segments of their campaign's version ask for; by journey. */
export async function loadHeldTexts(
  db: Queryable,
  journeys: { id: number; campaign_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, string[]>> {
  const asked = journeys.flatMap(({ id, campaign_id: campaign }) =>
    Object.values(campaigns.get(campaign)!.doc.segments ?? {}).flatMap(({ holds }) =>
      holds ? [{ id, ...holds }] : [],
    ),
  );
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ id: number; notice: string; version: number }>`
    select distinct a.id, a.notice, a.version
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(id bigint, notice text, version int)
    join messages m on m.journey_id = a.id and m.notice = a.notice and m.version = a.version
    where m.status in ('handed_over', 'doubtful') and m.bounced_at is null order by a.id, a.notice, a.version`.execute(
    db,
  );
  const held = new Map<number, string[]>();
  for (const { id, ...text } of rows) held.set(id, [...(held.get(id) ?? []), sentText(text)]);
  return held;
}
