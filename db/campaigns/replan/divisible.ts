import { sql } from 'kysely';
import { type CampaignDoc, type Wave } from '../../../domain/campaigns/campaign';
import { isFor, type SegmentFacts } from '../../../domain/campaigns/segments';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { type Traits } from '../../../domain/journeys/facts';
import { contactOf, loadContacts } from '../../customers/contacts';
import { readClock } from '../../platform/clock';
import { afterInCampaign } from '../../platform/keyset';
import { type Trx } from '../../platform/types';
import { loadHeldTexts } from '../text-recipients';

/** How open journeys are read: page by page, each in a transaction of the caller's. */
export interface PoolReading {
  read: <Found>(work: (trx: Trx) => Promise<Found>) => Promise<Found>;
  batch: number;
  /** Called after each batch that was read or written. */
  reached: () => void;
}

/** Open journeys that are to be divided, in order, with their customers. */
export interface Divisible {
  journeys: number[];
  customers: number[];
  /** The customers in each segment that a wave names. */
  inside: Map<string, Set<number>>;
}

/** Whether a customer is in one of the segments, for `divideIntoWaves`. */
export const isInSegments =
  ({ inside }: Pick<Divisible, 'inside'>) =>
  (customerId: number, segments: string[]): boolean =>
    segments.some((one) => inside.get(one)?.has(customerId));

interface Divided {
  id: number;
  doc: CampaignDoc;
}

/**
 * The open journeys of a campaign whose wave `belongs`, and who is in the segments that `waves` name, evaluated like the
 * plan's steps. Of a customer only what these segments ask for is read.
 */
export async function readDivisible(
  campaign: Divided,
  waves: readonly Wave[],
  { read, batch, reached, belongs }: PoolReading & { belongs: (wave: string | null) => boolean },
): Promise<Divisible> {
  const named = [...new Set(waves.flatMap(({ only = [] }) => only))];
  const inside = new Map(named.map((segment) => [segment, new Set<number>()]));
  const found: Divisible = { journeys: [], customers: [], inside };
  const readFrom = (after: number) =>
    read(async (trx) => {
      const page = await openJourneys(trx, campaign, { named, after, limit: batch });
      const own = page.filter(({ wave }) => belongs(wave));
      for (const { id, customer } of own) {
        found.journeys.push(id);
        found.customers.push(customer);
      }
      if (named.length > 0 && own.length > 0) {
        const factsOf = await segmentFacts(trx, campaign, { own, named });
        for (const row of own) {
          const facts = factsOf(row);
          for (const one of named) if (isFor({ only: [one] }, facts, campaign.doc)) inside.get(one)!.add(row.customer);
        }
      }
      return page.at(-1)?.id;
    });
  for (let after: number | undefined = 0; ;) {
    after = await readFrom(after);
    if (after === undefined) return found;
    reached();
  }
}

interface Row extends Traits {
  id: number;
  customer: number;
  wave: string | null;
}

/** A page of open journeys with the traits of their customers that the named segments tell apart. */
async function openJourneys(
  trx: Trx,
  { id: campaignId, doc }: Divided,
  { named, after, limit }: { named: string[]; after: number; limit: number },
): Promise<Row[]> {
  const products = named.some((segment) => doc.segments?.[segment]?.products)
    ? sql`(select coalesce(array_agg(distinct coalesce(p.product, '')), '{}') from audience a
        join contracts p on p.id = a.contract_id
        where a.campaign_id = j.campaign_id and a.customer_id = j.customer_id and a.state = 'included')`
    : sql`'{}'::text[]`;
  const traits =
    named.length > 0
      ? sql`c.kind, c.age_from as "ageFrom", c.prefecture, ${products} as products`
      : sql`'person' as kind, null as "ageFrom", null as prefecture, '{}'::text[] as products`;
  const customers =
    named.length > 0 ? sql`cross join lateral (select * from customers where id = j.customer_id offset 0) c` : sql``;
  const { rows } = await sql<Row>`
    select j.id, j.customer_id as customer, j.wave, ${traits} from (
      select journeys.* from journeys where status = 'open' and ${afterInCampaign(campaignId, after)}
      order by campaign_id, id limit ${limit}) j ${customers} order by j.id`.execute(trx);
  return rows;
}

/** What the named segments ask of customers beyond their traits: channels that they lack, texts that they have. */
async function segmentFacts(
  trx: Trx,
  { id: campaignId, doc }: Divided,
  { own, named }: { own: Row[]; named: string[] },
): Promise<(row: Row) => SegmentFacts> {
  const asks = (key: 'missing' | 'holds') => named.some((segment) => doc.segments?.[segment]?.[key] !== undefined);
  const channels = planChannels(doc);
  const contacts = asks('missing')
    ? await loadContacts(
        trx,
        own.map(({ customer }) => customer),
        (await readClock(trx)).now,
      )
    : undefined;
  const held = asks('holds')
    ? await loadHeldTexts(
        trx,
        own.map(({ id }) => ({ id, campaign_id: campaignId })),
        new Map([[campaignId, { doc }]]),
      )
    : undefined;
  return ({ id, customer, wave: _, ...traits }) => ({
    traits,
    contact: contactOf(contacts?.get(customer), channels),
    ...(held?.has(id) && { holds: held.get(id)! }),
  });
}
