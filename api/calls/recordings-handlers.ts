import { recordingsOf } from '../../db/calls/recordings';
import { requireVisible } from '../../db/customers/protection';
import { requireCustomer } from '../../db/journeys/customer-arrivals';
import { transact } from '../../db/platform/transact';
import { recordAccess } from '../../db/privacy/access-log';
import { type CallResult } from '../../domain/calls/call-rules';
import { type Handlers } from '../http/handler';
import { iso } from '../http/wire';
import { type recordingRoutes } from './recordings-contract';

/** References of recordings: who hears a call has said why. */
export const recordingHandlers: Handlers<typeof recordingRoutes> = {
  async readRecordings({ deps, scope, actor, params, body }) {
    return transact(deps.db, async (trx) => {
      await requireCustomer(trx, scope, params.id);
      await requireVisible(trx, actor, params.id);
      const rows = await recordingsOf(trx, scope, params.id);
      const seen = { what: 'recordings', fields: ['recording'], customer: params.id, ...body } as const;
      await recordAccess(trx, { scope, actor, ...seen });
      const items = rows.map(({ at, taskId, result, ...row }) => {
        return { ...row, at: iso(at), callTask: taskId, result: result as CallResult | null };
      });
      return { body: { items } };
    });
  },
};
