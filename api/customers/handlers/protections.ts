import { askFourEyes } from '../../../db/access/requests';
import { listProtections, openProtection, type ProtectionRow, standing } from '../../../db/customers/protection-mark';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { type protectionRoutes } from '../contract/protections';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Customers under protection (支援措置). Two persons lift a protection: see the requests. */
export const protectionHandlers: Handlers<typeof protectionRoutes> = {
  async listProtections({ deps, scope, params }) {
    const rows = await listProtections(deps.db, scope, params.id);
    return { body: { items: rows.map(protectionOf) } };
  },

  async openProtection({ deps, trx, scope, actor, params, body: { source } }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.source': source });
    const mark = { customerId: params.id, source, personId: actor.personId };
    return { body: protectionOf(await openProtection(trx, scope, mark)) };
  },

  async askLift({ deps, trx, scope, actor, params, body: { reason } }) {
    await requireCustomer(trx, scope, params.id);
    const mark = await standing(trx, params.id);
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.reason': reason });
    const payload = { customer: params.id, protection: mark.id };
    const asked = { scope, action: 'protection_lift', campaignId: null, payload, reason } as const;
    const request = await askFourEyes(trx, { ...asked, askedBy: actor.personId });
    const { id: requestId, expires_at: expiresAt } = request;
    return { body: { requestId, customerId: params.id, protectionId: mark.id, expiresAt: iso(expiresAt) } };
  },
};

const protectionOf = (row: ProtectionRow) => ({
  id: row.id,
  customerId: row.customer_id,
  source: row.source,
  openedBy: row.opened_by,
  openedAt: iso(row.opened_at),
  liftedAt: isoOrNull(row.lifted_at),
  liftRequestId: row.lift_request_id,
});
