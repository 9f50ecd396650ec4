import { campaignDoc } from '../../../db/campaigns/documents';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { obstacleTo, openErasure } from '../../../db/privacy/erasure';
import { askFourEyes, type RequestRow } from '../../../db/access/requests';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { retentionOf } from '../../../db/privacy/retention';
import { type ErasureBasis } from '../../../db/platform/schema/erasure';
import { type Scope } from '../../../db/platform/scope';
import { AppError } from '../../../domain/errors';
import { type ExecutedRequest } from '../../access/approved-requests';
import { type erasureRoutes } from '../contract/erasure';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { type Queryable, type Trx } from '../../../db/platform/types';

/** Destroying personal data: asked for, agreed to by another person, carried out by a worker. */
export const erasureHandlers: Handlers<typeof erasureRoutes> = {
  async askErasure({ deps, trx, scope, actor, params, body }) {
    await requireErasable(trx, scope, params.id);
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.reason': body.reason });
    const request = await askFourEyes(trx, {
      scope,
      action: 'erasure',
      campaignId: null,
      payload: { customer: params.id, basis: body.basis },
      reason: body.reason,
      askedBy: actor.personId,
    });
    return { body: { requestId: request.id, customerId: params.id, expiresAt: iso(request.expires_at) } };
  },

  async listErasures({ deps, scope, params }) {
    await requireCustomer(deps.db, scope, params.id);
    const rows = await deps.db
      .selectFrom('erasures')
      .selectAll()
      .where('customer_id', '=', params.id)
      .where('client_id', '=', scope.clientId)
      .orderBy('id', 'desc')
      .execute();
    const items = rows.map((row) => ({
      id: row.id,
      customerId: row.customer_id,
      basis: row.basis,
      status: row.status,
      refusal: row.refusal,
      requestId: row.request_id,
      campaignId: row.campaign_id,
      openedAt: iso(row.opened_at),
      doneAt: isoOrNull(row.done_at),
      registerNo: row.register_no,
    }));
    return { body: { items } };
  },

  async getRetention({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const doc = await campaignDoc(deps.db, campaign.id, campaign.version);
    const { now } = await readClock(deps.db);
    const items = await retentionOf(deps.db, campaign, doc, now);
    return {
      body: {
        campaignId: campaign.id,
        asOf: iso(now),
        endedAt: isoOrNull(campaign.ended_at),
        items: items.map((item) => ({ ...item, dueAt: isoOrNull(item.dueAt), doneAt: isoOrNull(item.doneAt) })),
      },
    };
  },
};

/** Throws erased, or erasure_not_possible with what stands in the way. */
async function requireErasable(db: Queryable, scope: Scope, customerId: number): Promise<void> {
  await requireCustomer(db, scope, customerId);
  const key = await db
    .selectFrom('vault_keys')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!key) throw new AppError('erased', { customer: customerId });
  const why = await obstacleTo(db, customerId);
  if (why) throw new AppError('erasure_not_possible', { why });
}

/** What the second person's approval does: the worker carries it out from the commit on, unless something is in the way. */
export async function executeErasure(trx: Trx, scope: Scope, request: RequestRow): Promise<ExecutedRequest> {
  const { customer, basis } = request.payload as { customer: number; basis: ErasureBasis };
  const { now } = await readClock(trx);
  const why = await obstacleTo(trx, customer);
  if (why) return { done: 0, refused: [{ item: 0, why }] };
  await openErasure(trx, { clientId: scope.clientId, customerId: customer, basis, requestId: request.id, now });
  return { done: 1, refused: [] };
}
