import { sql } from 'kysely';
import { type Channel, type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type PauseFact } from '../../../domain/journeys/facts';
import { among, PLANNED_ONCE } from '../../platform/planned-once';
import { type Queryable, type Trx } from '../../platform/types';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { DESK_LIMIT_DAYS } from '../../../domain/returns/return-rules';

/** Whether a pause `z` is about a customer; a condition for queries that have both. */
const concernsCustomer = (
  customer: string,
) => sql<boolean>`(z.customer_id is null or z.customer_id = ${sql.ref(customer)})
  and (z.prefecture is null or exists (select 1 from customers k where k.id = ${sql.ref(customer)}
    and k.prefecture = z.prefecture))
  and (z.wave is null or exists (select 1 from journeys w where w.campaign_id = z.campaign_id
    and w.customer_id = ${sql.ref(customer)} and w.wave = z.wave))
  and (not z.listed or exists (select 1 from pause_customers l where l.pause_id = z.id
    and l.customer_id = ${sql.ref(customer)}))`;

/** Whether a pause `z` is in force. */
export const pauseInForce = sql<boolean>`z.ended_at is null and (z.until_at is null or z.until_at > tsunagi_now())`;

/** Whether the pause `z` is about the text and the customer of the message `m`. */
export const concernsMessage = sql<boolean>`(z.channel is null or z.channel = m.channel)
  and (z.notice is null or z.notice = m.notice)
  and (z.version is null or z.version = m.version) and ${concernsCustomer('m.customer_id')}`;

/**
 * Whether the text of the message `m` has been replaced: its journey goes by a later version that took it back, or its
 * own version was frozen by a pause, in force or over. Such a text never leaves; `renewReplacedTexts` writes it anew.
 */
export const textReplaced = sql<boolean>`exists (select 1 from journeys q join campaigns g on g.id = q.campaign_id
  where q.id = m.journey_id and coalesce(q.plan_version, g.version) > m.version
    and (exists (select 1 from plan_versions v where v.campaign_id = m.campaign_id and v.status = 'adopted'
        and v.version > m.version and v.version <= coalesce(q.plan_version, g.version) and v.rule -> 'recall' ? m.notice)
      or exists (select 1 from pauses z where z.campaign_id = m.campaign_id and z.version = m.version
        and ${concernsMessage})))`;

/** Whether an area is paused and it is not known yet whether the customer of the message `m` lives there by now. */
const addressUnchecked = sql<boolean>`exists (select 1 from area_checks a where a.customer_id = m.customer_id
  and exists (select 1 from pauses z where z.campaign_id = m.campaign_id and z.area is not null and ${pauseInForce}))`;

/** Whether the return `r` is a form that was booked and is not decided yet. */
export const isOnDesk = sql<boolean>`r.kind = 'form' and r.status in ('received', 'entered', 'mismatch', 'held')`;

const limit = sql`make_interval(days => ${DESK_LIMIT_DAYS}::int)`;

/** Whether a form that concerns the message `m` is on the desk, and not for longer than the limit. */
const formOnDesk = sql<boolean>`exists (select 1 from returns r
  where r.customer_id = m.customer_id and ${isOnDesk} and r.received_at > tsunagi_now() - ${limit}
    and exists (select 1 from arrivals d where d.journey_id = m.journey_id and d.kind = 'form_received'
      and (d.data ->> 'returnId')::bigint = r.id))`;

/**
 * Whether the message `m` of a query is kept back: by a pause in force, by a form on the desk, until its customer's new
 * address has been compared with a paused area, or until its replaced text has been written anew.
 */
export const messagePaused = sql<boolean>`(exists (select 1 from pauses z where z.campaign_id = m.campaign_id
  and z.customer_id is null and ${pauseInForce} and ${concernsMessage})
  or exists (select 1 from pauses z where z.campaign_id = m.campaign_id
  and z.customer_id = m.customer_id and ${pauseInForce} and ${concernsMessage}) or ${addressUnchecked} or ${textReplaced} or ${formOnDesk})`;

interface PauseRow {
  journey: number;
  id: number;
  from: number;
  until: number | null;
  channel: Channel | null;
  notice: string | null;
  version: number | null;
  extend: boolean;
  fallThrough: boolean;
}

/**
 * All pauses, over or in force, that concern each journey's customer and the version its next messages are written in.
 * Journeys without any are not in the map.
 */
export async function loadPauses(
  trx: Trx,
  journeys: { id: number; campaign_id: number; plan_version: number | null }[],
  campaigns: Map<number, { version: number }>,
): Promise<Map<number, PauseFact[]>> {
  const { rows } = await sql<PauseRow>`${PLANNED_ONCE}
    select j.id as journey, z.id, z.opened_at as "from", least(z.ended_at, z.until_at) as until, z.channel, z.notice,
      z.version, z.extend_waits as extend, z.fall_through as "fallThrough"
    from pauses z join journeys j on j.campaign_id = z.campaign_id and ${among(
      'j.id',
      journeys.map(({ id }) => id),
    )}
    where ${among('z.campaign_id', [...campaigns.keys()])} and ${concernsCustomer('j.customer_id')}
    order by z.id`.execute(trx);
  const versionOf = new Map(
    journeys.map((own) => [own.id, own.plan_version ?? campaigns.get(own.campaign_id)!.version]),
  );
  const found = new Map<number, PauseFact[]>();
  for (const { journey, version, ...row } of rows) {
    if (version !== null && version !== versionOf.get(journey)) continue;
    found.set(journey, [...(found.get(journey) ?? []), factOf(row)]);
  }
  return found;
}

const factOf = ({ id, from, until, channel, notice, extend, fallThrough }: Omit<PauseRow, 'journey' | 'version'>) => ({
  id,
  from,
  until,
  ...(channel !== null && { channel }),
  ...(notice !== null && { notice }),
  ...(extend && { extend: true as const }),
  ...(fallThrough && { fallThrough: true as const }),
});

/** The number of customers on the list of each pause; pauses without a list are not in the map. */
export async function listedCustomers(db: Queryable, pauseIds: number[]): Promise<Map<number, number>> {
  if (pauseIds.length === 0) return new Map();
  const { rows } = await sql<{ pause: number; count: number }>`
    select pause_id as pause, count(*) from pause_customers where pause_id = any(${pauseIds}::bigint[])
    group by pause_id`.execute(db);
  return new Map(rows.map((row) => [row.pause, row.count]));
}

/** Until when a form on the desk keeps contacts back, epoch ms by journey; others are not in the map. */
export async function loadFormsOnDesk(
  trx: Trx,
  journeys: { id: number; campaign_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, number>> {
  const byPost = journeys.filter((journey) => planChannels(campaigns.get(journey.campaign_id)!.doc).includes('post'));
  if (byPost.length === 0) return new Map();
  const { rows } = await sql<{ journey: number; until: Date | number }>`${PLANNED_ONCE}
    select j.id as journey, max(r.received_at + ${limit}) as until
    from journeys j join returns r on r.customer_id = j.customer_id and ${isOnDesk}
      join arrivals a on a.journey_id = j.id and a.kind = 'form_received' and (a.data ->> 'returnId')::bigint = r.id
    where ${among(
      'j.id',
      byPost.map(({ id }) => id),
    )} group by j.id`.execute(trx);
  return new Map(rows.map(({ journey, until }) => [journey, Number(until)]));
}
