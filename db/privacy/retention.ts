import { sql } from 'kysely';
import { ALLOWED } from '../../domain/campaigns/approval';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { dueAt, endForRetention, RETAINED, type Retained } from '../../domain/privacy/retention';
import { type DueCampaign, noteRun } from './retention-runs';
import { type CampaignRow } from '../campaigns/campaigns';
import { obstacleOf, openErasure } from './erasure';
import { type Db, type Queryable, type Trx } from '../platform/types';

/** One kind of a campaign's data: how long it is kept, and how much is due and not yet removed. */
interface RetentionItem {
  what: Retained;
  months: number | null;
  /** Epoch ms; null while the campaign runs or if no period is specified. */
  dueAt: number | null;
  due: number;
  /** Whether there are more due than were counted. */
  moreDue: boolean;
  kept: number;
  removed: number;
  doneAt: number | null;
}

/** What is due is counted up to here: of a campaign of a million customers it would be counted on every view. */
const COUNTED = 2_000;

/**
 * When each kind of data is due; null if no period is specified, or the campaign has not ended and may end otherwise
 * than by its dates.
 */
function duesOf(
  campaign: { endedAt: number | null; status: string },
  doc: CampaignDoc,
): Record<Retained, number | null> {
  const started = !(ALLOWED.edit as readonly string[]).includes(campaign.status);
  const end = endForRetention({ ...campaign, started }, doc.dates);
  const due = (what: Retained) => {
    const months = doc.retention?.[what];
    return end === null || months === undefined ? null : dueAt(end, months, doc.zone);
  };
  return { personal: due('personal'), images: due('images'), print: due('print') };
}

/** A campaign's retention, and what is due at `now`; of each kind at most `counted` are counted. */
export async function retentionOf(
  db: Queryable,
  campaign: CampaignRow,
  doc: CampaignDoc,
  { now, counted = COUNTED }: { now: number; counted?: number },
): Promise<RetentionItem[]> {
  const dues = duesOf({ endedAt: campaign.ended_at, status: campaign.status }, doc);
  const runs = await db.selectFrom('retention_runs').selectAll().where('campaign_id', '=', campaign.id).execute();
  const items: RetentionItem[] = [];
  for (const what of RETAINED) {
    const run = runs.find((row) => row.what === what);
    const isDue = dues[what] !== null && dues[what] <= now;
    const there = isDue ? await countThere(db, campaign.id, what, counted + 1) : 0;
    const due = Math.min(there, counted);
    items.push({
      what,
      months: doc.retention?.[what] ?? null,
      dueAt: dues[what],
      due,
      moreDue: there > due,
      kept: due === 0 ? 0 : (run?.kept ?? 0),
      removed: run?.removed ?? 0,
      doneAt: run?.done_at ?? null,
    });
  }
  return items;
}

