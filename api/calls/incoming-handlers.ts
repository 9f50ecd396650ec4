import { lookups } from '../../db/audience/lookups';
import { takeIncomingCall } from '../../db/calls/incoming';
import { getCallTask } from '../../db/calls/tasks';
import { readClock } from '../../db/platform/clock';
import { getCampaign } from '../../db/campaigns/campaigns';
import { recordAccess } from '../../db/privacy/access-log';
import { numberIn } from '../../domain/audience/phone';
import { AppError } from '../../domain/errors';
import { type Handlers } from '../http/handler';
import { saidItems } from './identity';
import { type incomingRoutes } from './incoming-contract';
import { taskOf } from './task-wire';

const NOT_A_NUMBER = '電話番号として読み取れません / cannot be read as a phone number';

/** Calls that come in, by the number shown. */
export const incomingHandlers: Handlers<typeof incomingRoutes> = {
  async takeIncomingCall({ deps, trx, scope, actor, body }) {
    const { line, identity, recording, call: before, inquiry } = body;
    const number = numberIn(lookups.phone(body.number))?.number;
    if (number === undefined) {
      throw new AppError('invalid_request', {}, [{ path: 'body.number', code: 'unreadable', message: NOT_A_NUMBER }]);
    }
    if (inquiry) await getCampaign(trx, scope, inquiry.campaignId);
    const { now } = await readClock(trx);
    const call = await takeIncomingCall(trx, deps.vault, scope, {
      ...{ personId: actor.personId, number, maySeeProtected: actor.rights.includes('personal.protected') },
      ...(line !== undefined && { line }),
      ...(recording !== undefined && { recording }),
      ...(identity !== undefined && { said: saidItems(identity, now) }),
      ...(before !== undefined && { before }),
      ...(inquiry && { inquiry }),
    });
    const { taskId, ...found } = call;
    const about = { customers: found.customerId === null ? [] : [found.customerId] };
    const seen = { what: 'search', purpose: 'call', reference: `call-in:${call.id}`, fields: ['phone'] } as const;
    await recordAccess(trx, { scope, actor, ...seen, count: about.customers.length, about });
    return { body: { ...found, callTask: taskId === null ? null : taskOf(await getCallTask(trx, scope, taskId)) } };
  },
};
