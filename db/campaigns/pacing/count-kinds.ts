import { type RawBuilder, sql } from 'kysely';
import { type CountedKind, type TraitsAsked } from '../../../domain/campaigns/pacing/kinds';
import { representativeActs } from '../../customers/contacts';
import { type Queryable } from '../../platform/types';
import { type CampaignRow } from '../campaigns';

interface Row {
  kind: 'person' | 'company';
  ageFrom: number | null;
  prefecture: number | null;
  products: string[];
  reach: CountedKind['reach'];
  customers: number;
}

/**
 * The customers who are to begin, counted by what plans tell apart: the traits asked for, addresses and consents. One
 * grouped statement; no customer is returned. `waves`: of a campaign that has started, those whose customers are counted, [null] for
 * those of no wave; null counts everyone included in the audience.
 */
export async function countKinds(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  { asked, waves }: { asked: TraitsAsked; waves: (string | null)[] | null },
): Promise<CountedKind[]> {
  const products = asked.products
    ? sql`(select array_agg(distinct coalesce(p.product, '') order by coalesce(p.product, ''))
        from audience a join contracts p on p.id = a.contract_id
        where a.campaign_id = ${campaign.id} and a.customer_id = o.customer_id and a.state = 'included')`
    : sql`'{}'::text[]`;
  const { rows } = await sql<Row>`
    with own as materialized (${customersOf(campaign, waves)}),
    acting as materialized (select distinct on (r.customer_id) r.customer_id, r.channels, r.purposes
      from representatives r join own o on o.customer_id = r.customer_id
      where ${representativeActs(sql`tsunagi_now()`)} order by r.customer_id, r.id desc),
    addresses as (
      select p.customer_id, p.channel, 'ok' as contact from contact_points p join own o on o.customer_id = p.customer_id
      where p.client_id = ${campaign.client_id} and p.bad_at is null
        and not exists (select from acting a where a.customer_id = p.customer_id)
      union all
      select a.customer_id, unnest(a.channels),
        case when a.purposes is null then 'ok' else 'only:' || array_to_string(a.purposes, '+') end from acting a),
    said as (select distinct on (k.customer_id, k.channel) k.customer_id, k.channel, k.value
      from consents k join own o on o.customer_id = k.customer_id where k.purpose = 'service_notice'
      order by k.customer_id, k.channel, k.at desc, k.id desc),
    reached as (select d.customer_id, jsonb_agg(jsonb_build_object('channel', d.channel, 'contact', d.contact,
        'consent', case s.value when true then 'yes' when false then 'no' else 'unknown' end) order by d.channel) as reach
      from addresses d left join said s on s.customer_id = d.customer_id and s.channel = d.channel
      where d.channel <> 'phone' or not exists (select from protections x
        where x.customer_id = d.customer_id and x.lifted_at is null)
      group by d.customer_id)
    select ${asked.kind ? sql`c.kind` : sql`'person'::text`} as kind,
      ${asked.age ? sql`c.age_from` : sql`null::smallint`} as "ageFrom",
      ${asked.prefecture ? sql`c.prefecture` : sql`null::smallint`} as prefecture,
      ${products} as products, coalesce(r.reach, '[]') as reach, count(*)::int as customers
    from own o join customers c on c.id = o.customer_id left join reached r on r.customer_id = o.customer_id
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(db);
  return rows.map(({ reach, customers, ...traits }) => ({ traits, reach, customers }));
}

function customersOf(
  { id, client_id }: { id: number; client_id: number },
  waves: (string | null)[] | null,
): RawBuilder<unknown> {
  if (waves === null) {
    return sql`select distinct customer_id from audience
      where campaign_id = ${id} and client_id = ${client_id} and state = 'included'`;
  }
  const own = waves.includes(null) ? sql`wave is null` : sql`wave = any(${waves}::text[])`;
  return sql`select customer_id from journeys
    where campaign_id = ${id} and client_id = ${client_id} and status = 'open' and ${own}`;
}
