import { sql } from 'kysely';
import { type AlertKind } from '../../../domain/platform/alerts';
import { isOnDesk } from '../../journeys/facts/pause-facts';
import { ENCLOSURE_DAYS, VALUABLES } from '../../../domain/returns/enclosures';
import { DESK_LIMIT_DAYS } from '../../../domain/returns/return-rules';
import { SCAN_LIMIT_DAYS } from '../../../domain/returns/stack';
import { type Queryable } from '../types';

/** The current cause of an alert: ids, codes and figures only. */
export interface Finding {
  kind: AlertKind;
  /** At most one alert is open per kind and subject. */
  subject: string;
  /** Null if it concerns the installation. */
  clientId: number | null;
  figures: Record<string, number | string>;
}

/** Unread arrivals older than this raise an alert, in seconds of the installation's clock. */
const UNREAD_SECONDS = 60;

/** Pages of one campaign locked at a time: that many customers do not mistype within half an hour. */
const MANY_LOCKED = 10;

/** Causes that are cheap to find. */
export const QUICK: AlertKind[] = [
  'lane_stopped',
  'arrival_unread',
  'print_run_differs',
  'postings_differ',
  'doubtful',
  'form_unread',
  'scans_waiting',
  'daybook_open',
  'enclosure_open',
  'bounce_unread',
  'file_unreadable',
  'journey_undecided',
  'second_person',
  'journeys_reconciled',
  'sign_in_locked',
  'pages_locked',
];

/** What a query found. */
export type Row = { clientId: number | null } & Record<string, number | string | null>;

/** Makes findings of one kind, each with its subject. */
export const finding =
  (kind: AlertKind, subject: (row: Row) => string) =>
  ({ clientId, ...figures }: Row): Finding => ({
    kind,
    clientId,
    subject: subject({ clientId, ...figures }),
    figures: figures as Finding['figures'],
  });
const ofCampaign = (row: Row) => `campaign:${row.campaign}`;

