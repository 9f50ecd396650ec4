import { type RawBuilder, type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { messageHeld } from '../customers/contacts';
import { messagePaused } from '../journeys/facts/pause-facts';
import { PLANNED_ONCE } from '../platform/planned-once';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type CallTasks } from '../platform/schema.generated';
import { lockJourneysById, recordArrivals } from '../journeys/customer-arrivals';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type JourneyRow } from '../journeys/facts/load-facts';

export type CallTaskRow = Selectable<CallTasks>;
/** `due`: can be leased now as far as a list can tell; `waiting`: not yet due, or withheld. */
type CallTaskState = 'due' | 'waiting' | 'leased' | 'done';

/** A task as listed: never with a number or name. */
export interface CallTaskLine {
  id: number;
  campaignId: number;
  customerId: number;
  status: 'waiting' | 'leased' | 'done';
  attempts: number;
  maxAttempts: number;
  nextAt: number;
  leaseUntil: number | null;
  result: string | null;
  dueNow: boolean;
}

interface CallTaskFilter {
  after: number | null;
  limit: number;
  campaignId?: number;
  customerId?: number;
  state?: CallTaskState;
  id?: number;
}

/** Whether a task can be leased now, as far as a list can tell. */
export const dueNow = sql<boolean>`t.status <> 'done' and m.status in ('queued', 'claimed') and t.next_at <= tsunagi_now()
  and (t.status = 'waiting' or t.lease_until <= tsunagi_now())
  and c.status = 'running' and j.arrival_seq = j.read_seq
  and not ${messageHeld}
  and not ${messagePaused}`;
const besideTasks = sql`join messages m on m.id = t.message_id
  join journeys j on j.id = t.journey_id join campaigns c on c.id = t.campaign_id`;
/** Tasks `t` with their message `m`, journey `j` and campaign `c`. */
export const tasksInPlace = sql`call_tasks t ${besideTasks}`;

/** What the call desk has to do: tasks due, tasks leased by this person, and when the next one comes. */
export interface CallWork {
  due: number;
  mine: number;
  nextAt: number | null;
}

/** The call desk's work; counts at most `most` of each. */
export async function callWork(db: Queryable, scope: Scope, by: { personId: number; most: number }): Promise<CallWork> {
  const own = sql<boolean>`t.client_id = ${scope.clientId} and ${inCampaigns(scope, 't.campaign_id')} and t.status <> 'done'`;
  const { rows } = await sql<CallWork>`${PLANNED_ONCE}select
    (select count(*) from (select from ${tasksInPlace} where ${own} and ${dueNow} limit ${sql.lit(by.most)}) due) as due,
    (select count(*) from (select from call_tasks t where ${own} and t.status = 'leased' and t.leased_by = ${by.personId}
      and t.lease_until > tsunagi_now() limit ${sql.lit(by.most)}) mine) as mine,
    (select min(t.next_at) from call_tasks t where ${own} and t.next_at > tsunagi_now()) as "nextAt"`.execute(db);
  return rows[0]!;
}

/** Rows that a list reads at most: one more than a page may have, of a few sizes, since each has a plan of its own. */
const READ = [1, 21, 51, 101, 201];

/**
 * Call tasks of a client in id order, at most 201. A task whose message has left the queue (journey closed) is shown as
 * done, one whose lease has expired as waiting, even before that has been recorded; of those that are done only what is
 * recorded as done is listed.
 */
export async function listCallTasks(db: Queryable, scope: Scope, filter: CallTaskFilter): Promise<CallTaskLine[]> {
  const most = READ.find((size) => size >= filter.limit) ?? READ.at(-1)!;
  const { rows } = await sql<CallTaskLine>`${PLANNED_ONCE}
    select * from (
      select t.id, t.campaign_id as "campaignId", t.customer_id as "customerId", t.attempts,
        t.max_attempts as "maxAttempts", t.next_at as "nextAt", t.result,
        case when t.status = 'done' or m.status not in ('queued', 'claimed') then 'done'
          when t.status = 'leased' and t.lease_until > tsunagi_now() then 'leased' else 'waiting' end as status,
        case when t.status = 'leased' and t.lease_until > tsunagi_now() then t.lease_until end as "leaseUntil",
        ${dueNow} as "dueNow"
      from (select * from call_tasks t
          where t.client_id = ${scope.clientId} and ${inCampaigns(scope, 't.campaign_id')} and t.id > ${filter.after ?? 0}
            ${filter.campaignId === undefined ? sql`` : sql`and t.campaign_id = ${filter.campaignId}`}
            ${filter.customerId === undefined ? sql`` : sql`and t.customer_id = ${filter.customerId}`}
            ${filter.id === undefined ? sql`` : sql`and t.id = ${filter.id}`}
            ${keptAs(filter.state)}
          order by t.id) t -- read in order, so that nothing is worked out beyond the page
        ${besideTasks}
    ) tasks
    where ${ofState(filter.state)}
    order by id limit ${sql.lit(most)}`.execute(db);
  return rows.slice(0, filter.limit);
}

