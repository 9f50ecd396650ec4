import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { type LaneSetter, lockLane } from './lane-settings';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';

/** Messages of a campaign per turn of a lane; 1 unless set. */
export interface LaneShare {
  laneId: number;
  campaignId: number;
  weight: number;
}

/** Weights other than 1: for a client's campaigns, or all of them for the administrator. */
export async function listShares(db: Queryable, scope: Scope, laneIds: number[]): Promise<LaneShare[]> {
  if (laneIds.length === 0) return [];
  return db
    .selectFrom('lane_shares')
    .select(['lane_id as laneId', 'campaign_id as campaignId', 'weight'])
    .where('lane_id', 'in', laneIds)
    .where(sql<boolean>`(${scope.clientId}::bigint is null or client_id = ${scope.clientId})`)
    .where('weight', '<>', 1)
    .orderBy('campaign_id')
    .execute();
}

/**
 * Sets a campaign's weight in a lane, from the next claim: it gets more messages per turn, and every campaign still
 * gets its turns. Throws not_found and forbidden as for the lane's limits. Appends to the ledger, so call it last in
 * the transaction.
 */
export async function setShare(trx: Trx, scope: Scope, share: LaneShare, by: LaneSetter): Promise<void> {
  const { laneId, campaignId, weight } = share;
  const lane = await lockLane(trx, scope, laneId, by);
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'client_id'])
    .where('id', '=', campaignId)
    // in a shared lane the administrator weighs the campaigns of all clients
    .$if(!by.shared, (query) => query.where('client_id', '=', scope.clientId))
    .executeTakeFirst();
  if (!campaign) throw new AppError('not_found');
  const own = { lane_id: lane.id, campaign_id: campaign.id, client_id: campaign.client_id };
  const before = await trx
    .selectFrom('lane_shares')
    .select('weight')
    .where('lane_id', '=', lane.id)
    .where('campaign_id', '=', campaign.id)
    .executeTakeFirst();
  await trx
    .insertInto('lane_shares')
    .values({ ...own, weight, virtual_time: lane.virtual_time })
    .onConflict((conflict) => conflict.columns(['lane_id', 'campaign_id']).doUpdateSet({ weight }))
    .execute();
  const { now } = await readClock(trx);
  const entry = { kind: 'lane_share_set', by: `person:${by.personId}`, lane: lane.id, campaign: campaign.id };
  const weights = { before: before?.weight ?? 1, after: weight };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [{ ...entry, ...weights }]);
}
