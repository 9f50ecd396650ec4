import { sql } from 'kysely';
import { type CampaignDoc, type Wave } from '../../domain/campaigns/campaign';
import { isFor } from '../../domain/campaigns/segments';
import { divideIntoWaves } from '../../domain/campaigns/waves';
import { campaignDoc, type CampaignRow } from './campaigns';
import { readClock } from '../platform/clock';
import { loadFacts } from '../journeys/facts/load-facts';
import { type Queryable, type Trx } from '../platform/types';
import { type JourneyState } from '../../domain/journeys/states';

const PAGE = 2_000;

/**
 * Assigns each open journey of a newly started campaign to a wave. Returns the number of customers by wave; undefined
 * if the plan has no waves.
 */
export async function assignWaves(
  trx: Trx,
  campaign: { id: number; version: number },
): Promise<Record<string, number> | undefined> {
  const doc = await campaignDoc(trx, campaign.id, campaign.version);
  if (!doc.waves) return undefined;
  const inside = await segmentsOf(trx, campaign, doc);
  const { rows } = await sql<{ customer: number }>`
    select customer_id as customer from journeys where campaign_id = ${campaign.id} and status = 'open'`.execute(trx);
  const ids = rows.map(({ customer }) => customer);
  const waves = divideIntoWaves(doc.waves, ids, (id, segments) => segments.some((one) => inside.get(one)?.has(id)));
  const counts: Record<string, number> = {};
  for (const { id } of doc.waves) {
    const own = ids.filter((customer) => waves.get(customer) === id);
    counts[id] = own.length;
    await sql`update journeys set wave = ${id}
      where campaign_id = ${campaign.id} and customer_id = any(${own}::bigint[])`.execute(trx);
  }
  return counts;
}

/** Customers in each segment that a wave names, evaluated like the plan's steps. */
async function segmentsOf(
  trx: Trx,
  campaign: { id: number; version: number },
  doc: CampaignDoc,
): Promise<Map<string, Set<number>>> {
  const named = [...new Set(doc.waves!.flatMap(({ only = [] }) => only))];
  const inside = new Map(named.map((segment) => [segment, new Set<number>()]));
  if (named.length === 0) return inside;
  const { now, slotMs } = await readClock(trx);
  const campaigns = new Map([[campaign.id, { status: 'running', version: campaign.version, doc }]]);
  for (let after = 0; ;) {
    const page = await trx
      .selectFrom('journeys')
      .selectAll()
      .where('campaign_id', '=', campaign.id)
      .where('status', '=', 'open')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    if (page.length === 0) return inside;
    const facts = await loadFacts(trx, page, { now, slotMs, campaigns });
    for (const { id, customer_id: customer } of page) {
      const own = { ...facts.get(id)!, turn: 0 };
      for (const segment of named) if (isFor({ only: [segment] }, own, doc)) inside.get(segment)!.add(customer);
    }
    after = page.at(-1)!.id;
  }
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

export interface WaveState {
  wave: string;
  state: JourneyState;
  count: number;
}

/** Number of customers by wave and journey state, for the board. */
export async function countByWave(db: Queryable, campaign: Pick<CampaignRow, 'id'>): Promise<WaveState[]> {
  const { rows } = await sql<WaveState>`
    select wave, state, count(*) from journeys where campaign_id = ${campaign.id} and wave is not null
    group by wave, state order by wave, state`.execute(db);
  return rows;
}