/** What a task in the state is kept as, for the sake of the partial indexes. */
function keptAs(state: CallTaskState | undefined) {
  if (state === undefined) return sql``;
  if (state === 'due') return sql`and t.status <> 'done' and t.next_at <= tsunagi_now()`;
  return state === 'waiting' ? sql`and t.status <> 'done'` : sql`and t.status = ${sql.lit(state)}`;
}

function ofState(state: CallTaskState | undefined) {
  if (state === undefined || state === 'done') return sql`true`;
  if (state === 'due') return sql`"dueNow"`;
  if (state === 'waiting') return sql`status = 'waiting' and not "dueNow"`;
  return sql`status = ${state}`;
}

/** One task as listed. Throws not_found, also for another client's task. */
export async function getCallTask(db: Queryable, scope: Scope, id: number): Promise<CallTaskLine> {
  const [task] = await listCallTasks(db, scope, { after: null, limit: 1, id });
  if (!task) throw new AppError('not_found');
  return task;
}

/** The calls of a task with the parts of the day, oldest first; those that came in are no attempts. */
export async function attemptsOf(db: Queryable, taskId: number) {
  return db
    .selectFrom('call_attempts')
    .select(['no', 'at', 'band', 'result', 'inbound'])
    .where('task_id', '=', taskId)
    .orderBy('no')
    .execute();
}

/** A call task with its message and journey, all locked by the caller. */
export interface TaskInHand {
  task: CallTaskRow;
  message: { id: number; run: number; step: string; reply: boolean };
  journey: JourneyRow;
  now: number;
}

/** Closes a task. `result` is the last call's, or `withdrawn:<reason>`. */
export async function closeTask(trx: Trx, taskId: number, result: string, now: number): Promise<void> {
  await sql`update call_tasks set ${closedWith(result, now)} where id = ${taskId} and status <> 'done'`.execute(trx);
}

/** What a closed task has, for the `set` of an update. */
export const closedWith = (result: string, now: number): RawBuilder<unknown> =>
  sql`status = 'done', result = ${result}, ended_at = ${new Date(now)}, lease_until = null, leased_by = null`;

/**
 * Ends a task that must not be called any more: its message is withdrawn and, with `notify`, the journey decides again.
 * Appends to the ledger.
 */
export async function endTask(
  trx: Trx,
  { task, message, journey, now }: TaskInHand,
  { reason, notify }: { reason: string; notify: boolean },
): Promise<void> {
  await closeTask(trx, task.id, `withdrawn:${reason}`, now);
  if (!notify) return;
  await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: reason })
    .where('id', '=', message.id)
    .where('status', 'in', ['queued', 'claimed'])
    .execute();
  const data = { messageId: message.id, reason };
  const arrival = { journey, kind: 'not_sent' as const, data, dedupe: `not_sent:${message.id}` };
  await recordArrivals(trx, [arrival], { at: now, source: 'lane:phone' });
  const place = { message: message.id, journey: journey.id, run: message.run, step: message.step, channel: 'phone' };
  const entry = { kind: 'not_sent', by: 'system', ...place, status: 'withdrawn', reason };
  await appendLedger(trx, campaignChain(task.campaign_id), task.client_id, now, [entry]);
}

/** Ends a leased task whose customer has no number in the vault. */
export async function endTaskWithoutNumber(
  trx: Trx,
  task: CallTaskRow,
  now: number,
): Promise<{ kind: 'ended'; reason: 'no_contact' }> {
  const [journey] = await lockJourneysById(trx, [task.journey_id]);
  const message = await trx
    .selectFrom('messages')
    .select(['id', 'run', 'step', 'reply'])
    .where('id', '=', task.message_id)
    .executeTakeFirstOrThrow();
  await endTask(trx, { task, message, journey: journey!, now }, { reason: 'no_contact', notify: true });
  return { kind: 'ended', reason: 'no_contact' };
}
