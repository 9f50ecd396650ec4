import { sql } from 'kysely';
import { readClock } from '../platform/clock';
import { type Db } from '../platform/types';
import { textReplaced } from '../journeys/facts/pause-facts';
import { type CampaignDocs } from './campaigns';
import { type Recalled, renewTexts } from './plan-adoption';

const PAGE = 500;

/**
 * Updates queued messages whose text a later version has replaced (see `textReplaced`). Messages that were claimed or
 * in a print run at adoption are caught here once they return to the queue. Returns the number updated or withdrawn.
 */
export async function renewReplacedTexts(db: Db, docs: CampaignDocs): Promise<number> {
  let renewed = 0;
  for (const campaignId of await campaignsToReview(db)) {
    for (let count = PAGE; count === PAGE;) {
      count = await renewPage(db, docs, campaignId);
      renewed += count;
    }
  }
  return renewed;
}

/**
 * The queued messages of campaign `c` in a text of an older version that may have been replaced, sought by their text
 * (`offset 0`: one text after the other): of notices that a later version took back, and of versions that a pause froze.
 */
const inOldTexts = sql`(
  select m.* from plan_versions v cross join lateral jsonb_array_elements_text(v.rule -> 'recall') n(notice)
    join campaign_versions o on o.campaign_id = v.campaign_id and o.version < v.version
    cross join lateral (select m.* from messages m where m.campaign_id = c.id and m.version = o.version
      and m.notice = n.notice and m.status = 'queued' offset 0) m
  where v.campaign_id = c.id and v.status = 'adopted'
  union all
  select m.* from (select distinct z.version from pauses z where z.campaign_id = c.id and z.version < c.version) f
    cross join lateral (select m.* from messages m where m.campaign_id = c.id and m.version = f.version
      and m.status = 'queued' offset 0) m)`;

/** Asked message by message, not of all journeys at once. */
const replaced = sql<boolean>`(${textReplaced}) is true`;

/** Campaigns in which a version took back texts or was frozen. */
async function campaignsToReview(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from campaigns c where c.status in ('running', 'paused')
      and exists (select 1 from plan_versions v where v.campaign_id = c.id and v.status = 'adopted')
      and (select true from ${inOldTexts} m where ${replaced} limit 1) order by c.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Locks the campaign FOR SHARE, then journeys, then messages, like every change to them. */
async function renewPage(db: Db, docs: CampaignDocs, campaignId: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .select(['id', 'client_id', 'version'])
      .where('id', '=', campaignId)
      .forShare()
      .executeTakeFirstOrThrow();
    const { rows: journeys } = await sql<{ id: number; version: number | null }>`
      select id, plan_version as version from journeys where id = any(array(select m.journey_id from campaigns c
        cross join lateral ${inOldTexts} m where c.id = ${campaignId} and ${replaced} limit ${PAGE}))
      order by id for no key update`.execute(trx);
    const { now: at } = await readClock(trx);
    let count = 0;
    for (const version of new Set(journeys.map((journey) => journey.version ?? campaign.version))) {
      const own = journeys.filter((journey) => (journey.version ?? campaign.version) === version).map(({ id }) => id);
      const { rows } = await sql<Recalled>`
        select id, journey_id as journey, customer_id as "customerId", step, channel, purpose, notice, version
        from messages m where journey_id = any(${own}::bigint[]) and status = 'queued' and ${textReplaced}
        order by id for no key update`.execute(trx);
      const row = { campaign_id: campaignId, client_id: campaign.client_id, version };
      await renewTexts(trx, { row, doc: await docs.get(trx, campaignId, version), messages: rows, at });
      count += rows.length;
    }
    return count;
  });
}
