import { sql } from 'kysely';
import { allMessageFigures } from '../../campaigns/board/figures';
import { laneState } from '../../delivery/lanes';
import { type LaneQueue, missedDispatch } from '../../../domain/delivery/lane-forecast';
import { type AlertKind } from '../../../domain/platform/alerts';
import { readClock } from '../clock';
import { type Queryable } from '../types';
import { findGoesDue, GO_ALERTS } from './go-causes';
import { findLateInquiries, INQUIRY_ALERTS } from './inquiry-causes';
import { findOffRehearsal } from './rehearsal-causes';
import { finding, type Finding, findDueHolds, type Row } from './causes';

/** Causes that require counting waiting or posted contacts. */
export const SLOW: AlertKind[] = [
  'capacity_overrun',
  'off_rehearsal',
  'letters_returned',
  'holds_due',
  ...INQUIRY_ALERTS,
  ...GO_ALERTS,
];

/** Current causes of the slow kinds. */
export async function findSlow(db: Queryable): Promise<Finding[]> {
  const withLane = (row: Row) => `campaign:${row.campaign}:lane:${row.lane}`;
  return [
    ...(await lettersReturned(db)).map(finding('letters_returned', withLane)),
    ...(await findDueHolds(db)),
    ...(await findLateInquiries(db)),
    ...(await findOverruns(db)),
    ...(await findOffRehearsal(db)),
    ...(await findGoesDue(db)),
  ];
}

interface LettersOfLane {
  clientId: number;
  campaign: number;
  lane: number;
  posted: number;
  returned: number;
  volume: number;
  share: number;
  /** Number of lanes whose print runs had letters of the campaign. */
  lanes: number;
}

/**
 * Letters that came back, by campaign and lane, where they are too many. Those posted are not counted: the campaign's
 * figures have them, unless they went through several lanes.
 */
async function lettersReturned(db: Queryable): Promise<Row[]> {
  const { rows } = await sql<LettersOfLane>`
    select c.client_id as "clientId", c.id as campaign, l.id as lane, b.returned, l.stop_volume as volume,
      l.stop_bounces as share, coalesce(f.posted, 0)::int as posted,
      (select count(distinct r.lane_id)::int from print_runs r where r.campaigns @> array[c.id]) as lanes
    from campaigns c
    cross join lateral (select m.lane_id, count(*)::int as returned from messages m where m.campaign_id = c.id
      and m.channel = 'post' and m.status = 'handed_over' and m.bounced_at is not null group by m.lane_id) b
    join lanes l on l.id = b.lane_id and l.stop_bounces is not null
    left join (select campaign_id, sum(count) as posted from ${allMessageFigures} f
      where state = 'handed_over' and part = 'post' group by campaign_id) f on f.campaign_id = c.id
    where c.status = 'running' and b.returned > l.stop_volume * l.stop_bounces`.execute(db);
  const found: Row[] = [];
  for (const { volume, share, lanes, ...row } of rows) {
    const posted = lanes === 1 ? row.posted : await countPosted(db, row);
    if (posted >= volume && row.returned > posted * share) found.push({ ...row, posted });
  }
  return found;
}

async function countPosted(db: Queryable, of: { campaign: number; lane: number }): Promise<number> {
  const { count } = await db
    .selectFrom('messages')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('campaign_id', '=', of.campaign)
    .where('channel', '=', 'post')
    .where('status', '=', 'handed_over')
    .where('lane_id', '=', of.lane)
    .executeTakeFirstOrThrow();
  return count;
}

type Waiting = LaneQueue & { laneId: number; clientId: number; channel: string };

async function findOverruns(db: Queryable): Promise<Finding[]> {
  const queued = await queuedByLane(db);
  const laneIds = [...new Set(queued.map((row) => row.laneId))];
  if (laneIds.length === 0) return [];
  const { now } = await readClock(db);
  const lanes = await db.selectFrom('lanes').selectAll().where('id', 'in', laneIds).execute();
  return lanes.flatMap((lane) => {
    const queues = queued.filter((row) => row.laneId === lane.id);
    const missed = missedDispatch(laneState(lane), queues, now);
    return queues
      .filter(({ campaignId }) => missed.has(campaignId))
      .map(({ campaignId, clientId, count }): Finding => {
        const figures = { campaign: campaignId, lane: lane.id, queued: count, missed: missed.get(campaignId)! };
        return { kind: 'capacity_overrun', subject: `campaign:${campaignId}:lane:${lane.id}`, clientId, figures };
      });
  });
}

/**
 * What waits in each lane of each running campaign. Nothing is counted where all of a channel waits in one lane: the
 * campaign's figures have it.
 */
async function queuedByLane(db: Queryable): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select l.id as "laneId", c.id as "campaignId", c.client_id as "clientId", f.part as channel, f.count::int as count,
      coalesce(s.weight, 1) as weight, (v.doc->'dates'->>'lastDispatch')::float8 as "lastDispatch"
    from campaigns c
    join (select campaign_id, part, sum(count) as count from ${allMessageFigures} f where state = 'queued'
      group by campaign_id, part having sum(count) > 0) f on f.campaign_id = c.id
    join campaign_versions v on v.campaign_id = c.id and v.version = c.version
    join lanes l on l.channel = f.part and (l.client_id is null or l.client_id = c.client_id)
      and exists (select from messages m where m.lane_id = l.id and m.campaign_id = c.id and m.status = 'queued')
    left join lane_shares s on s.lane_id = l.id and s.campaign_id = c.id
    where c.status = 'running' order by c.id, l.id`.execute(db);
  const counted: Waiting[] = [];
  for (const row of rows) {
    const sharing = rows.filter(({ campaignId, channel }) => campaignId === row.campaignId && channel === row.channel);
    counted.push(sharing.length === 1 ? row : { ...row, count: await countQueued(db, row) });
  }
  return counted;
}

async function countQueued(db: Queryable, of: { laneId: number; campaignId: number }): Promise<number> {
  const { count } = await db
    .selectFrom('messages')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('lane_id', '=', of.laneId)
    .where('campaign_id', '=', of.campaignId)
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return count;
}
