import { type Selectable, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { messageHeld } from '../delivery/message-rules';
import { messagePaused } from '../journeys/facts/pause-facts';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { type CallTasks } from '../platform/schema.generated';

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
  state?: CallTaskState;
  id?: number;
}

/**
 * Call tasks of a client in id order. A task whose message has left the queue (journey closed) is shown as done, one
 * whose lease has expired as waiting, even before that has been recorded.
 */
export async function listCallTasks(db: Queryable, scope: Scope, filter: CallTaskFilter): Promise<CallTaskLine[]> {
  const { rows } = await sql<CallTaskLine>`
    select * from (
      select t.id, t.campaign_id as "campaignId", t.customer_id as "customerId", t.attempts,
        t.max_attempts as "maxAttempts", t.next_at as "nextAt", t.result,
        case when t.status = 'done' or m.status not in ('queued', 'claimed') then 'done'
          when t.status = 'leased' and t.lease_until > tsunagi_now() then 'leased' else 'waiting' end as status,
        case when t.status = 'leased' and t.lease_until > tsunagi_now() then t.lease_until end as "leaseUntil",
        t.status <> 'done' and m.status in ('queued', 'claimed') and t.next_at <= tsunagi_now()
          and (t.status = 'waiting' or t.lease_until <= tsunagi_now())
          and c.status = 'running' and j.arrival_seq = j.read_seq
          and not ${messageHeld}
          and not ${messagePaused} as "dueNow"
      from call_tasks t
      join messages m on m.id = t.message_id
      join journeys j on j.id = t.journey_id
      join campaigns c on c.id = t.campaign_id
      where t.client_id = ${scope.clientId} and ${inCampaigns(scope, 't.campaign_id')} and t.id > ${filter.after ?? 0}
        ${filter.campaignId === undefined ? sql`` : sql`and t.campaign_id = ${filter.campaignId}`}
        ${filter.id === undefined ? sql`` : sql`and t.id = ${filter.id}`}
    ) tasks
    where ${ofState(filter.state)}
    order by id limit ${filter.limit}`.execute(db);
  return rows;
}

function ofState(state: CallTaskState | undefined) {
  if (state === undefined) return sql`true`;
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

/** The parts of the day in which a task was attempted, oldest first. */
export async function attemptsOf(db: Queryable, taskId: number) {
  return db
    .selectFrom('call_attempts')
    .select(['no', 'at', 'band', 'result'])
    .where('task_id', '=', taskId)
    .orderBy('no')
    .execute();
}
