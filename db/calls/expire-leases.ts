import { sql } from 'kysely';
import { LEASE_MS } from '../../domain/calls/call-rules';
import { sendVerdict } from '../../domain/delivery/lane';
import { endTask } from './tasks';
import { leaseFacts } from './lease';
import { messageHeld, messageRefused } from '../customers/contacts';
import { isProtected } from '../customers/protection';
import { wholeClient } from '../platform/scope';
import { type Db } from '../platform/types';

interface ExpiryCounts {
  /** Expired leases; their calls can be leased again. */
  freed: number;
  /** Tasks whose message had left the queue. */
  ended: number;
  /** Tasks that must not be called any more; their journeys decide again. */
  refused: number;
}

const BATCH = 200;

/** Open tasks looked through in one run; the next run goes on after them. */
const WALKED = 500;

/** Where a walk through all open tasks has come; each worker has its own. */
export interface TaskWalk {
  after: number;
}

/**
 * Frees calls whose lease has expired, ends tasks whose message has left the queue, and returns due tasks that cannot
 * be called any more (refused, bad number, journey closed, too late) to their journeys. Of many open tasks each run
 * examines some hundred, after those of the run before with the same `walk`; a lease checks its own task anyway.
 * Repeatable and safe to run concurrently.
 */
export async function expireCallLeases(db: Db, walk: TaskWalk = { after: 0 }): Promise<ExpiryCounts> {
  const freed = await freeExpired(db);
  const stretch = await nextStretch(db, walk);
  const ended = await endWithdrawn(db, stretch);
  return { freed, ended, refused: await refuseUnfit(db, stretch) };
}

/** Tasks with ids above `after`, up to `last`. */
interface Stretch {
  after: number;
  last: number;
}

async function nextStretch(db: Db, walk: TaskWalk): Promise<Stretch> {
  const { after } = walk;
  const { rows } = await sql<{ last: number; count: number }>`
    select coalesce(max(id), 0) as last, count(*)::int as count from (
      select id from call_tasks where status = 'waiting' and id > ${after} order by id limit ${WALKED}) t`.execute(db);
  const { last, count } = rows[0]!;
  walk.after = count < WALKED ? 0 : last;
  return { after, last };
}

/** Frees expired leases. The person stays recorded and may still report until someone else leases the task. */
async function freeExpired(db: Db): Promise<number> {
  const { rows } = await sql`
    with expired as (select t.id, t.message_id from call_tasks t
        where t.status = 'leased' and t.lease_until <= tsunagi_now() order by t.id limit ${BATCH}
        for no key update of t skip locked),
      freed as (update call_tasks t set status = 'waiting', lease_until = null, version = t.version + 1
        from expired e where t.id = e.id returning t.message_id)
    update messages m set status = case when j.status = 'open' or m.reply then 'queued' else 'withdrawn' end,
      failure = case when j.status = 'open' or m.reply then m.failure else 'journey_closed' end
    from freed, journeys j where m.id = freed.message_id and m.status = 'claimed' and j.id = m.journey_id
    returning m.id`.execute(db);
  return rows.length;
}

/** Not while the person whose lease was withdrawn may still be on the phone. */
async function endWithdrawn(db: Db, { after, last }: Stretch): Promise<number> {
  const { rows } = await sql`
    with over as (select t.id, coalesce(m.failure, m.status) as reason
        from call_tasks t join messages m on m.id = t.message_id
        where t.status = 'waiting' and t.id > ${after} and t.id <= ${last} and m.status not in ('queued', 'claimed')
          and (t.leased_by is null or t.leased_at <= tsunagi_now() - ${LEASE_MS} * interval '1 ms') order by t.id limit ${BATCH}
        for no key update of t skip locked)
    update call_tasks t set status = 'done', result = 'withdrawn:' || over.reason, ended_at = tsunagi_now(),
      leased_by = null from over where t.id = over.id returning t.id`.execute(db);
  return rows.length;
}

async function refuseUnfit(db: Db, { after, last }: Stretch): Promise<number> {
  const { rows } = await sql<{ id: number; clientId: number }>`
    with running as materialized (select c.id, c.version, v.version as own,
        (v.doc #>> '{dates,lastDispatch}')::double precision < extract(epoch from tsunagi_now()) * 1000 as late
      from campaigns c join campaign_versions v on v.campaign_id = c.id where c.status = 'running')
    select t.id, t.client_id as "clientId" from call_tasks t
    join messages m on m.id = t.message_id
    join journeys j on j.id = t.journey_id
    join running c on c.id = t.campaign_id and c.own = coalesce(j.plan_version, c.version)
    where t.status = 'waiting' and t.id > ${after} and t.id <= ${last} and m.status = 'queued'
      and t.next_at <= tsunagi_now() and j.arrival_seq = j.read_seq
      and not ${messageHeld}
      and (not m.reply and (c.late or j.status <> 'open' or j.run <> m.run)
        or ${messageRefused} or ${isProtected('t.customer_id')}
        or not exists (select 1 from contact_points p where p.customer_id = t.customer_id and p.channel = 'phone'
            and p.bad_at is null)
          and not exists (select 1 from representatives r where r.customer_id = t.customer_id and r.ended_at is null))
    order by t.id limit ${BATCH}`.execute(db);
  let refused = 0;
  for (const { id, clientId } of rows) if (await refuseTask(db, clientId, id)) refused += 1;
  return refused;
}

/** Applies the checks of a lease without leasing; a "not now" is left for the next run. */
async function refuseTask(db: Db, clientId: number, taskId: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { task, message, journey, facts, lane, clock } = await leaseFacts(trx, wholeClient(clientId), {
      taskId,
      personId: 0,
    });
    const free = facts.status === 'waiting' && facts.messageStatus === 'queued';
    if (!free || facts.hold !== null || facts.unread || facts.campaign !== 'running') return false;
    const verdict = sendVerdict(facts.send, lane, clock);
    if (verdict.kind !== 'refuse') return false;
    await endTask(trx, { task, message, journey, now: clock.now }, { reason: verdict.reason, notify: true });
    return true;
  });
}
