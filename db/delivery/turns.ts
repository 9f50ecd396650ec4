import { sql } from 'kysely';
import { type Trx } from '../platform/types';
import { type DueCampaign, type Turn } from './due-messages';

interface Lane {
  id: number;
  virtual_time: number;
}

/** The campaigns' turns in the lane, whose lock the caller holds. A campaign alone in the lane needs no turns. */
export async function readTurns(trx: Trx, lane: Lane, campaigns: DueCampaign[]): Promise<Turn[]> {
  const ids = campaigns.map(({ id }) => id);
  if (ids.length < 2) return ids.map((id) => ({ id, weight: 1, virtualTime: lane.virtual_time }));
  const { rows } = await sql<Turn>`
    select c.id, coalesce(s.weight, 1) as weight,
      greatest(coalesce(s.virtual_time, ${lane.virtual_time}::float8), ${lane.virtual_time}::float8 - 1) as "virtualTime"
    from unnest(${ids}::bigint[]) as c(id) left join lane_shares s on s.lane_id = ${lane.id} and s.campaign_id = c.id
    order by c.id`.execute(trx);
  return rows;
}

/**
 * Stores each campaign's virtual time, so that small claims share as fairly as large ones. A campaign that was idle is
 * credited at most one turn.
 */
export async function advanceTurns(
  trx: Trx,
  lane: Lane,
  campaigns: DueCampaign[],
  turns: Turn[],
  taken: { campaignId: number }[],
): Promise<void> {
  if (campaigns.length < 2 || taken.length === 0) return;
  const clients = new Map(campaigns.map(({ id, clientId }) => [id, clientId]));
  const shares = turns.map(({ id, weight, virtualTime }) => {
    const own = taken.filter((message) => message.campaignId === id).length;
    const virtual_time = virtualTime + own / weight;
    return { lane_id: lane.id, campaign_id: id, client_id: clients.get(id)!, virtual_time, own };
  });
  const virtual_time = Math.max(
    lane.virtual_time,
    ...shares.filter(({ own }) => own > 0).map((share) => share.virtual_time),
  );
  await trx
    .insertInto('lane_shares')
    .values(shares.map(({ own: _, ...share }) => share))
    .onConflict((conflict) =>
      conflict
        .columns(['lane_id', 'campaign_id'])
        .doUpdateSet({ virtual_time: (eb) => eb.ref('excluded.virtual_time') }),
    )
    .execute();
  await trx.updateTable('lanes').set({ virtual_time }).where('id', '=', lane.id).execute();
}
