import { calendarOf } from '../../domain/campaigns/holidays';
import { renderScript } from '../../rendering/render';
import { type Addressee, addresseeOf, requireOpened } from '../../db/customers/addressee';
import { type Lease, leaseCallTask, type NoLease } from '../../db/calls/lease';
import { endTaskWithoutNumber, attemptsOf, type CallTaskLine, getCallTask, listCallTasks } from '../../db/calls/tasks';
import { numberOf } from '../../db/calls/numbers';
import { recordCallOutcome } from '../../db/calls/outcome';
import { campaignDoc } from '../../db/campaigns/campaigns';
import { loadPageCustomer } from '../../db/customers/page';
import { readClock } from '../../db/platform/clock';
import { recordAccess } from '../../db/privacy/access-log';
import { requireVisible } from '../../db/customers/protection';
import { type Band, type CallResult } from '../../domain/calls/call-rules';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError, type ErrorCode } from '../../domain/errors';
import { callReasonText } from '../../domain/texts/calls';
import { type callRoutes } from './contract';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type AppDeps } from '../http/deps';
import { type Call, type Handlers, refused } from '../http/handler';
import { saidItems } from './identity';
import { iso, isoOrNull } from '../http/wire';
import { type Trx } from '../../db/platform/types';
import { transact } from '../../db/platform/transact';

/** The call desk: listing, leasing and reporting calls. */
export const callHandlers: Handlers<typeof callRoutes> = {
  async listCallTasks({ deps, scope, query }) {
    const rows = await listCallTasks(deps.db, scope, {
      after: decodeCursor(query.cursor),
      limit: query.limit + 1,
      campaignId: query.campaign,
      state: query.state,
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.id, taskOf) };
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
    const { receipt, kept } = done;
    return { body: { ...taskOf(await getCallTask(trx, scope, params.id)), receipt, kept } };
  },
};

/** A call as listed, on the wire. */
export function taskOf(task: CallTaskLine) {
  return { ...task, nextAt: iso(task.nextAt), leaseUntil: isoOrNull(task.leaseUntil) };
}

type LeaseCall = Pick<Call<(typeof callRoutes)['leaseCallTask']>, 'actor' | 'scope'> & { deps: Pick<AppDeps, 'vault'> };

/** Decrypts what the caller needs and records the access. Ends the task if there is no number after all. */
async function openLease(trx: Trx, { deps, actor, scope }: LeaseCall, lease: Lease) {
  const { task, now } = lease;
  await requireVisible(trx, actor, task.customer_id);
  const addressee = (await addresseeOf(trx, deps.vault, [task.customer_id], now)).get(task.customer_id);
  requireOpened(addressee);
  const number = numberOf(addressee);
  if (!addressee || !number) return endTaskWithoutNumber(trx, task, now);
  const doc = await campaignDoc(trx, task.campaign_id, lease.version);
  const whose = { clientId: task.client_id, campaignId: task.campaign_id, customerId: task.customer_id };
  const { contracts } = await loadPageCustomer(trx, deps.vault, whose);
  const attempts = await attemptsOf(trx, task.id);
  const about = { campaign: task.campaign_id, callTask: task.id };
  const seen = { what: 'call', purpose: 'call', reference: `call:${task.id}`, customer: task.customer_id } as const;
  await recordAccess(trx, { scope, actor, ...seen, fields: ['name', 'kana', 'phone', 'representatives'], about });
  const { name, kana, representative } = addressee;
  return {
    leaseUntil: iso(lease.leaseUntil),
    name,
    kana: kana ?? null,
    number,
    representative: representative ? briefOf(representative) : null,
    script: renderScript(doc, lease.notice, { name }),
    contracts: contracts.map(({ id: contractId, tail, product }) => ({ contractId, number: tail, product })),
    attempts: attempts.map(({ no, at, band, result, inbound }) => ({
      no,
      inbound,
      at: iso(at),
      band: band as Band,
      result: result as CallResult,
    })),
  };
}

const briefOf = ({ relation, for: whom, mayDecide }: NonNullable<Addressee['representative']>) => ({
  relation,
  for: whom,
  mayDecide,
});

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
