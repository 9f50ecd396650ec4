import { sql } from 'kysely';
import { type CampaignDoc, type Wave } from '../../domain/campaigns/campaign';
import { isFor } from '../../domain/campaigns/segments';
import { divideIntoWaves } from '../../domain/campaigns/waves';
import { waveFigures, type WaveFigure } from './board/figures';
import { type CampaignRow } from './campaigns';
import { readClock } from '../platform/clock';
import { afterInCampaign } from '../platform/keyset';
import { loadFacts } from '../journeys/facts/load-facts';
import { type Db, type Queryable, type Trx } from '../platform/types';

/** How open journeys are read: page by page, each in a transaction of the caller's. */
export interface PoolReading {
  read: <Found>(work: (trx: Trx) => Promise<Found>) => Promise<Found>;
  batch: number;
  /** Called after each batch that was read or written. */
  reached: () => void;
}

/** How the waves are written: in batches, each in a transaction of the caller's that says whether to go on. */
interface WaveWriting extends Omit<PoolReading, 'read'> {
  write: (work: (trx: Trx) => Promise<void>) => Promise<boolean>;
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
  const read: PoolReading['read'] = (work) => db.transaction().execute(work);
  const pool = await readDivisible(campaign, planned, { ...writing, read, belongs: () => true });
  const { customers: ids } = pool;
  const waves = divideIntoWaves(planned, ids, isInSegments(pool));
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

/** Open journeys that are to be divided, in order, with their customers. */
export interface Divisible {
  journeys: number[];
  customers: number[];
  /** The customers in each segment that a wave names. */
  inside: Map<string, Set<number>>;
}

/** Whether a customer is in one of the segments, for `divideIntoWaves`. */
export const isInSegments =
  ({ inside }: Pick<Divisible, 'inside'>) =>
  (customerId: number, segments: string[]): boolean =>
    segments.some((one) => inside.get(one)?.has(customerId));

/**
 * The open journeys of a campaign whose wave `belongs`, and who is in the segments that `waves` name, evaluated like the
 * plan's steps.
 */
export async function readDivisible(
  { id: campaignId, version, doc }: { id: number; version: number; doc: CampaignDoc },
  waves: readonly Wave[],
  { read, batch, reached, belongs }: PoolReading & { belongs: (wave: string | null) => boolean },
): Promise<Divisible> {
  const named = [...new Set(waves.flatMap(({ only = [] }) => only))];
  const inside = new Map(named.map((segment) => [segment, new Set<number>()]));
  const found: Divisible = { journeys: [], customers: [], inside };
  const campaigns = new Map([[campaignId, { status: 'running', version, doc }]]);
  const readFrom = (after: number) =>
    read(async (trx) => {
      const page = await openJourneysFrom(trx, { campaignId, after, limit: batch });
      const own = page.filter(({ wave }) => belongs(wave));
      for (const { id, customer_id: customer } of own) {
        found.journeys.push(id);
        found.customers.push(customer);
      }
      if (named.length > 0 && own.length > 0) {
        const { now, slotMs } = await readClock(trx);
        const facts = await loadFacts(trx, own, { now, slotMs, campaigns });
        for (const { id, customer_id: customer } of own) {
          const known = { ...facts.get(id)!, turn: 0 };
          for (const segment of named) if (isFor({ only: [segment] }, known, doc)) inside.get(segment)!.add(customer);
        }
      }
      return page.at(-1)?.id;
    });
  for (let after: number | undefined = 0; ;) {
    after = await readFrom(after);
    if (after === undefined) return found;
    reached();
  }
}

async function openJourneysFrom(db: Queryable, page: { campaignId: number; after: number; limit: number }) {
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
  /** Open journeys to which no contact of the plan has been handed over yet. */
  waiting: number;
  notified: number;
  open: number;
  closed: number;
}

/**
 * Progress of each wave in the order of the campaign's current version; empty if it has none. Counts no journeys: the
 * campaign's figures have them.
 */
export async function countWaves(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  waves: readonly Wave[] = [],
): Promise<WaveCount[]> {
  if (waves.length === 0) return [];
  const figures = await waveFigures(db, campaign);
  return waves.map(({ id: wave }) => {
    const own = figures.filter((figure) => figure.wave === wave);
    const sum = (which: (figure: WaveFigure) => boolean) =>
      own.reduce((total, figure) => total + (which(figure) ? figure.count : 0), 0);
    return {
      wave,
      customers: sum(() => true),
      waiting: sum(({ state, contacted }) => state !== 'closed' && !contacted),
      notified: sum(({ contacted }) => contacted),
      open: sum(({ state }) => state !== 'closed'),
      closed: sum(({ state }) => state === 'closed'),
    };
  });
}
