import { sql } from 'kysely';
import { PLANNED_ONCE } from '../platform/planned-once';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { dueNow, tasksInPlace } from './tasks';

/** A call that could be the next one, and the lane whose limits it meets. */
export interface NextCandidate {
  id: number;
  laneId: number;
}

interface Asks {
  personId: number;
  /** Only calls of this campaign. */
  campaignId?: number | undefined;
}

/** Tasks read of one kind at a time. */
const READ = 20;
/** The most attempts that a plan may give a call. */
const MOST_ATTEMPTS = 10;
/** How long a call that a person gave back as one they cannot make is not given to the same person again. */
const GIVEN_BACK_HOURS = 12;

/**
 * The calls that a person may be given next, best first: the one in hand, then promised callbacks that are due, then
 * those of the campaign with the fewest days left, and among them those with the fewest attempts. Takes no locks: a
 * lease decides (`leaseCallTask`). Reads some of one kind, and more only when they are asked for.
 */
export async function* nextCandidates(db: Queryable, scope: Scope, asks: Asks): AsyncGenerator<NextCandidate> {
  yield* await inHand(db, scope, asks.personId);
  yield* await promised(db, scope, asks);
  for (const campaignId of await byDaysLeft(db, scope, asks)) yield* await leastTried(db, campaignId, asks.personId);
}

/** Whether this transaction alone tries to lease the task: who comes at the same time goes on to the next one. */
export async function pickAlone(trx: Trx, taskId: number): Promise<boolean> {
  const { rows } = await sql<{ alone: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`call-task:${taskId}`}, 0)) as alone`.execute(trx);
  return rows[0]!.alone;
}

/** When the next call of the desk falls due that is not yet; null: none is planned. */
export async function nextCallAt(db: Queryable, scope: Scope, campaignId?: number): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    select min(t.next_at) as at from call_tasks t where t.client_id = ${scope.clientId}
      and ${inCampaigns(scope, 't.campaign_id')} ${ofCampaign(campaignId)}
      and t.status <> 'done' and t.next_at > tsunagi_now()`.execute(db);
  return rows[0]!.at;
}

const ofCampaign = (campaignId: number | undefined) =>
  campaignId === undefined ? sql`` : sql`and t.campaign_id = ${campaignId}`;

const notGivenBack = (personId: number) => sql<boolean>`(t.given_back_by is distinct from ${personId}::bigint
  or t.given_back_at < tsunagi_now() - ${GIVEN_BACK_HOURS} * interval '1 hour')`;

async function inHand(db: Queryable, scope: Scope, personId: number): Promise<NextCandidate[]> {
  const { rows } = await sql<NextCandidate>`
    select t.id, m.lane_id as "laneId" from call_tasks t join messages m on m.id = t.message_id
    where t.leased_by = ${personId} and t.status = 'leased' and t.lease_until > tsunagi_now()
      and t.client_id = ${scope.clientId} and ${inCampaigns(scope, 't.campaign_id')}
    order by t.leased_at limit 1`.execute(db);
  return rows;
}

async function promised(db: Queryable, scope: Scope, { personId, campaignId }: Asks): Promise<NextCandidate[]> {
  const { rows } = await sql<NextCandidate>`${PLANNED_ONCE}
    select t.id, m.lane_id as "laneId" from ${tasksInPlace}
    where t.client_id = ${scope.clientId} and ${inCampaigns(scope, 't.campaign_id')} ${ofCampaign(campaignId)}
      and t.promised and ${dueNow} and ${notGivenBack(personId)}
    order by t.next_at, t.id limit ${sql.lit(READ)}`.execute(db);
  return rows;
}

/** The campaigns that are running, the one whose last dispatch comes first before the others. */
async function byDaysLeft(db: Queryable, scope: Scope, { campaignId }: Asks): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from campaigns c join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    where c.client_id = ${scope.clientId} and ${inCampaigns(scope, 'c.id')} and c.status = 'running'
      ${campaignId === undefined ? sql`` : sql`and c.id = ${campaignId}`}
    order by (v.doc #>> '{dates,lastDispatch}')::double precision, c.id`.execute(db);
  return rows.map(({ id }) => id);
}

async function leastTried(db: Queryable, campaignId: number, personId: number): Promise<NextCandidate[]> {
  const { rows } = await sql<NextCandidate>`${PLANNED_ONCE}
    select due.id, due."laneId" from generate_series(0, ${sql.lit(MOST_ATTEMPTS)}) tried
    cross join lateral (select t.id, t.next_at, m.lane_id as "laneId" from ${tasksInPlace}
      where t.campaign_id = ${campaignId} and t.attempts = tried and not t.promised and ${dueNow}
        and ${notGivenBack(personId)}
      order by t.next_at, t.id limit ${sql.lit(READ)}) due
    order by tried, due.next_at, due.id limit ${sql.lit(READ)}`.execute(db);
  return rows;
}
