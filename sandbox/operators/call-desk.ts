import { type DeskClient, Refused } from './desk-client';
import { type WorkSession } from './work-session';

interface CallTask {
  id: number;
  campaignId: number;
  customerId: number;
  status: string;
  nextAt: string;
  dueNow?: boolean;
}

interface Lease {
  leaseUntil: string;
  name: string;
  number: string;
  representative?: { for: string } | null;
  contracts: { contractId: number; number: string }[];
}

interface Heard {
  heard: 'no_answer' | 'busy' | 'voicemail' | 'answered' | 'not_in_use';
  says?: string;
  choices?: Record<string, string>;
  callbackAt?: string;
  recording?: string;
  /** What the customer says to show who they are. */
  items?: { item: string; said: string }[];
}

interface Outcome {
  result: string;
  choices?: Record<string, string>;
  callbackAt?: string;
  recording?: string;
}

/** Wait before another attempt at a task that could not be called, ms of the installation's clock. */
const PATIENCE_MS = 5_000;

/** Makes due calls: leases a task, dials, and enters the result. */
export class CallDesk {
  /** Tasks that could not be called yet, with the instant of the attempt. */
  private readonly waiting = new Map<number, number>();

  constructor(private readonly parts: { operator: DeskClient; phone: DeskClient; session: WorkSession }) {}

  /** Works for the instant `at`; returns the number of calls left. */
  async work(at: number): Promise<number> {
    for (const [id, since] of this.waiting) if (at < since || at >= since + PATIENCE_MS) this.waiting.delete(id);
    const { session } = this.parts;
    let left = 0;
    for (const task of await this.toCall()) {
      if (session.isOver()) left += 1;
      else if (!(await session.attempt(() => this.call(task, at)))) left += 1;
    }
    return left;
  }

  /** Interrupted calls and due calls, in an order independent of their creation. */
  private async toCall(): Promise<CallTask[]> {
    const listed = ['leased', 'due'].map(async (state) => {
      const found: CallTask[] = [];
      for await (const task of this.parts.operator.all<CallTask>(`/api/call-tasks?state=${state}`)) found.push(task);
      return found;
    });
    const open = (await Promise.all(listed)).flat().filter(({ id }) => !this.waiting.has(id));
    const tasks = new Map(open.map((task) => [task.id, task]));
    const order = (a: CallTask, b: CallTask) =>
      Date.parse(a.nextAt) - Date.parse(b.nextAt) || a.customerId - b.customerId || a.id - b.id;
    return [...tasks.values()].sort(order);
  }

  /** False when it must be retried at the same instant. */
  private async call(task: CallTask, at: number): Promise<boolean> {
    const lease = await this.lease(task, at);
    if (typeof lease === 'boolean') return lease;
    // an attempt is planned for one instant, so an interrupted call is found again by its key
    const key = `${task.id}/${Date.parse(task.nextAt)}`;
    const body = { number: lease.number, name: [lease.name, lease.representative?.for ?? ''].join(' ').trim(), key };
    const heard = await this.parts.phone.post<Heard>('/calls', { body });
    const known = heard.says === 'completed' ? await this.identify(task, lease, heard, key) : lease;
    await this.enter(task, outcomeOf(heard, known), key, at);
    return true;
  }

  /** Asks who is on the phone; the contracts are named once the customer has been identified. */
  private async identify({ id, customerId, campaignId }: CallTask, lease: Lease, heard: Heard, key: string) {
    const saidBy = lease.representative ? 'representative' : 'customer';
    const check = { campaignId, callTask: id, saidBy, identity: heard.items };
    try {
      const path = `/api/customers/${customerId}/identity-checks`;
      await this.parts.operator.post(path, { body: check, key: `identity/${key}/${lease.leaseUntil}` });
      return await this.parts.operator.post<Lease>(`/api/call-tasks/${id}/lease`, { body: {} });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return lease;
    }
  }

  private async lease({ id }: CallTask, at: number): Promise<Lease | boolean> {
    try {
      return await this.parts.operator.post<Lease>(`/api/call-tasks/${id}/lease`, { body: {} });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // an arrival is unread: whether the call is still needed is known shortly
      if (Object.values(error.params).includes('unread')) return false;
      this.waiting.set(id, at);
      this.parts.session.note(at, { desk: 'calls', what: error.code, id, by: 'operator', detail: reasonOf(error) });
      return true;
    }
  }

  private async enter({ id }: CallTask, outcome: Outcome, key: string, at: number): Promise<void> {
    const { operator, session } = this.parts;
    const { recording } = outcome;
    const weaker = WEAKER[outcome.result];
    const tries = [outcome, ...(weaker ? [{ result: weaker, ...(recording && { recording }) }] : [])];
    for (const body of tries) {
      try {
        await operator.post(`/api/call-tasks/${id}/outcome`, { body, key: `call/${key}/${body.result}` });
        return session.note(at, { desk: 'calls', what: body.result, id, by: 'operator' });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.waiting.set(id, at); // no more results can be entered for this call
        session.note(at, { desk: 'calls', what: error.code, id, by: 'operator', detail: body.result });
      }
    }
  }
}

/** Entered instead when it is refused: a callback that cannot be promised, an answer that is too late. */
const WEAKER: Record<string, string | undefined> = { callback: 'busy', completed: 'intent' };

const reasonOf = ({ params }: Refused): string => String(params.reason ?? '');

/** The result to enter. Choices count only when they were given for every contract. */
export function outcomeOf({ heard, says, callbackAt, recording, ...said }: Heard, lease: Lease): Outcome {
  if (heard === 'not_in_use') return { result: 'invalid_number' };
  if (heard !== 'answered') return { result: heard };
  const spoken = recording ? { recording } : {};
  if (says === 'callback' && callbackAt) return { result: 'callback', callbackAt, ...spoken };
  if (says !== 'completed') return { result: says ?? 'third_party', ...spoken };
  const choices = lease.contracts.map(({ contractId, number }) => [contractId, said.choices?.[number]] as const);
  const whole = choices.length > 0 && choices.every(([, choice]) => choice !== undefined);
  if (!whole) return { result: 'intent', ...spoken };
  return { result: 'completed', choices: Object.fromEntries(choices) as Record<string, string>, ...spoken };
}
