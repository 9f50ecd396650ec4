import { useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useNow } from '../clock';
import { localDay } from '../format';
import { type CallResult } from '../../domain/calls/call-rules';
import { callbackAt } from './callback';
import { type CallLease, type CallTask, type Draft, emptyDraft } from './results';

const WATCH_MS = 10_000;
const DAY_MS = 86_400_000;
const GONE = ['call_lease_lost', 'call_task_done'];

/** The call in the operator's hand. */
export interface InHand {
  task: CallTask;
  lease: CallLease;
}

/** How the desk stands: nothing taken yet, a call, none to be had, or an answer that was booked. */
export type Desk =
  | { is: 'ready' }
  | ({ is: 'call' } & InHand)
  | { is: 'none'; nextAt: string | null; why: Reply<'nextCallTask'>['why'] }
  | { is: 'booked'; receipt: string | null };

/** One call at a time: takes the next one, keeps what is chosen until it is recorded, and notices when it is lost. */
export function useCallDesk() {
  const { now } = useNow();
  const [desk, setDesk] = useState<Desk>({ is: 'ready' });
  const [draft, setDraft] = useState<Draft>(emptyDraft(''));
  const [last, setLast] = useState<CallResult | null>(null);
  const taking = useAct('nextCallTask');
  const reporting = useAct('reportCall');
  const giving = useAct('giveBackCallTask');
  const call = desk.is === 'call' ? desk : null;
  const watched = useApi(
    'listCallTasks',
    { query: { customer: call?.task.customerId ?? 0, limit: 50 } },
    { every: WATCH_MS, enabled: call !== null },
  );
  const seen = watched.data?.items.find(({ id }) => id === call?.task.id);
  const lost = call === null || reporting.busy ? null : lossOf(call, seen, reporting.problem?.code);

  const next = async () => {
    if (taking.busy || reporting.busy) return;
    reporting.clear();
    const answer = await taking.run({ body: {} });
    if (!answer) return;
    const { task, lease, nextAt, why } = answer.body;
    setDraft(emptyDraft(localDay(now + DAY_MS)));
    setDesk(task && lease ? { is: 'call', task, lease } : { is: 'none', nextAt, why });
  };

  const record = async () => {
    if (!call || draft.result === null || lost) return;
    const { result, day, time, choices, recording } = draft;
    const at = result === 'callback' ? callbackAt(call.lease, day, time) : null;
    const answer = await reporting.run({
      params: { id: call.task.id },
      body: {
        result,
        ...(at !== null && { callbackAt: new Date(at).toISOString() }),
        ...(result === 'completed' && { choices }),
        ...(recording !== '' && { recording }),
      },
    });
    if (!answer) return;
    setLast(result);
    if (result === 'completed') return setDesk({ is: 'booked', receipt: answer.body.receipt });
    setDesk({ is: 'ready' });
    await next();
  };

  const giveBack = async (why: 'break' | 'unable') => {
    if (!call) return false;
    const answer = await giving.run({ params: { id: call.task.id }, body: { why } });
    if (answer) setDesk({ is: 'ready' });
    return answer !== undefined;
  };

  return { now, desk, call, draft, setDraft, last, lost, next, record, giveBack, taking, reporting, giving };
}

/** Whether the call is no longer this person's: a colleague has taken it, or it has been dealt with. */
function lossOf({ lease }: InHand, seen: CallTask | undefined, refusal: string | undefined): 'taken' | 'over' | null {
  if (refusal === 'call_task_done' || seen?.status === 'done') return 'over';
  if (refusal !== undefined && GONE.includes(refusal)) return 'taken';
  if (seen?.leaseUntil && seen.leaseUntil !== lease.leaseUntil) return 'taken';
  return null;
}
