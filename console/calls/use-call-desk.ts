import { useState } from 'react';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useNow, useToday } from '../clock';
import { type CallResult } from '../../domain/calls/call-rules';
import { type Caller } from '../customers/identity/identity-form';
import { callbackAt } from './callback';
import { type CallLease, type CallTask, type Draft, emptyDraft } from './results';

const WATCH_MS = 10_000;
const GONE = ['call_lease_lost', 'call_task_done'];

/** The call in the operator's hand. */
export interface InHand {
  task: CallTask;
  lease: CallLease;
  /** The customer has called. */
  inbound: boolean;
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
  const tomorrow = useToday(1);
  const [desk, setDesk] = useState<Desk>({ is: 'ready' });
  const [draft, setDraft] = useState<Draft>(emptyDraft(''));
  const [last, setLast] = useState<CallResult | null>(null);
  const taking = useAct('nextCallTask');
  const reporting = useAct('reportCall');
  const giving = useAct('giveBackCallTask');
  const leasing = useAct('leaseCallTask');
  const receiving = useAct('leaseCallTask');
  const checking = useAct('checkIdentity');
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
    setDraft(emptyDraft(tomorrow));
    setDesk(task && lease ? { is: 'call', task, lease, inbound: false } : { is: 'none', nextAt, why });
  };

  /** Takes a call that the customer returns; what they have said to show who they are counts for it. */
  const receive = async (task: CallTask, identity?: Caller['identity']) => {
    const lease = () => receiving.run({ params: { id: task.id }, body: { inbound: true } });
    let answer = await lease();
    if (!answer) return false;
    if (identity) {
      const body = { campaignId: task.campaignId, callTask: task.id, identity };
      if (await checking.run({ params: { id: task.customerId }, body })) answer = (await lease()) ?? answer;
    }
    setDraft(emptyDraft(tomorrow));
    setDesk({ is: 'call', task, lease: answer.body, inbound: true });
    return true;
  };

  /** Reads the call again: what an identified customer may hear, and more time in hand. */
  const refresh = async () => {
    if (!call) return;
    const { task, inbound } = call;
    const answer = await leasing.run({ params: { id: task.id }, body: { inbound } });
    if (answer) setDesk({ is: 'call', task, lease: answer.body, inbound });
  };

  /** What was asked has become a case, whose number is read out. */
  const booked = (receipt: string) => setDesk({ is: 'booked', receipt });

  const record = async () => {
    if (!call || draft.result === null || lost) return;
    const { result, day, time, choices, recording, announced, language, about, said } = draft;
    const at = result === 'callback' ? callbackAt(call.lease, day, time) : null;
    const answer = await reporting.run({
      params: { id: call.task.id },
      body: {
        result,
        ...(at !== null && { callbackAt: new Date(at).toISOString() }),
        ...(result === 'completed' && { choices }),
        ...(result === 'language' && { language }),
        ...(result === 'complaint' && about !== '' && { complaint: { class: about, said: said.trim() } }),
        ...(recording !== '' && { recording }),
        ...(announced && { announced }),
      },
    });
    if (!answer) return;
    setLast(result);
    if (result === 'completed') return setDesk({ is: 'booked', receipt: answer.body.receipt });
    if (answer.body.inquiry) return booked(answer.body.inquiry.number);
    setDesk({ is: 'ready' });
    await next();
  };

  const giveBack = async (why: 'break' | 'unable') => {
    if (!call) return false;
    const answer = await giving.run({ params: { id: call.task.id }, body: { why } });
    if (answer) setDesk({ is: 'ready' });
    return answer !== undefined;
  };

  const acts = { next, receive, booked, refresh, record, giveBack, taking, receiving, reporting, giving };
  return { now, desk, call, draft, setDraft, last, lost, ...acts };
}

/** Whether the call is no longer this person's: a colleague has taken it, or it has been dealt with. */
function lossOf({ lease }: InHand, seen: CallTask | undefined, refusal: string | undefined): 'taken' | 'over' | null {
  if (refusal === 'call_task_done' || seen?.status === 'done') return 'over';
  if (refusal !== undefined && GONE.includes(refusal)) return 'taken';
  if (seen?.leaseUntil && seen.leaseUntil !== lease.leaseUntil) return 'taken';
  return null;
}