async function countThere(db: Queryable, campaignId: number, what: Retained, most: number): Promise<number> {
  const there = {
    personal: sql`select distinct a.customer_id from audience a join vault_keys k on k.customer_id = a.customer_id
      where a.campaign_id = ${campaignId}`,
    images: sql`select from return_scans s join returns r on r.id = s.return_id where r.campaign_id = ${campaignId}`,
    print: sql`select from print_runs r where r.campaigns @> array[${campaignId}]::bigint[] and not exists (
      select from retention_runs d where d.campaign_id = ${campaignId} and d.what = 'print' and d.done_at is not null)`,
  };
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${there[what]} limit ${most}) t`.execute(db);
  return rows[0]!.count;
}

/** Campaigns with a retention period that is over, by kind; `open`: there may still be something to remove. */
export async function dueCampaigns(db: Queryable, now: number) {
  const { rows } = await sql<{ id: number; clientId: number; endedAt: number; doc: CampaignDoc; done: Retained[] }>`
    select c.id, c.client_id as "clientId", c.ended_at as "endedAt", v.doc,
      array(select what from retention_runs d where d.campaign_id = c.id and d.done_at is not null) as done
    from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    where c.ended_at is not null and c.status in ('completed', 'stopped') and v.doc ? 'retention'
    order by c.id`.execute(db);
  const due: Record<Retained, (DueCampaign & { open: boolean })[]> = { personal: [], images: [], print: [] };
  for (const { id, clientId, endedAt, doc, done } of rows) {
    const dues = duesOf({ endedAt, status: 'completed' }, doc);
    for (const what of RETAINED) {
      if (dues[what] !== null && dues[what] <= now) due[what].push({ id, clientId, open: !done.includes(what) });
    }
  }
  return due;
}

/** Campaigns that never started, whose audience or test recipients are due although no customer got anything. */
export async function dueUnstarted(db: Queryable, now: number): Promise<DueCampaign[]> {
  const { rows } = await sql<{ id: number; clientId: number; status: string; doc: CampaignDoc }>`
    select c.id, c.client_id as "clientId", c.status, v.doc
    from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    where c.status = any(${[...ALLOWED.edit]}::text[]) and v.doc ? 'retention'
      and (exists (select from audience a where a.campaign_id = c.id)
        or exists (select from proof_recipients p where p.campaign_id = c.id and p.data is not null))
    order by c.id`.execute(db);
  return rows.filter(({ status, doc }) => (duesOf({ endedAt: null, status }, doc).personal ?? Infinity) <= now);
}

/**
 * Opens erasures of at most `limit` customers of a due campaign who are in no other campaign that is live or still
 * retains them (`dueIds`: campaigns that do not), and without any other obstacle.
 */
export async function openDueErasures(
  db: Db,
  campaign: DueCampaign,
  dueIds: number[],
  limit: { now: number; limit: number },
): Promise<{ opened: number; kept: number }> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number; free: boolean }>`
      select k.customer_id as id, ${obstacleOf(sql`k.customer_id`)} is null and not exists (
        select from audience o where o.customer_id = k.customer_id and not o.campaign_id = any(${dueIds}::bigint[])) as free
      from vault_keys k
      where exists (select from audience a where a.campaign_id = ${campaign.id} and a.customer_id = k.customer_id)
        and not exists (select from erasures e where e.customer_id = k.customer_id and e.status = 'approved')
      order by free desc, k.customer_id limit ${limit.limit + 1}`.execute(trx);
    const free = rows.filter((row) => row.free).slice(0, limit.limit);
    for (const { id: customerId } of free) {
      const { clientId, id: campaignId } = campaign;
      await openErasure(trx, { clientId, customerId, basis: 'retention', campaignId, now: limit.now });
    }
    // what people wrote who were never known has no key of its own to destroy
    await sql`delete from inquiry_texts where campaign_id = ${campaign.id} and customer_id is null`.execute(trx);
    const kept = rows.length - free.length;
    const waiting = await anyOpen(trx, campaign.id);
    await noteRun(trx, campaign, 'personal', {
      removed: free.length,
      kept,
      done: rows.length === 0 && !waiting,
      ...limit,
    });
    return { opened: free.length, kept };
  });
}

async function anyOpen(trx: Trx, campaignId: number): Promise<boolean> {
  const row = await trx
    .selectFrom('erasures')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'approved')
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes at most `limit` images of a due campaign; those of customers under a legal hold stay. */
export async function removeDueImages(
  db: Db,
  campaign: DueCampaign,
  limit: { now: number; limit: number },
): Promise<{ removed: number; kept: number }> {
  return db.transaction().execute(async (trx) => {
    const heldBack = sql`left join lateral (select true as held from holds h where h.customer_id = r.customer_id
      and h.released_at is null and h.reason in ('lawyer', 'dispute', 'complaint', 'antisocial') limit 1) h on true`;
    const { rows } = await sql<{ id: number }>`
      select r.id from returns r cross join lateral (select from return_scans s where s.return_id = r.id limit 1) s ${heldBack}
      where r.campaign_id = ${campaign.id} and h.held is null
      order by r.customer_id limit ${limit.limit + 1}`.execute(trx);
    const ids = rows.slice(0, limit.limit).map(({ id }) => id);
    if (ids.length > 0) {
      await trx.deleteFrom('return_scans').where('return_id', 'in', ids).execute();
      await trx.updateTable('returns').set({ scan_hash: null }).where('id', 'in', ids).execute();
    }
    // counted only once the others are gone: until then there are many
    const kept = rows.length > ids.length ? 1 : await countImages(trx, campaign.id);
    await noteRun(trx, campaign, 'images', { removed: ids.length, kept, done: kept === 0, ...limit });
    return { removed: ids.length, kept };
  });
}

async function countImages(trx: Trx, campaignId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from return_scans s
    join returns r on r.id = s.return_id where r.campaign_id = ${campaignId}`.execute(trx);
  return rows[0]!.count;
}

/** Keys of posted runs with letters of a campaign; `free`: every campaign with a letter in it is due as well. */
export async function runsOf(
  db: Queryable,
  campaignId: number,
  dueIds: number[],
): Promise<{ key: string; free: boolean }[]> {
  const { rows } = await sql<{ key: string; free: boolean }>`
    select r.key, r.status in ('posted', 'differs') and r.campaigns <@ ${dueIds}::bigint[] as free
    from print_runs r where r.campaigns @> array[${campaignId}]::bigint[] order by r.id`.execute(db);
  return rows;
}
