import { type RawBuilder, sql } from 'kysely';
import { noteAddresses } from '../../campaigns/pause-areas';
import { type Vault } from '../../privacy/vault';
import { type Trx } from '../../platform/types';

export interface MergeContext {
  clientId: number;
  campaignId: number;
  importId: number;
  /** Epoch ms. */
  now: number;
  vault: Vault;
}

/** Upserts customers, vault items, search hashes, factors, contact points and consents from the valid rows. */
export async function mergeCustomers(trx: Trx, context: MergeContext): Promise<void> {
  await findCustomers(trx, context);
  await mergeVault(trx, context);
  await mergeSearch(trx, context);
  await mergeFactors(trx, context);
  await mergeContactPoints(trx, context);
  await mergeConsents(trx, context);
  await noteAddresses(trx, context.clientId, sql`select customer_id from found`);
}

type Clause = RawBuilder<unknown>;

/**
 * Runs a statement on `f` first for rows that cannot exist yet (new customers with a single row), then for the rest.
 * The first run needs no conflict check, which covers nearly all rows of a first and largest delivery.
 */
export async function forSingleAndOther(
  statement: (which: Clause, onConflict: (clause: Clause) => Clause) => Clause,
  trx: Trx,
): Promise<void> {
  await statement(sql`f.single`, () => sql``).execute(trx);
  await statement(sql`not f.single`, (clause) => clause).execute(trx);
}

async function findCustomers(trx: Trx, { clientId }: MergeContext): Promise<void> {
  await sql`
    insert into customers (client_id, kind, party_hash, age_from, prefecture, country, language)
    select ${clientId}, kind, party_hash, age_from, prefecture, country, coalesce(language, 'ja') from parties where known_id is null order by line`.execute(
    trx,
  );
  await sql`
    update customers c set age_from = p.age_from, prefecture = p.prefecture, country = p.country,
      language = coalesce(p.language, c.language)
    from parties p where c.id = p.known_id and (c.age_from, c.prefecture, c.country, c.language)
      is distinct from (p.age_from, p.prefecture, p.country, coalesce(p.language, c.language))`.execute(trx);
  await sql`
    create temp table found on commit drop as
    select c.id as customer_id, p.known_id is null as fresh, p.known_id is null and p.rows = 1 as single, p.party_hash,
      p.line, p.rows, p.hold, p.open_hold, p.protect, p.mail_consent, p.sms_consent, p.phone_consent, p.post_offers, p.post_notices
    from parties p join customers c on c.client_id = ${clientId} and c.party_hash = p.party_hash`.execute(trx);
  await sql`analyze found`.execute(trx);
}

async function mergeVault(trx: Trx, { clientId }: MergeContext): Promise<void> {
  await sql`
    insert into vault_keys (customer_id, client_id, master_key_id, wrapped_key)
    select f.customer_id, ${clientId}, encode(substr(s.wrapped, 2, 6), 'hex'), s.wrapped
    from found f join staged s using (line) where f.fresh order by f.customer_id`.execute(trx);
  await forSingleAndOther(
    (which, onConflict) => sql`
      insert into vault_items (customer_id, item, client_id, data)
      select f.customer_id, 'profile', ${clientId}, s.profile from found f join staged s using (line)
      where ${which} order by f.customer_id
      ${onConflict(sql`on conflict (customer_id, item) do update set data = excluded.data`)}`,
    trx,
  );
}

/** Upserts search hashes. For a customer with several rows these are the hashes of all of them. */
async function mergeSearch(trx: Trx, { clientId }: MergeContext): Promise<void> {
  await sql`
    insert into search_keys (customer_id, client_id, keys)
    select f.customer_id, ${clientId}, s.search from found f join staged s using (line)
    where f.single order by f.customer_id`.execute(trx);
  await sql`
    insert into search_keys as o (customer_id, client_id, keys)
    select f.customer_id, ${clientId}, array_agg(distinct k.key)
    from found f join staged s using (party_hash) cross join unnest(s.search) k(key)
    where not f.single and s.state = 'good' group by f.customer_id order by f.customer_id
    on conflict (customer_id) do update set keys = excluded.keys where o.keys <> excluded.keys`.execute(trx);
}

