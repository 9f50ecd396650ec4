import { sql } from 'kysely';
import { type Db, type Queryable, type Trx } from '../../platform/types';
import { OPERATOR } from './happen';

/** How many customers and contracts take part in a campaign. */
export interface AudienceSize {
  customers: number;
  contracts: number;
}

/** The customers and contracts that are included. */
export async function audienceSize(db: Queryable, campaignId: number): Promise<AudienceSize> {
  const { rows } = await sql<AudienceSize>`
    select count(distinct customer_id)::int as customers, count(*)::int as contracts
    from audience where campaign_id = ${campaignId} and state = 'included'`.execute(db);
  return rows[0]!;
}

/**
 * The customers of a sample by id: the same for the same audience, size and seed. Ids alone are read; null takes all.
 */
export async function drawSample(
  db: Queryable,
  { campaignId, sample, seed }: { campaignId: number; sample: number | null; seed: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id from (select distinct customer_id as id from audience
        where campaign_id = ${campaignId} and state = 'included') a
      order by hashint8extended(id, ${seed}::bigint), id limit ${sample}) drawn
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Traits of a real customer that decide how it is contacted. Nothing of the vault, no name, address or number. */
interface Traits {
  kind: string;
  age: number | null;
  prefecture: number | null;
  country: string | null;
  language: string;
  contracts: { product: string | null; override: string | null }[];
  /** By channel: null, or why it cannot be used. */
  contacts: Record<string, string | null>;
  consents: { channel: string; purpose: string; value: boolean | null }[];
  holds: string[];
  protected: boolean;
  representatives: object[];
  /** Channels for which a contact despite a refusal is approved. */
  granted: string[];
}

/**
 * Reads the traits of some customers, in the order of their ids. Of a contract's number only the keyed hash is read, and
 * only where the campaign's policy names it, because it decides on a contact.
 */
async function readTraits(
  db: Queryable,
  { campaignId, ids, named }: { campaignId: number; ids: number[]; named: string[] },
): Promise<Traits[]> {
  const { rows } = await sql<Traits>`
    select k.kind, k.age_from as age, k.prefecture, k.country, k.language,
      (select jsonb_agg(jsonb_build_object('product', c.product, 'override',
          case when encode(c.number_hash, 'hex') = any(${named}::text[]) then encode(c.number_hash, 'hex') end)
        order by c.id) from audience a join contracts c on c.id = a.contract_id
        where a.campaign_id = ${campaignId} and a.customer_id = k.id and a.state = 'included') as contracts,
      (select coalesce(jsonb_object_agg(p.channel, case when p.bad_at is null then null else coalesce(p.bad_reason, '') end), '{}')
        from contact_points p where p.customer_id = k.id) as contacts,
      (select coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'purpose', d.purpose, 'value', d.value)), '[]')
        from (select distinct on (channel, purpose) channel, purpose, value from consents s where s.customer_id = k.id
          order by channel, purpose, at desc, id desc) d) as consents,
      (select coalesce(jsonb_agg(h.reason order by h.id), '[]') from holds h
        where h.customer_id = k.id and h.released_at is null) as holds,
      (select coalesce(jsonb_agg(o.channel order by o.channel), '[]') from consent_overrides o
        where o.campaign_id = ${campaignId} and o.customer_id = k.id and o.confirmed and o.withdrawn_at is null) as granted,
      exists (select from protections x where x.customer_id = k.id and x.lifted_at is null) as protected,
      (select coalesce(jsonb_agg(jsonb_build_object('relation', r.relation, 'channels', r.channels, 'decides', r.may_decide,
          'purposes', r.purposes, 'bad', r.bad) order by r.id), '[]')
        from representatives r where r.customer_id = k.id and r.ended_at is null
          and daterange(r.valid_from, r.valid_until, '[]') @> (tsunagi_now() at time zone 'Asia/Tokyo')::date)
        as representatives
    from customers k where k.id = any(${ids}::bigint[]) order by k.id`.execute(db);
  return rows;
}

/** Where simulated customers are written to: ids of the rehearsal's client and campaign. */
export interface RehearsedPlace {
  clientId: number;
  campaignId: number;
}

/**
 * Writes simulated customers with the traits of these real ones, numbered from `firstKey` on; a number is the customer's id
 * and place in the sample. Their contacts are invented: hashes of the number, with no address behind them. `from` is the
 * product's database and is only read; contracts are numbered by customer, 100,000 apart.
 */
export async function writeSimulated(
  from: Db,
  trx: Trx,
  input: { of: number; ids: number[]; firstKey: number; named: string[]; place: RehearsedPlace; startsAt: number },
): Promise<void> {
  const { ids, firstKey, place, startsAt } = input;
  const traits = await readTraits(from, { campaignId: input.of, ids, named: input.named });
  const list = JSON.stringify(traits.map((one, index) => ({ ...one, id: firstKey + index })));
  const { clientId, campaignId } = place;
  const at = new Date(startsAt - 1);
  await sql`
    insert into customers (id, client_id, kind, party_hash, age_from, prefecture, country, language)
    overriding system value
    select id, ${clientId}, kind, sha256(('customer ' || id)::bytea), age, prefecture, country, language
    from jsonb_to_recordset(${list}::jsonb)
      as t(id bigint, kind text, age smallint, prefecture smallint, country text, language text)`.execute(trx);
  await sql`
    with c as (insert into contracts (id, client_id, customer_id, number_hash, row_hash, product) overriding system value
      select t.id * 100000 + n, ${clientId}, t.id,
        coalesce(decode(c.one ->> 'override', 'hex'), sha256(('contract ' || t.id || '/' || n)::bytea)), ''::bytea,
        c.one ->> 'product'
      from jsonb_to_recordset(${list}::jsonb) as t(id bigint, contracts jsonb),
        jsonb_array_elements(t.contracts) with ordinality as c(one, n) order by t.id, n
      returning id, customer_id)
    insert into audience (campaign_id, contract_id, client_id, customer_id, line, state)
    select ${campaignId}, id, ${clientId}, customer_id, customer_id, 'included' from c`.execute(trx);
  await sql`
    insert into contact_points (customer_id, channel, client_id, hash, bad_reason, bad_at)
    select t.id, c.key, ${clientId}, sha256((c.key || ' ' || t.id)::bytea), c.value, case when c.value is not null then ${at}::timestamptz end
    from jsonb_to_recordset(${list}::jsonb) as t(id bigint, contacts jsonb), jsonb_each_text(t.contacts) c`.execute(
    trx,
  );
  await sql`
    insert into consents (customer_id, client_id, channel, purpose, value, source, at)
    select t.id, ${clientId}, c.one ->> 'channel', c.one ->> 'purpose', (c.one ->> 'value')::boolean, 'rehearsal', ${at}
    from jsonb_to_recordset(${list}::jsonb) as t(id bigint, consents jsonb), jsonb_array_elements(t.consents) c(one)
  `.execute(trx);
  await sql`
    with t as materialized (select * from jsonb_to_recordset(${list}::jsonb)
        as t(id bigint, holds jsonb, protected boolean, representatives jsonb, granted jsonb)),
      p as (insert into protections (customer_id, client_id, source, opened_at)
        select id, ${clientId}, 'rehearsal', ${at} from t where protected),
      o as (insert into consent_overrides (client_id, campaign_id, customer_id, channel, reason, evidence, asked_by, asked_at,
          confirmed, decided_at)
        select ${clientId}, ${campaignId}, t.id, g.channel, 'rehearsal', 'rehearsal', ${OPERATOR}::bigint, ${at}, true, ${at}
        from t, jsonb_array_elements_text(t.granted) g(channel) order by t.id, g.channel),
      r as (insert into representatives (client_id, customer_id, relation, channels, may_decide, purposes, bad, evidence,
          valid_from, created_at)
        select ${clientId}, t.id, r.one ->> 'relation', array(select jsonb_array_elements_text(r.one -> 'channels')),
          (r.one ->> 'decides')::boolean,
          case when jsonb_typeof(r.one -> 'purposes') = 'array'
            then array(select jsonb_array_elements_text(r.one -> 'purposes')) end,
          r.one -> 'bad', 'rehearsal', (${at}::timestamptz)::date - 1, ${at}
        from t, jsonb_array_elements(t.representatives) with ordinality r(one, n) order by t.id, r.n)
    insert into holds (client_id, customer_id, reason, source, opened_at)
    select ${clientId}, t.id, h.reason, 'rehearsal', ${at}
    from t, jsonb_array_elements_text(t.holds) with ordinality h(reason, n) order by t.id, h.n`.execute(trx);
}
