import { sql } from 'kysely';
import { type CampaignDoc, type Wave } from '../../domain/campaigns/campaign';
import { divideIntoWaves } from '../../domain/campaigns/waves';
import { waveFigures, type WaveFigure } from './board/figures';
import { type CampaignRow } from './campaigns';
import { isInSegments, type PoolReading, readDivisible } from './replan/divisible';
import { type Db, type Queryable, type Trx } from '../platform/types';

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
  campaign: { id: number; doc: CampaignDoc },
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
