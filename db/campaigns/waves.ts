import { sql } from 'kysely';
import { type CampaignDoc, type Wave } from '../../domain/campaigns/campaign';
import { isFor } from '../../domain/campaigns/segments';
import { divideIntoWaves } from '../../domain/campaigns/waves';
import { type CampaignRow } from './campaigns';
import { readClock } from '../platform/clock';
import { afterInCampaign } from '../platform/keyset';
import { loadFacts } from '../journeys/facts/load-facts';
import { type Db, type Queryable, type Trx } from '../platform/types';

/** How the waves are written: in batches, each in a transaction of the caller's that says whether to go on. */
interface WaveWriting {
  write: (work: (trx: Trx) => Promise<void>) => Promise<boolean>;
  batch: number;
  /** Called after each batch that was read or written. */
  reached: () => void;
}

/**
 * Assigns each open journey of a newly started campaign to a wave; again gives the same. Returns the number of customers
 * by wave; undefined if the plan has no waves, or someone else has finished meanwhile.
 */
export async function assignWaves(
  db: Db,
  campaign: { id: number; version: number; doc: CampaignDoc },
  writing: WaveWriting,
): Promise<Record<string, number> | undefined> {
  const { waves: planned } = campaign.doc;
  if (!planned) return undefined;
  const { ids, inside } = await segmentsOf(db, campaign, writing);
  const waves = divideIntoWaves(planned, ids, (id, segments) => segments.some((one) => inside.get(one)?.has(id)));
  for (let from = 0; from < ids.length; from += writing.batch) {
    const own = ids.slice(from, from + writing.batch);
    const goesOn = await writing.write(async (trx) => {
      await sql`
        update journeys j set wave = w.wave
        from unnest(${own}::bigint[], ${own.map((id) => waves.get(id) ?? null)}::text[]) as w(customer, wave)
        where j.campaign_id = ${campaign.id} and j.customer_id = w.customer and j.wave is distinct from w.wave
      `.execute(trx);
    });
    if (!goesOn) return undefined;
    writing.reached();
  }
  const counts = Object.fromEntries(planned.map(({ id }) => [id, 0]));
  for (const wave of waves.values()) counts[wave]! += 1;
  return counts;
}

/** The customers with an open journey, and those in each segment that a wave names, evaluated like the plan's steps. */
async function segmentsOf(
  db: Db,
  { id: campaignId, version, doc }: { id: number; version: number; doc: CampaignDoc },
  { batch, reached }: WaveWriting,
): Promise<{ ids: number[]; inside: Map<string, Set<number>> }> {
  const named = [...new Set(doc.waves!.flatMap(({ only = [] }) => only))];
  const inside = new Map(named.map((segment) => [segment, new Set<number>()]));
  const ids: number[] = [];
  const { now, slotMs } = await readClock(db);
  const campaigns = new Map([[campaignId, { status: 'running', version, doc }]]);
  for (let after = 0; ;) {
    const page = await openJourneysFrom(db, { campaignId, after, limit: batch });
    if (page.length === 0) return { ids, inside };
    for (const { customer_id: customer } of page) ids.push(customer);
    if (named.length > 0) {
      const facts = await db.transaction().execute((trx) => loadFacts(trx, page, { now, slotMs, campaigns }));
      for (const { id, customer_id: customer } of page) {
        const own = { ...facts.get(id)!, turn: 0 };
        for (const segment of named) if (isFor({ only: [segment] }, own, doc)) inside.get(segment)!.add(customer);
      }
    }
    after = page.at(-1)!.id;
    reached();
  }
}

async function openJourneysFrom(db: Db, page: { campaignId: number; after: number; limit: number }) {
  return db
    .selectFrom('journeys')
    .selectAll()
    .where('status', '=', 'open')
    .where(afterInCampaign(page.campaignId, page.after))
    .orderBy('campaign_id')
    .orderBy('id')
    .limit(page.limit)
    .execute();
}

/** Progress of one wave. Customers whose contracts are all excluded or held belong to no wave. */
interface WaveCount {
  wave: string;
  customers: number;
  /** Open journeys to which nothing has been handed over yet. */
  waiting: number;
  notified: number;
  open: number;
  closed: number;
}

/** Progress of each wave in the order of the campaign's current version; empty if it has none. */
export async function countWaves(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  waves: readonly Wave[] = [],
): Promise<WaveCount[]> {
  if (waves.length === 0) return [];
  const { rows } = await sql<WaveCount>`
    select w.id as wave, count(j.id)::int as customers,
      count(*) filter (where j.status = 'open' and not contacted.any)::int as waiting,
      count(*) filter (where contacted.any)::int as notified,
      count(*) filter (where j.status = 'open')::int as open,
      count(*) filter (where j.status = 'closed')::int as closed
    from unnest(${waves.map(({ id }) => id)}::text[]) with ordinality as w(id, place)
    left join journeys j on j.campaign_id = ${campaign.id} and j.client_id = ${campaign.client_id} and j.wave = w.id
    left join lateral (select exists (select 1 from messages m where m.journey_id = j.id
      and m.status in ('handed_over', 'doubtful')) as any) contacted on true
    group by w.id, w.place order by w.place`.execute(db);
  return rows;
}
