import { sql } from 'kysely';
import { type Channel } from '../../../domain/campaigns/campaign';
import { ANSWER_DAYS, TRIAL_DAYS, type TrialMeasured } from '../../../domain/campaigns/trial/trial';
import { MEANING } from '../../../domain/calls/call-rules';
import { type CampaignRow } from '../campaigns';
import { type Queryable } from '../../platform/types';

/** First contacts of a trial's customers by channel and age, in whole days. */
export interface FirstContacts {
  channel: Channel;
  age: number;
  sent: number;
  lost: number;
  inquiries: number;
}

/** Results of attempts in which the customer was spoken to. */
const REACHED = Object.entries(MEANING).flatMap(([result, meaning]) =>
  ['reached', 'callback', 'hold'].includes(meaning) ? [result] : [],
);

interface Row extends FirstContacts {
  /** Whole days from the first contact to the choice; null: none yet. */
  answeredAfter: number | null;
  closed: number;
}

/** Of how many of its customers a wave is measured at most: by them a rate of one half is known to 3 percentage points. */
const MOST = 900;

/**
 * What a wave has shown until now, and its first contacts by age, for what would be expected of them. Measured of all its
 * customers, or of `most` that are drawn evenly, always the same ones, so that it takes no longer for a large wave.
 */
export async function measureTrial(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  wave: string,
  most = MOST,
): Promise<{ measured: TrialMeasured; contacts: FirstContacts[] }> {
  const journeys = await drawn(db, campaign, { wave, most });
  const rows = await firstContacts(db, campaign, journeys);
  const calls = await countCalls(db, campaign, journeys);
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const contacted = rows.filter(({ channel }) => channel !== null);
  const first: TrialMeasured['first'] = {};
  for (const { channel, sent, lost } of contacted) {
    const known = first[channel] ?? { sent: 0, lost: 0 };
    first[channel] = { sent: known.sent + sent, lost: known.lost + lost };
  }
  const answeredByDay = Array.from({ length: ANSWER_DAYS + 1 }, (_, day) =>
    sum(({ answeredAfter, sent }) =>
      answeredAfter !== null && Math.min(answeredAfter, ANSWER_DAYS) === day ? sent : 0,
    ),
  );
  const measured: TrialMeasured = {
    customers: sum(({ sent }) => sent),
    contacted: contacted.reduce((total, { sent }) => total + sent, 0),
    observed: sum(({ age, sent, closed }) => (age >= TRIAL_DAYS ? sent : closed)),
    first,
    answeredByDay,
    answered: sum(({ answeredAfter, sent }) => (answeredAfter === null ? 0 : sent)),
    inquiries: sum(({ inquiries }) => inquiries),
    ...calls,
  };
  return { measured, contacts: contacted };
}

interface Place {
  id: number;
  client_id: number;
}

/** The journeys of a wave; of a larger one `most` at even distances between its first and its last. */
async function drawn(db: Queryable, { id, client_id: client }: Place, { wave, most }: { wave: string; most: number }) {
  const own = sql`campaign_id = ${id} and wave = ${wave}`;
  const inOrder = sql`order by campaign_id, wave, id`;
  const all = await sql<{ id: number }>`
    select id from journeys where ${own} and client_id = ${client} ${inOrder} limit ${most + 1}`.execute(db);
  if (all.rows.length <= most) return all.rows.map((row) => row.id);
  const { rows } = await sql<{ id: number }>`
    with ends as materialized (select
      (select id from journeys where ${own} ${inOrder} limit 1) as first,
      (select id from journeys where ${own} order by campaign_id desc, wave desc, id desc limit 1) as last)
    select distinct n.id from ends cross join generate_series(0, ${most - 1}::int) as g(nth)
    cross join lateral (select id, client_id from journeys where ${own}
      and id >= ends.first + (ends.last - ends.first) * g.nth / ${most}::int ${inOrder} limit 1) n
    where n.client_id = ${client}`.execute(db);
  return rows.map((row) => row.id);
}

/** A row with channel null stands for those not contacted yet. */
async function firstContacts(db: Queryable, { id }: Place, journeys: number[]) {
  const { rows } = await sql<Row>`
    with own as materialized (select id, customer_id, status from journeys where id = any(${journeys}::bigint[])),
    first as (select o.customer_id, o.status, m.channel, m.at, m.lost from own o
      left join lateral (select m.channel, coalesce(m.expected_at, m.handed_over_at, m.not_before) as at,
          m.bounced_at is not null as lost from messages m
        where m.journey_id = o.id and m.status in ('handed_over', 'doubtful') and not m.reply
        order by m.id limit 1) m on true)
    select f.channel, case when f.at is null then 0
        else greatest(0, floor(extract(epoch from tsunagi_now() - f.at) / 86400))::int end as age,
      a.after as "answeredAfter", count(*)::int as sent, count(*) filter (where f.lost)::int as lost,
      count(*) filter (where f.status = 'closed')::int as closed, sum(i.calls)::int as inquiries
    from first f
    left join lateral (select greatest(0, floor(extract(epoch from min(x.at) - f.at) / 86400))::int as after
      from outcomes x where x.campaign_id = ${id} and x.customer_id = f.customer_id
        and x.outcome in ('migrated', 'cancelled') having min(x.at) is not null and f.at is not null) a on true
    left join lateral (select (select count(*) from incoming_calls c
        where c.customer_id = f.customer_id and c.campaign_id = ${id} and c.at >= f.at)
      + (select count(*) from inquiries q where q.customer_id = f.customer_id and q.campaign_id = ${id}
        and q.channel <> 'phone' and q.received_at >= f.at) as calls) i on true
    group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}

async function countCalls(db: Queryable, { id }: Place, journeys: number[]) {
  const { rows } = await sql<Pick<TrialMeasured, 'attempts' | 'reached'>>`
    select count(*)::int as attempts, count(*) filter (where a.result = any(${REACHED}::text[]))::int as reached
    from journeys j join call_tasks t on t.customer_id = j.customer_id and t.campaign_id = ${id}
      join call_attempts a on a.task_id = t.id
    where j.id = any(${journeys}::bigint[])`.execute(db);
  return rows[0]!;
}
