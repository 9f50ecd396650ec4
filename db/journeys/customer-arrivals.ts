import { AppError } from '../../domain/errors';
import { type ArrivalKind } from './arrival-kind';
import { type Recorded, recordArrival } from './arrivals';
import { type JourneyRow } from './facts/load-facts';
import { ofCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';

/** One arrival for one journey, without what the journey says of itself. */
export interface JourneyArrival {
  journey: JourneyRow;
  kind: ArrivalKind;
  data: Record<string, unknown>;
  dedupe: string;
  /** When and where it was declared, where that differs from what is recorded with it. */
  at?: number;
  source?: string;
}

/** Throws not_found unless the customer is of this client and in one of the scope's campaigns. */
export async function requireCustomer(db: Queryable, scope: Scope, customerId: number): Promise<void> {
  const row = await db
    .selectFrom('customers')
    .select('id')
    .where('id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'customers.id'))
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
}

/**
 * The journeys of these customers in the client's running and paused campaigns, open or closed, locked as
 * everywhere: campaigns FOR SHARE, then journeys ascending. What concerns a customer concerns all of them.
 */
export async function lockJourneysOf(trx: Trx, scope: Scope, customerIds: number[]): Promise<JourneyRow[]> {
  return lockJourneysById(trx, await journeyIdsOf(trx, scope, customerIds));
}

/**
 * The ids of those journeys, nothing locked yet: to lock them together with others in one go. With `campaignId` also
 * those of that campaign, whatever its status.
 */
export async function journeyIdsOf(
  trx: Trx,
  scope: Scope,
  customerIds: number[],
  campaignId?: number,
): Promise<number[]> {
  if (customerIds.length === 0) return [];
  const rows = await trx
    .selectFrom('journeys as j')
    .innerJoin('campaigns as c', 'c.id', 'j.campaign_id')
    .select('j.id')
    .where('j.customer_id', 'in', customerIds)
    .where('j.client_id', '=', scope.clientId)
    .where((eb) =>
      eb.or([
        eb('c.status', 'in', ['running', 'paused']),
        ...(campaignId === undefined ? [] : [eb('c.id', '=', campaignId)]),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** The same for journeys named by id. */
export async function lockJourneysById(trx: Trx, ids: number[]): Promise<JourneyRow[]> {
  if (ids.length === 0) return [];
  await shareCampaignsOf(trx, ids);
  return trx.selectFrom('journeys').selectAll().where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute();
}

/** Locks the campaigns of these journeys FOR SHARE, ascending; the journeys themselves are locked after them. */
export async function shareCampaignsOf(trx: Trx, journeyIds: number[]): Promise<void> {
  await trx
    .selectFrom('campaigns')
    .select('id')
    .where('id', 'in', (journeys) =>
      journeys.selectFrom('journeys').select('campaign_id').where('journeys.id', 'in', journeyIds),
    )
    .orderBy('id')
    .forShare()
    .execute();
}

/**
 * Records arrivals of journeys whose locks the caller holds, campaign by campaign ascending. Appends to ledgers. The
 * outbox sends the signals.
 */
export async function recordArrivals(
  trx: Trx,
  arrivals: JourneyArrival[],
  { at, source }: { at: number; source: string },
): Promise<Recorded[]> {
  const inOrder = [...arrivals].sort((a, b) => a.journey.campaign_id - b.journey.campaign_id);
  const recorded: Recorded[] = [];
  for (const { journey, ...own } of inOrder) {
    const { campaign_id: campaignId, customer_id: customerId } = journey;
    recorded.push(await recordArrival(trx, { at, source, ...own, campaignId, customerId }));
  }
  return recorded;
}
