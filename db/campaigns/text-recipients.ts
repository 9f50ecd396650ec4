import { type RawBuilder, sql } from 'kysely';
import { standardNotices } from '../../domain/texts/replies';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { sentText } from '../../domain/campaigns/segments';
import { type CampaignRow, campaignDoc } from './campaigns';
import { type Queryable } from '../platform/types';

/** A notice in one version of the campaign, as it was sent. */
export interface SentText {
  campaignId: number;
  notice: string;
  version: number;
  /** Steps meant only for customers who received this text. */
  corrections: string[];
}

/** One contact that used the text, and what its customer has declared since. Contains surrogate ids only. */
export interface Recipient {
  messageId: number;
  customerId: number;
  journeyId: number;
  step: string;
  occurrence: number;
  channel: string;
  /** `doubtful`: not known whether it left. */
  status: 'handed_over' | 'doubtful';
  handedOverAt: number | null;
  /** It bounced or was returned, so the customer does not have it. */
  cameBack: boolean;
  /** Envelope number; letters only. */
  piece: string | null;
  journey: 'open' | 'closed';
  /** When a later version of the text, or a step for its recipients, was handed over to the customer. */
  correctedAt: number | null;
  /** Answers declared between receiving the text and its correction. */
  answers: number;
}

/** Ids of the version's steps meant only for recipients of the text. */
function correctionsOf(doc: CampaignDoc, held: { notice: string; version: number }): string[] {
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

/** Contacts that used the text, with message ids above `after`, ordered by message id. */
export async function listRecipients(
  db: Queryable,
  text: SentText,
  page: { after: number; limit: number },
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select * from (${recipients(text)}) h where "messageId" > ${page.after} order by "messageId" limit ${page.limit}`.execute(
    db,
  );
  return rows;
}

interface RecipientCounts {
  messages: number;
  /** Customers with at least one contact that was not returned. */
  customers: number;
  cameBack: number;
  /** Of these, customers who declared something because of it. */
  answered: number;
  corrected: number;
}

/** Counts the text's recipients. */
export async function countRecipients(db: Queryable, text: SentText): Promise<RecipientCounts> {
  const { rows } = await sql<RecipientCounts>`
    select count(*)::int as messages, count(distinct "customerId") filter (where not "cameBack")::int as customers,
      count(*) filter (where "cameBack")::int as "cameBack",
      count(distinct "customerId") filter (where not "cameBack" and answers > 0)::int as answered,
      count(distinct "customerId") filter (where not "cameBack" and "correctedAt" is not null)::int as corrected
    from (${recipients(text)}) h`.execute(db);
  return rows[0]!;
}

/** By journey, the texts its customer received, limited to those that segments of its campaign's version refer to. */
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

/** A notice of one version, with the texts that correct it. Throws not_found where the version has no such notice. */
export async function findSentText(
  db: Queryable,
  campaign: CampaignRow,
  text: { notice: string; version: number },
): Promise<SentText> {
  const row = await db
    .selectFrom('campaign_versions')
    .select('version')
    .where('campaign_id', '=', campaign.id)
    .where('version', '=', text.version)
    .executeTakeFirst();
  const doc = row && (await campaignDoc(db, campaign.id, row.version));
  const known = doc && (Object.hasOwn(doc.notices, text.notice) || Object.hasOwn(standardNotices, text.notice));
  if (!known) throw new AppError('not_found', { what: 'notice' });
  const present = await campaignDoc(db, campaign.id, campaign.version);
  return { campaignId: campaign.id, ...text, corrections: correctionsOf(present, text) };
}
