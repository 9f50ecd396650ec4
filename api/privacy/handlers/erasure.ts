import { campaignDoc, getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { listErasures, requireErasable } from '../../../db/privacy/erasure';
import { askFourEyes } from '../../../db/access/requests';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { retentionOf } from '../../../db/privacy/retention';
import { type erasureRoutes } from '../contract/erasure';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Erasure of personal data: requested, approved by a second person, executed by a worker. */
export const erasureHandlers: Handlers<typeof erasureRoutes> = {
  async askErasure({ deps, trx, scope, actor, params, body }) {
    await requireCustomer(trx, scope, params.id);
    await requireErasable(trx, params.id);
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
    const rows = await listErasures(deps.db, scope, params.id);
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
    const items = await retentionOf(deps.db, campaign, doc, { now });
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
