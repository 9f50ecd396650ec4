import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { keptWaves, wavesLeft } from '../../../domain/campaigns/replan/replan';
import { divideIntoWaves } from '../../../domain/campaigns/waves';
import { type Divisible, isInSegments, type PoolReading, readDivisible } from './divisible';
import { goesOf } from '../trial/give-go';
import { type Queryable } from '../../platform/types';

/** The campaign, and the two versions between which its customers move. `at`: when the new one comes into force. */
export interface Replanned {
  campaign: { id: number };
  before: CampaignDoc;
  after: { version: number; doc: CampaignDoc };
  at: number;
}

/** Customers whose wave had not begun, and the wave of each in the new version; none: it has no waves. */
export interface NewDivision {
  pool: Divisible;
  waveOf: (customerId: number) => string | null;
  /** The wave for customers of a wave that is gone, who ended before it began. */
  last: string | null;
}

/**
 * Divides the customers whose wave has not begun among the waves that a version has for them. Reads each open journey
 * once; the same customers give the same division, also where some have moved already.
 */
export async function newDivision(
  db: Queryable,
  { campaign, before, after, at }: Replanned,
  reading: PoolReading,
): Promise<NewDivision> {
  const goes = (await goesOf(db, campaign.id)).filter((go) => Number(go.at) <= at).map(({ wave }) => wave);
  const kept = keptWaves(before, after.doc, at, new Set(goes));
  const waves = wavesLeft(after.doc.waves, kept);
  const unplanned = (before.waves ?? []).length === 0;
  const pool = await readDivisible({ id: campaign.id, doc: after.doc }, waves, {
    ...reading,
    belongs: (wave) => (wave === null ? unplanned : !kept.has(wave)),
  });
  const found = divideIntoWaves(waves, pool.customers, isInSegments(pool));
  return { pool, waveOf: (customer) => found.get(customer) ?? null, last: waves.at(-1)?.id ?? null };
}
