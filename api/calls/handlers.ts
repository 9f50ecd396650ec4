import { calendarOf } from '../../domain/campaigns/holidays';
import { giveBackCall } from '../../db/calls/give-back';
import { leaseCallTask, type NoLease } from '../../db/calls/lease';
import { getCallTask, listCallTasks } from '../../db/calls/tasks';
import { recordCallOutcome } from '../../db/calls/outcome';
import { readClock } from '../../db/platform/clock';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError, type ErrorCode } from '../../domain/errors';
import { callReasonText } from '../../domain/texts/calls';
import { type callRoutes } from './contract';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type Handlers, refused } from '../http/handler';
import { saidItems } from './identity';
import { nextCall } from './next-call';
import { openLease } from './open-lease';
import { taskOf } from './task-wire';
import { isoOrNull } from '../http/wire';
import { transact } from '../../db/platform/transact';

/** The call desk: listing, leasing and reporting calls. */
export const callHandlers: Handlers<typeof callRoutes> = {
  async listCallTasks({ deps, scope, query }) {
    const rows = await listCallTasks(deps.db, scope, {
      after: decodeCursor(query.cursor),
      limit: query.limit + 1,
      campaignId: query.campaign,
      customerId: query.customer,
      state: query.state,
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.id, taskOf) };
  },

  async nextCallTask(call) {
    return { body: await nextCall(call, call.body.campaign) };
  },

  async giveBackCallTask({ trx, scope, actor, params, body }) {
    await giveBackCall(trx, scope, { taskId: params.id, personId: actor.personId, why: body.why });
    return { body: taskOf(await getCallTask(trx, scope, params.id)) };
  },

  async leaseCallTask(call) {
    const { deps, scope, actor, params, body, language } = call;
    const taken = await transact(deps.db, async (trx) => {
      const lease = await leaseCallTask(trx, scope, { taskId: params.id, personId: actor.personId, ...body });
      return lease.kind === 'leased' ? openLease(trx, call, lease) : lease;
    });
    if ('kind' in taken) throw refusal(taken, language);
    return { body: taken };
  },

  async reportCall({ deps, trx, scope, actor, params, body }) {
    const { callbackAt, identity, ...outcome } = body;
    const { now } = await readClock(trx);
    const context = { vault: deps.vault, scope, taskId: params.id, personId: actor.personId, calendarOf };
    const done = await recordCallOutcome(trx, context, {
      ...outcome,
      ...(callbackAt !== undefined && { callbackAt: Date.parse(callbackAt) }),
      ...(identity !== undefined && { said: saidItems(identity, now) }),
    });
    if (done.kind === 'refused') return refused(done.refusal, done);
    const { receipt, kept, inquiry } = done;
    return { body: { ...taskOf(await getCallTask(trx, scope, params.id)), receipt, kept, inquiry } };
  },
};

function refusal({ kind, reason, until }: NoLease, language: Language): AppError {
  const over = reason.startsWith('withdrawn:') ? reason.slice('withdrawn:'.length) : reason;
  const detail = { reason: over, result: over, until: isoOrNull(until ?? null) ?? '' };
  const codes = {
    taken: 'call_task_taken',
    not_now: 'call_not_now',
    over: 'call_task_done',
    ended: 'call_not_possible',
  };
  return new AppError(codes[kind] as ErrorCode, detail, [
    { path: 'task', code: over, message: callReasonText(over, language) },
  ]);
}
