import { sql } from 'kysely';
import { searchCustomers } from '../../customers/search';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { wholeClient } from '../../platform/scope';
import { transact } from '../../platform/transact';
import { type Db, type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { numberHash } from '../numbers';

/** What the telephone system reports of a call. */
export interface PhoneEvent {
  /** Absent: that of the task. */
  clientId?: number;
  /** The telephone system's own id of the event: it is taken once. */
  event: string;
  kind: 'started' | 'answered' | 'ended' | 'recording' | 'missed';
  direction: 'in' | 'out';
  /** Epoch ms. */
  at: number;
  /** The call task that was dialled for. */
  taskId?: number;
  /** Of the caller, E.164. */
  number?: string;
  /** The number of ours, digits. */
  line?: string;
  recording?: string;
  seconds?: number;
}

/**
 * Takes an event once, whatever the order. A missed call of a customer who is waiting for a call of the plan makes it due at
 * once; of several with one number it is the one who was called last. A recording belongs to the call, also one that comes late. Appends to the ledger. `unknown`: no such client or task.
 */
export async function takePhoneEvent(db: Db, vault: Vault, event: PhoneEvent): Promise<'taken' | 'known' | 'unknown'> {
  return transact(db, async (trx) => {
    const known = event.taskId === undefined ? undefined : await taskById(trx, event.taskId);
    const client = known?.clientId ?? (await clientOf(trx, event));
    if (client === undefined || (event.taskId !== undefined && !known)) return 'unknown';
    if (event.clientId !== undefined && event.clientId !== client) return 'unknown';
    const task = known ?? (await taskOfCaller(trx, vault, client, event.number));
    const { kind, direction, line, number, recording, seconds } = event;
    const row = await trx
      .insertInto('phone_events')
      .values({
        ...{ client_id: client, event: event.event, kind, direction, at: new Date(event.at) },
        ...{ task_id: task?.id ?? null, campaign_id: task?.campaignId ?? null, customer_id: task?.customerId ?? null },
        ...{ line: line ?? null, recording: recording ?? null, seconds: seconds ?? null },
        from_hash: number === undefined ? null : numberHash(vault, client, number),
      })
      .onConflict((conflict) => conflict.columns(['client_id', 'event']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!row) return 'known';
    if (task) await follow(trx, event, task);
    return 'taken';
  });
}

/** The recording of the call that is being reported, by the telephone system; null: none is known. */
export async function recordingOf(db: Queryable, taskId: number, since: number): Promise<string | null> {
  const row = await db
    .selectFrom('phone_events')
    .select('recording')
    .where('task_id', '=', taskId)
    .where('recording', 'is not', null)
    .where(sql<boolean>`at >= ${new Date(since)}`)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.recording ?? null;
}

interface EventTask {
  id: number;
  clientId: number;
  campaignId: number;
  customerId: number;
  journeyId: number;
}

const columns = sql`id, client_id as "clientId", campaign_id as "campaignId", customer_id as "customerId", journey_id as "journeyId"`;

async function taskById(trx: Trx, id: number): Promise<EventTask | undefined> {
  return (await sql<EventTask>`select ${columns} from call_tasks where id = ${id}`.execute(trx)).rows[0];
}

async function clientOf(trx: Trx, { clientId }: PhoneEvent): Promise<number | undefined> {
  if (clientId === undefined) return undefined;
  return (await trx.selectFrom('clients').select('id').where('id', '=', clientId).executeTakeFirst())?.id;
}

/** So many customers of one number are read; a number of more is no person's. */
const MOST = 20;

/**
 * The open task of the customer with the caller's number; of several, that of whom was called last, since it is that call
 * which is returned. A customer under protection is not found by it.
 */
async function taskOfCaller(
  trx: Trx,
  vault: Vault,
  clientId: number,
  number: string | undefined,
): Promise<EventTask | undefined> {
  if (number === undefined) return undefined;
  const wanted = { by: 'phone', value: number } as const;
  const search = { wanted, campaigns: null, maySeeProtected: false, after: 0, limit: MOST };
  const { items } = await searchCustomers(trx, vault, wholeClient(clientId), search);
  const customers = items.filter((one) => !one.protected).map(({ customerId }) => customerId);
  if (customers.length === 0 || customers.length < items.length) return undefined;
  const { rows } = await sql<EventTask & { called: number | null }>`
    select ${columns}, (select max(a.at) from call_attempts a where a.task_id = t.id and not a.inbound) as called
    from call_tasks t where customer_id = any(${customers}::bigint[]) and client_id = ${clientId} and status <> 'done'
    order by called desc nulls last, id desc limit 1`.execute(trx);
  const [task] = rows;
  return customers.length > 1 && task?.called === null ? undefined : task;
}

async function follow(trx: Trx, { kind, at, recording }: PhoneEvent, task: EventTask): Promise<void> {
  if (kind !== 'missed' && kind !== 'recording') return;
  await lockJourneysById(trx, [task.journeyId]);
  const { now } = await readClock(trx);
  if (kind === 'missed') await makeDue(trx, task.id, now);
  else if (recording !== undefined) await addToAttempt(trx, task.id, { at, recording });
  const about = { journey: task.journeyId, customer: task.customerId, task: task.id };
  const entry =
    kind === 'missed'
      ? { kind: 'call_missed', by: 'telephone', ...about, at }
      : { kind: 'call_recorded', by: 'telephone', ...about };
  await appendLedger(trx, campaignChain(task.campaignId), task.clientId, now, [entry]);
}

/** The customer wants to speak to us: the call that waits is due now. A promised hour stays as it was promised. */
async function makeDue(trx: Trx, taskId: number, now: number): Promise<void> {
  const at = new Date(now);
  const { rows } = await sql<{ message: number }>`
    update call_tasks set next_at = ${at}, version = version + 1
    where id = ${taskId} and status = 'waiting' and not promised and next_at > ${at}
    returning message_id as message`.execute(trx);
  for (const { message } of rows) {
    await trx.updateTable('messages').set({ not_before: at }).where('id', '=', message).execute();
  }
}

/** Adds a recording to the attempt that was reported after its call had begun; a call still going on takes it when reported. */
async function addToAttempt(
  trx: Trx,
  taskId: number,
  { at, recording }: { at: number; recording: string },
): Promise<void> {
  await sql`select add_recording(task_id, no, ${recording}) from call_attempts
    where task_id = ${taskId} and at >= ${new Date(at)} order by at limit 1`.execute(trx);
}