/** Current causes of the quick kinds. */
export async function findQuick(db: Queryable): Promise<Finding[]> {
  const stopped = await sql<Row>`
    select client_id as "clientId", id as lane, channel, coalesce(breaker_reason, '') as reason
    from lanes where breaker = 'open'`.execute(db);
  const unread = await sql<Row>`
    select a.client_id as "clientId", a.campaign_id as campaign, count(*)::int as count, ${UNREAD_SECONDS}::int as seconds
    from arrivals a join journeys j on j.id = a.journey_id and j.status = 'open'
    where a.read_at is null and a.seq > j.read_seq -- others wait with a journey that could not be decided
      and a.received_at < (select tsunagi_now() - make_interval(secs => ${UNREAD_SECONDS}::int))
    group by 1, 2`.execute(db);
  const differing = await sql<Row>`
    select client_id as "clientId", id as run, key, pieces, pages from print_runs where status = 'differs'`.execute(db);
  const unbalanced = await sql<Row>`
    select client_id as "clientId", id as run, key, pieces from print_runs where unbalanced <> '{}'`.execute(db);
  const doubtful = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, count(*)::int as count
    from messages where status = 'doubtful' group by 1, 2`.execute(db);
  const files = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, id as file, (totals->>'planned')::int as planned
    from client_files where kind = 'changes' and status = 'preview'
      and (totals->>'planned')::int > (totals->>'limit')::int`.execute(db);
  const reconciled = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, coalesce(sum(count) filter (where did = 'restarted'), 0)::int as restarted,
      coalesce(sum(count) filter (where did = 'signalled'), 0)::int as signalled
    from reconcile_counts group by 1, 2 having max(last_at) > clock_timestamp() - interval '1 day'`.execute(db);
  const locked = await sql<Row>`
    select null as "clientId", count(*)::int as count from sign_in_failures where locked_until > now()
    having count(*) > 0`.execute(db);
  const pages = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, count(*)::int as count from links
    where locked_until > tsunagi_now() group by 1, 2 having count(*) >= ${MANY_LOCKED}`.execute(db);
  const forms = await sql<Row>`
    select r.client_id as "clientId", r.campaign_id as campaign, count(*)::int as count, ${DESK_LIMIT_DAYS}::int as days
    from returns r where ${isOnDesk} and r.received_at <= tsunagi_now() - make_interval(days => ${DESK_LIMIT_DAYS}::int)
    group by 1, 2`.execute(db);
  const scans = await sql<Row>`
    select p.client_id as "clientId", count(*)::int as count, ${SCAN_LIMIT_DAYS}::int as days
    from scan_pages p join scan_batches b on b.id = p.batch_id
    where p.state = 'person' and b.created_at <= tsunagi_now() - make_interval(days => ${SCAN_LIMIT_DAYS}::int)
    group by 1`.execute(db);
  const days = await findOpenDays(db);
  const enclosures = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, count(*)::int as count, ${ENCLOSURE_DAYS.open}::int as days
    from enclosures where closed_at is null and (noted_at <= tsunagi_now() - make_interval(days => ${ENCLOSURE_DAYS.open}::int)
      or noted_at <= tsunagi_now() - make_interval(days => ${ENCLOSURE_DAYS.witness}::int) and witnessed_at is null
        and what = any(${[...VALUABLES]}::text[]))
    group by 1, 2`.execute(db);
  const bounces = await sql<Row>`
    select client_id as "clientId", count(*)::int as count from unread_bounces where verdict is null
    group by 1`.execute(db);
  const unreadable = await sql<Row>`
    select null as "clientId", folder, name from unreadable_files`.execute(db);
  const undecided = await sql<Row>`
    select client_id as "clientId", count(*)::int as count from holds
    where reason = 'undecidable' and released_at is null group by 1`.execute(db);
  return [
    ...stopped.rows.map(finding('lane_stopped', (row) => `lane:${row.lane}`)),
    ...unread.rows.map(finding('arrival_unread', ofCampaign)),
    ...differing.rows.map(finding('print_run_differs', (row) => `print_run:${row.run}`)),
    ...unbalanced.rows.map(finding('postings_differ', (row) => `print_run:${row.run}`)),
    ...doubtful.rows.map(finding('doubtful', ofCampaign)),
    ...forms.rows.map(finding('form_unread', ofCampaign)),
    ...scans.rows.map(finding('scans_waiting', ({ clientId }) => `client:${clientId}`)),
    ...days,
    ...enclosures.rows.map(finding('enclosure_open', ofCampaign)),
    ...bounces.rows.map(finding('bounce_unread', ({ clientId }) => `client:${clientId}`)),
    ...unreadable.rows.map(finding('file_unreadable', (row) => `file:${row.folder}/${row.name}`)),
    ...undecided.rows.map(finding('journey_undecided', ({ clientId }) => `client:${clientId}`)),
    ...reconciled.rows.map(finding('journeys_reconciled', ofCampaign)),
    ...pages.rows.map(finding('pages_locked', ofCampaign)),
    ...locked.rows.map(finding('sign_in_locked', () => 'sign-in')),
    ...files.rows.map(finding('second_person', (row) => `client_file:${row.file}`)),
  ];
}

/**
 * Day books of the return desk that do not balance: the newest closing of a client differs, or the day of an intake is
 * over and neither it nor a later one was closed in balance. The oldest such day names the alert.
 */
async function findOpenDays(db: Queryable): Promise<Finding[]> {
  const { rows } = await sql<Row>`
    with today as (select (tsunagi_now() at time zone 'Asia/Tokyo')::date as day),
      days as (select client_id, max(day) filter (where balanced) as balanced from daybook_closings group by 1)
    select c.id as "clientId", d.day::text as day, coalesce(l.expected::text, '-') as expected,
      coalesce(l.left_over::text, '-') as counted
    from clients c cross join today
    left join days b on b.client_id = c.id
    left join lateral (select day, balanced, expected, left_over from daybook_closings
      where client_id = c.id order by day desc, id desc limit 1) l on true
    cross join lateral (select least(case when not l.balanced then l.day end,
      (select min((i.counted_at at time zone 'Asia/Tokyo')::date) from intakes i where i.client_id = c.id
        and (i.counted_at at time zone 'Asia/Tokyo')::date < today.day
        and (b.balanced is null or (i.counted_at at time zone 'Asia/Tokyo')::date > b.balanced))) as day) d
    where d.day is not null`.execute(db);
  return rows.map(finding('daybook_open', ({ clientId, day }) => `daybook:${clientId}:${day}`));
}

/**
 * Holds whose review is due, counted by owner and client (owner 0: none). The day is part of the subject, so that an
 * owner is notified once a day while any is left.
 */
export async function findDueHolds(db: Queryable): Promise<Finding[]> {
  const { rows } = await sql<Row>`
    with today as (select (tsunagi_now() at time zone 'Asia/Tokyo')::date as day)
    select h.client_id as "clientId", coalesce(h.owner_id, 0)::int as owner, count(*)::int as count,
      min(h.review_on)::text as since, today.day::text as day
    from holds h, today where h.released_at is null and h.review_on <= today.day
    group by h.client_id, h.owner_id, today.day`.execute(db);
  return rows.map(finding('holds_due', ({ clientId, owner, day }) => `client:${clientId}:owner:${owner}:${day}`));
}
