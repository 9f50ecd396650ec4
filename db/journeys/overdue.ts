import { sql } from 'kysely';
import { type Db, type Queryable } from '../platform/types';

/** An open journey that nothing has moved although its time has come. */
interface OverdueJourney {
  journeyId: number;
  campaignId: number;
  clientId: number;
  customerId: number;
  run: number;
  turn: number;
}

/** How many newly overdue journeys one look notes, the oldest first; the others are noted by the next. */
const NOTE_BATCH = 1_000;

/** Notes journeys whose time has come and forgets those that have moved since they were noted. */
export async function noteOverdue(db: Queryable): Promise<void> {
  await sql`
    delete from overdue_journeys o using journeys j where j.id = o.journey_id and (j.status = 'closed'
      or (j.run, j.turn) <> (o.run, o.turn) or j.wake_at is null or j.wake_at > tsunagi_now())`.execute(db);
  await sql`
    insert into overdue_journeys (journey_id, client_id, run, turn)
    select j.id, j.client_id, j.run, j.turn from journeys j
    where j.status = 'open' and j.started_run = j.run and j.wake_at <= tsunagi_now()
      and not exists (select 1 from overdue_journeys o where o.journey_id = j.id)
    order by j.wake_at limit ${NOTE_BATCH} on conflict do nothing`.execute(db);
}

/**
 * Takes up to `limit` journeys that have been overdue for `boundMs` real milliseconds and marks them signalled before the
 * call, so that a caller who dies leaves them for a later turn: after five minutes, doubling up to five hours, for every
 * signal that a workflow does not act on lengthens its history.
 */
export async function takeOverdue(db: Db, { boundMs, limit }: { boundMs: number; limit: number }) {
  const { rows } = await sql<OverdueJourney>`
    with due as (select journey_id from overdue_journeys
        where seen_at <= clock_timestamp() - make_interval(secs => ${boundMs / 1000}::float8)
          and (signalled_at is null or signalled_at < clock_timestamp() - interval '5 minutes' * least(60, 2 ^ (signals - 1)))
        order by seen_at, journey_id limit ${limit} for no key update skip locked),
      taken as (update overdue_journeys o set signalled_at = clock_timestamp(), signals = o.signals + 1
        from due d where o.journey_id = d.journey_id returning o.journey_id, o.run, o.turn)
    select j.id as "journeyId", j.campaign_id as "campaignId", j.client_id as "clientId",
      j.customer_id as "customerId", t.run, t.turn
    from taken t join journeys j on j.id = t.journey_id and j.run = t.run and j.turn = t.turn
    order by j.id`.execute(db);
  return rows;
}

/** Counts what was done for journeys of one campaign; for metrics and alerts. */
export async function countReconciled(
  db: Queryable,
  { campaignId, clientId, did }: { campaignId: number; clientId: number; did: 'restarted' | 'signalled' },
  count = 1,
): Promise<void> {
  await sql`
    insert into reconcile_counts as s (campaign_id, client_id, did, count, last_at)
    values (${campaignId}, ${clientId}, ${did}, ${count}, clock_timestamp())
    on conflict (campaign_id, did) do update set count = s.count + excluded.count, last_at = excluded.last_at
  `.execute(db);
}

/** Workflows that are to run as long as their row says so: campaigns that have not ended, and lanes. */
export async function expectedWorkflows(db: Queryable) {
  const campaigns = await db
    .selectFrom('campaigns')
    .select('id')
    .where('launched', '=', true)
    .where('ended_at', 'is', null)
    .where('status', 'in', ['running', 'paused', 'stopped'])
    .execute();
  const lanes = await db
    .selectFrom('lanes')
    .select('id')
    .where('launched', '=', true)
    .where('channel', '<>', 'phone')
    .execute();
  return { campaigns: campaigns.map(({ id }) => id), lanes: lanes.map(({ id }) => id) };
}

/** Has the outbox start a workflow again that is gone. */
export async function launchAgain(db: Queryable, table: 'campaigns' | 'lanes', id: number): Promise<void> {
  await db.updateTable(table).set({ launched: false }).where('id', '=', id).execute();
}
