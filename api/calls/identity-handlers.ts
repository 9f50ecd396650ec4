import { callInHand, checkByNumber, checkCaller } from '../../db/calls/caller-checks';
import { getCampaign } from '../../db/campaigns/campaigns';
import { loadAuthority } from '../../db/customers/authority';
import { requireCustomer } from '../../db/journeys/customer-arrivals';
import { readClock } from '../../db/platform/clock';
import { appendLedger, campaignChain } from '../../db/platform/ledger';
import { type Trx } from '../../db/platform/types';
import { AppError } from '../../domain/errors';
import { type Handlers } from '../http/handler';
import { saidItems } from './identity';
import { type identityRoutes } from './identity-contract';

/** Who calls: checked before anything is said about the customer, also without an answer to book. */
export const identityHandlers: Handlers<typeof identityRoutes> = {
  async checkIdentity({ deps, trx, scope, actor, params, body }) {
    const { campaignId, saidBy, callTask, identity: said, recording } = body;
    await requireCustomer(trx, scope, params.id);
    await getCampaign(trx, scope, campaignId);
    const { now } = await readClock(trx);
    const place = { campaignId, customerId: params.id, personId: actor.personId };
    const task = callTask === undefined ? undefined : await callInHand(trx, { ...place, taskId: callTask });
    const says = {
      ...{ ...place, asked: 'inquiry' as const },
      representativeId: saidBy === 'representative' ? await representativeOf(trx, params.id, now) : null,
      ...(recording !== undefined && { recording }),
      ...(task && { task }),
    };
    if (!said && !task) throw new AppError('callback_not_promised');
    const check = said
      ? await checkCaller(trx, deps.vault, scope, { ...says, said: saidItems(said, now) })
      : await checkByNumber(trx, scope, { ...says, task: task! });
    await appendLedger(trx, campaignChain(campaignId), scope.clientId, now, [check.entry]);
    return { body: { enough: check.refusal === null, triesLeft: check.left } };
  },
};

async function representativeOf(trx: Trx, customerId: number, now: number): Promise<number> {
  const acting = (await loadAuthority(trx, [customerId], now)).get(customerId)?.representative;
  if (!acting) throw new AppError('representative_unknown');
  return acting.id;
}
