import { sql } from 'kysely';
import { type Db } from '../../db/platform/types';

/** Where in a campaign's numbers the first journey of a kind lies, see sql/01-plan.sql. */
const KINDS = {
  waiting: 0,
  letter: 378,
  text: 518,
  reminded: 538,
  answered: 638,
  call: 838,
  full: 868,
  due: 908,
  held: 913,
  desk: 943,
  bounced: 950,
  kept: 999,
} as const;

export interface SampleCampaign {
  campaignId: number;
  clientId: number;
  first: number;
  /** Blocks of a thousand journeys, one of each kind in each. */
  blocks: number;
}

/** Campaigns, lanes and people of the filled database. */
export interface Samples {
  /** The largest campaign, of the largest client. */
  large: SampleCampaign;
  starting: SampleCampaign;
  running: SampleCampaign;
  over: SampleCampaign;
  paused: SampleCampaign;
  /** `full`: the largest client's own mail lane, at its daily capacity. */
  lanes: Record<'full' | 'mail' | 'sms' | 'post' | 'phone', number>;
  persons: number[];
  /** Id of the `turn`th customer of a kind, who has the same journey id, for a campaign whose phase is `running`. */
  customer(campaign: SampleCampaign, kind: keyof typeof KINDS, turn: number): number;
}

/** Finds them by the order in which they were filled in. */
export async function findSamples(db: Db): Promise<Samples> {
  const { rows } = await sql<Omit<SampleCampaign, 'blocks'> & { name: string; last: number }>`
    select c.id as "campaignId", c.client_id as "clientId", c.name,
      (select j.customer_id from journeys j where j.campaign_id = c.id order by j.customer_id limit 1) as first,
      (select j.customer_id from journeys j where j.campaign_id = c.id order by j.customer_id desc limit 1) as last
    from campaigns c order by c.id`.execute(db);
  const named = (wanted: string) =>
    rows
      .filter(({ name }) => name === wanted)
      .map(({ last, ...row }) => ({ ...row, blocks: Math.max(1, Math.floor((last + 1 - row.first) / 1_000)) }));
  const lanes = await sql<{ id: number; channel: 'mail' | 'sms' | 'post' | 'phone'; own: boolean }>`
    select id, channel, client_id is not null as own from lanes order by id`.execute(db);
  const lane = (channel: string, own = false) =>
    lanes.rows.find((row) => row.channel === channel && row.own === own)!.id;
  const persons = await db.selectFrom('persons').select('id').orderBy('id').limit(10).execute();
  return {
    large: named('running')[0]!,
    running: named('running')[1]!,
    starting: named('starting')[0]!,
    over: named('over')[0]!,
    paused: named('paused')[0]!,
    lanes: {
      full: lane('mail', true),
      ...{ mail: lane('mail'), sms: lane('sms'), post: lane('post'), phone: lane('phone') },
    },
    persons: persons.map(({ id }) => id),
    customer: ({ first, blocks }, kind, turn) => first + KINDS[kind] + 1_000 * (turn % Math.min(8, blocks)),
  };
}
