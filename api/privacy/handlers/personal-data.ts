import { clearValues, maskedValues, openPersonal } from '../../../db/privacy/personal-data';
import { recordAccess } from '../../../db/privacy/access-log';
import { protectedAmong, refuseResearch, requireVisible } from '../../../db/customers/protection';
import { PERSONAL_FIELDS } from '../../../domain/privacy/mask';
import { type personalRoutes } from '../contract/personal-data';
import { type Handlers } from '../../http/handler';
import { transact } from '../../../db/platform/transact';

/** A customer's data: masked until requested, and each request is recorded. */
export const personalHandlers: Handlers<typeof personalRoutes> = {
  async getCustomer({ deps, scope, actor, params }) {
    const data = await openPersonal(deps.db, deps.vault, scope, params.id);
    await requireVisible(deps.db, actor, params.id);
    const hidden = await protectedAmong(deps.db, [params.id]);
    const { customerId, kind, language } = data;
    const masked = maskedValues(data, PERSONAL_FIELDS);
    return { body: { customerId, kind, language, protected: hidden.size > 0, masked } };
  },

  async readPersonalData({ deps, scope, actor, params, body }) {
    return transact(deps.db, async (trx) => {
      const data = await openPersonal(trx, deps.vault, scope, params.id);
      await requireVisible(trx, actor, params.id);
      const { purpose, reference, fields } = body;
      if (purpose === 'address_research') await refuseResearch(trx, params.id);
      const what = { what: 'personal' as const, purpose, reference, fields, customer: params.id };
      await recordAccess(trx, { scope, actor, ...what });
      return { body: { customerId: data.customerId, kind: data.kind, values: clearValues(data, fields) } };
    });
  },
};
