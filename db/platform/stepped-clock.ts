import { sql } from 'kysely';
import { campaignSends, messageHeld } from '../customers/contacts';
import { messagePaused } from '../journeys/facts/pause-facts';
import { ALL_LANES, announced } from './notifications/announce';
import { type Db } from './types';
import { readClock } from './clock';

/**
 * Number of rows that are due by the clock and not done. Campaigns that do not run and lanes that rest hold their rows
 * back, and a postponed message those of later steps. Calls belong to the operators and letters in a print run to the print shop; not counted.
 */
export async function outstanding(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with active as (select id, status, epoch from campaigns where status in ('running', 'stopped') and ended_at is null),
      sending as (select id from campaigns c where ${campaignSends})
    select (
      (select count(*) from journeys j join active c on c.id = j.campaign_id where j.status = 'open'
        and (j.wake_at <= tsunagi_now() or j.started_run < j.run or c.status = 'stopped' or j.held_epoch < c.epoch))
      + (select count(*) from messages m join sending c on c.id = m.campaign_id join lanes l on l.id = m.lane_id
        where l.breaker = 'closed' and (l.rests_until is null or l.rests_until <= tsunagi_now() or m.status <> 'queued')
        and m.channel <> 'phone'
        and (m.channel <> 'post' or m.status = 'queued'
          or not exists (select 1 from pieces p where p.id = m.piece_id and p.print_run_id is not null))
        and not ${messageHeld} and not ${messagePaused}
        and not (m.status = 'queued' and not m.reply and exists (select 1 from messages p where p.journey_id = m.journey_id and p.id < m.id
          and not p.reply and p.channel <> 'phone' and p.status = 'queued' and p.not_before > tsunagi_now()
          and (p.run, p.step, p.occurrence) is distinct from (m.run, m.step, m.occurrence)))
        and ((m.status = 'queued' and m.not_before <= tsunagi_now()) or m.status in ('claimed', 'handing_over')))
      + (select count(*) from arrivals a join journeys j on j.id = a.journey_id
        where a.read_at is null and j.status = 'open' and a.seq > j.read_seq)
      + (select count(*) from print_runs
        where status in ('open', 'rendered') or (status = 'handed_over' and acknowledged is not null))
      + (select count(*) from active c join campaigns k on k.id = c.id where not k.launched or k.wake_at is null or k.wake_at <= tsunagi_now())
    ) as n`.execute(db);
  return rows[0]!.n;
}

/** The next instant after `now` (epoch ms) at which something becomes due; undefined when nothing is planned. */
export async function nextDueInstant(db: Db, now: number): Promise<number | undefined> {
  const { rows } = await sql<{ at: number | null }>`
    select min(at) as at from (
      select min(wake_at) as at from journeys where status = 'open' and wake_at > ${new Date(now)}
      union all select min(not_before) from messages where status = 'queued' and not_before > ${new Date(now)}
      union all select min(rests_until) from lanes l where rests_until > ${new Date(now)}
        and exists (select 1 from messages m where m.lane_id = l.id and m.status = 'queued')
      union all select min(wake_at) from campaigns where status in ('running', 'stopped') and wake_at > ${new Date(now)}
    ) as due`.execute(db);
  return rows[0]?.at ?? undefined;
}

/** Open journeys of running campaigns whose due instant has passed while their workflow still waits. */
export async function dueJourneys(
  db: Db,
): Promise<{ campaignId: number; customerId: number; run: number; turn: number }[]> {
  return db
    .selectFrom('journeys as j')
    .innerJoin('campaigns as c', 'c.id', 'j.campaign_id')
    .select(['j.campaign_id as campaignId', 'j.customer_id as customerId', 'j.run', 'j.turn'])
    .where('c.status', '=', 'running')
    .where('j.status', '=', 'open')
    .where('j.turn', '>=', 0)
    .where('j.wake_at', '<=', sql<number>`tsunagi_now()`)
    .execute();
}

/** The installation's instant, epoch ms. */
export async function instantNow(db: Db): Promise<number> {
  return (await readClock(db)).now;
}

/** Steps the clock to an instant (epoch ms), of which the lanes hear. */
export async function stepClock(db: Db, to: number): Promise<void> {
  await db
    .updateTable('clock')
    .set({ stepped_to: new Date(to) })
    .returning(announced(ALL_LANES).as('announced'))
    .execute();
}

/**
 * Makes the clock a stepped one with slots of a day, at `speed` virtual ms per real ms. It begins at `from` (epoch ms), or
 * where a clock that ran ahead has come; one that is stepped already goes on.
 */
export async function startSteppedClock(db: Db, { speed, from }: { speed: number; from: number }): Promise<void> {
  await db
    .updateTable('clock')
    .set({
      speed,
      slot_ms: 86_400_000,
      slack_ms: 3_600_000,
      stepped_to: sql<Date>`case when stepped_to is null and ahead_ms = 0 then ${new Date(from)}::timestamptz
        else tsunagi_now() end`,
      ahead_ms: 0,
    })
    .execute();
}

/** Lets a stepped clock run on at the speed of real time from where it stands; a running one is left as it is. */
export async function letClockRun(db: Db): Promise<void> {
  await db
    .updateTable('clock')
    .set({
      speed: 1,
      slot_ms: 0,
      slack_ms: 0,
      ahead_ms: sql<number>`round(extract(epoch from stepped_to - clock_timestamp()) * 1000)`,
      stepped_to: null,
    })
    .where('stepped_to', 'is not', null)
    .execute();
}
