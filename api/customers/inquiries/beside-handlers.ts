import { addressForCase, holdForCase, optOutForCase } from '../../../db/customers/inquiries/beside';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { type Handlers } from '../../http/handler';
import { actOf, shown } from './act-handlers';
import { type inquiryBesideRoutes } from './beside-contract';
import { visibleCase } from './handlers';

/** What the desk does about what a customer says in an inquiry, beside an answer. */
export const inquiryBesideHandlers: Handlers<typeof inquiryBesideRoutes> = {
  async holdForInquiry(call) {
    const { deps, trx, scope, body } = call;
    const { customer_id: customer } = await visibleCase(trx, call, call.params.id);
    const { reason, reviewOn, note = null } = body;
    if (note !== null && customer !== null)
      await refusePersonal(trx, deps.vault, scope, customer, { 'body.note': note });
    return shown(trx, await holdForCase(trx, scope, { ...(await actOf(call)), reason, reviewOn, note }));
  },

  async optOutForInquiry(call) {
    const { trx, scope, body } = call;
    await visibleCase(trx, call, call.params.id);
    const { channel, purpose } = body;
    return shown(trx, await optOutForCase(trx, scope, { ...(await actOf(call)), channel, purpose }));
  },

  async proposeInquiryAddress(call) {
    const { deps, trx, scope, body } = call;
    await visibleCase(trx, call, call.params.id);
    const written = { postalCode: body.postalCode.replace('-', ''), address: body.address };
    return shown(trx, await addressForCase(trx, deps.vault, scope, { ...(await actOf(call)), ...written }));
  },
};
