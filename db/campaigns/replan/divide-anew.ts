import { sql } from 'kysely';
import { addMoves, type WaveMove, wavesGone } from '../../../domain/campaigns/replan/replan';
import { type CampaignDocs } from '../campaigns';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { readClock } from '../../platform/clock';
import { lockVersion, type PlanVersionRow, updatePlanVersion } from '../plan-versions';
import { type Db, type Trx } from '../../platform/types';
import { newDivision, type NewDivision } from './division';

type Key = Pick<PlanVersionRow, 'campaign_id' | 'version'>;

const BATCH = 200;

/**
 * Gives the customers whose wave had not begun when a version came into force their wave of this version, in batches, each
 * in a transaction of its own. To whom something of the plan was sent or queued meanwhile keeps their wave. Can be
 * interrupted anywhere and called again, also by several workers at once; the last batch notes the moves in the ledger.
 */
export async function divideAnew(db: Db, docs: CampaignDocs, key: Key, batch = BATCH): Promise<void> {
  const row = await db
    .selectFrom('plan_versions')
    .selectAll()
    .where('campaign_id', '=', key.campaign_id)
    .where('version', '=', key.version)
    .executeTakeFirstOrThrow();
  if (row.waves_after === null) return;
  const before = await docs.get(db, row.campaign_id, row.base_version);
  const after = { version: row.version, doc: await docs.get(db, row.campaign_id, row.version) };
  const read = <Found>(work: (trx: Trx) => Promise<Found>) => db.transaction().execute(work);
  const replanned = { campaign: { id: row.campaign_id }, before, after, at: Number(row.adopted_at) };
  const division = await newDivision(db, replanned, { read, batch, reached: () => undefined });
  const { journeys } = division.pool;
  for (let from = 0; from < journeys.length; from += batch) {
    const own = { from, to: Math.min(from + batch, journeys.length) };
    if (journeys[own.to - 1]! <= row.waves_after) continue;
    if (!(await db.transaction().execute((trx) => writeBatch(trx, key, division, own)))) return;
  }
  const gone = wavesGone(before, after.doc);
  for (let moved = batch; moved === batch;) {
    moved = await db.transaction().execute((trx) => moveEnded(trx, key, { gone, to: division.last, limit: batch }));
  }
  await db.transaction().execute((trx) => finishDivision(trx, key));
}

/** Writes the waves of some journeys and the progress; false once another worker has finished. */
async function writeBatch(
  trx: Trx,
  key: Key,
  { pool, waveOf }: NewDivision,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const row = await lockVersion(trx, key);
  const { waves_after: after } = row;
  if (after === null) return false;
  const own = [];
  for (let i = from; i < to; i++) {
    if (pool.journeys[i]! > after) own.push({ id: pool.journeys[i]!, wave: waveOf(pool.customers[i]!) });
  }
  if (own.length === 0) return true;
  const ids = own.map(({ id }) => id);
  await trx.selectFrom('journeys').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute();
  // A statement of its own: it must see what a step that held one of the locks has sent.
  const { rows } = await sql<WaveMove>`
    with moved as (update journeys t set wave = w.wave
      from unnest(${ids}::bigint[], ${own.map(({ wave }) => wave)}::text[]) as w(id, wave), journeys j
      where t.id = w.id and j.id = w.id and j.status = 'open' and j.wave is distinct from w.wave
        and not exists (select from messages m where m.journey_id = w.id and not m.reply)
      returning j.wave as "from", w.wave as "to")
    select "from", "to", count(*)::int as customers from moved group by 1, 2 order by 1, 2`.execute(trx);
  const moves = addMoves(row.wave_moves, rows);
  await updatePlanVersion(trx, row, { waves_after: ids.at(-1)!, wave_moves: JSON.stringify(moves) });
  return true;
}

/** Customers who ended before a wave began that is no more: they count with the last one. Returns their number. */
async function moveEnded(
  trx: Trx,
  key: Key,
  { gone, to, limit }: { gone: string[]; to: string | null; limit: number },
): Promise<number> {
  if (gone.length === 0 || (await lockVersion(trx, key)).waves_after === null) return 0;
  const { numAffectedRows } = await sql`
    with ended as materialized (select id from journeys where campaign_id = ${key.campaign_id}
      and wave = any(${gone}::text[]) and state = 'closed' and not contacted order by id limit ${limit} for no key update)
    update journeys j set wave = ${to}::text from ended where j.id = ended.id`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function finishDivision(trx: Trx, key: Key): Promise<void> {
  const row = await lockVersion(trx, key);
  if (row.waves_after === null) return;
  const { now } = await readClock(trx);
  const { campaign_id: campaign, client_id: client, version, wave_moves: moves } = row;
  await updatePlanVersion(trx, row, { waves_after: null });
  await appendLedger(trx, campaignChain(campaign), client, now, [
    { kind: 'waves_divided', by: 'system', version, moves },
  ]);
}