async function mergeFactors(trx: Trx, { clientId }: MergeContext): Promise<void> {
  await sql`
    delete from second_factors o using found f
    where not f.fresh and o.customer_id = f.customer_id and not exists (
      select 1 from staged s where s.party_hash = f.party_hash and s.state = 'good'
        and o.hash in (s.birth_factor, s.phone_factor, s.mobile_factor, s.code_factor))`.execute(trx);
  await forSingleAndOther(
    (which, onConflict) => sql`
      insert into second_factors (customer_id, kind, client_id, hash)
      select f.customer_id, v.kind, ${clientId}, v.hash
      from found f join staged s using (party_hash) cross join lateral (values
        ('birth', s.birth_factor), ('phone4', s.phone_factor),
        ('phone4', nullif(s.mobile_factor, s.phone_factor)), ('code', s.code_factor)
      ) v(kind, hash)
      where ${which} and s.state = 'good' and v.hash is not null order by f.customer_id
      ${onConflict(sql`on conflict do nothing`)}`,
    trx,
  );
}

/**
 * Upserts one address per channel, the first in file order: mail, a mobile for SMS, a mobile or else a landline for
 * calls, the address for letters. A changed address is no longer marked bad.
 */
async function mergeContactPoints(trx: Trx, { clientId }: MergeContext): Promise<void> {
  await sql`
    insert into contact_points (customer_id, channel, client_id, hash)
    select f.customer_id, v.channel, ${clientId}, v.hash
    from found f join staged s using (line) cross join lateral (values
      ('mail', s.mail), ('sms', s.mobile), ('phone', coalesce(s.mobile, s.landline)), ('post', s.post)
    ) v(channel, hash)
    where f.single and v.hash is not null order by f.customer_id`.execute(trx);
  await sql`
    create temp table reached on commit drop as
    select distinct on (f.customer_id, v.channel) f.customer_id, v.channel, v.hash
    from found f join staged s using (party_hash) cross join lateral (values
      ('mail', s.mail, 1), ('sms', s.mobile, 1), ('phone', s.mobile, 1), ('phone', s.landline, 2), ('post', s.post, 1)
    ) v(channel, hash, rank)
    where not f.single and s.state = 'good' and v.hash is not null
    order by f.customer_id, v.channel, v.rank, s.line`.execute(trx);
  await sql`analyze reached`.execute(trx);
  await sql`
    delete from contact_points o using found f
    where not f.fresh and o.customer_id = f.customer_id and not exists (
      select 1 from reached r where r.customer_id = o.customer_id and r.channel = o.channel)`.execute(trx);
  await sql`
    insert into contact_points (customer_id, channel, client_id, hash)
    select customer_id, channel, ${clientId}, hash from reached order by customer_id
    on conflict (customer_id, channel) do update set hash = excluded.hash, bad_reason = null, bad_at = null
    where contact_points.hash <> excluded.hash`.execute(trx);
}

/**
 * Records consents. A file never overrides the customer's own declaration (page, mail), and overrides an earlier file
 * only if it differs.
 */
async function mergeConsents(trx: Trx, { clientId, importId, now }: MergeContext): Promise<void> {
  await sql`
    create temporary table consented (id bigint primary key, customer_id bigint, channel text, purpose text, value boolean)
    on commit drop`.execute(trx);
  await sql`
    with added as (insert into consents (customer_id, client_id, channel, purpose, value, source, at)
    select f.customer_id, ${clientId}, v.channel, v.purpose, v.value, ${`import:${importId}`}, ${new Date(now)}
    from found f cross join lateral (values
      ('mail', 'service_notice', f.mail_consent), ('sms', 'service_notice', f.sms_consent),
      ('phone', 'service_notice', f.phone_consent), ('post', 'offer', f.post_offers),
      ('post', 'service_notice', f.post_notices)
    ) v(channel, purpose, value)
    left join lateral (
      select c.value, c.source from consents c
      where not f.fresh and c.customer_id = f.customer_id and c.channel = v.channel and c.purpose = v.purpose
      order by c.at desc, c.id desc limit 1
    ) latest on true
    where v.value is not null
      and (latest.value is null or (latest.source like 'import:%' and latest.value <> v.value))
    order by f.customer_id, v.channel returning id, customer_id, channel, purpose, value)
    insert into consented select * from added`.execute(trx);
}
