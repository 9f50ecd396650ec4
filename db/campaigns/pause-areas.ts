import { type RawBuilder, sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { pauseInForce } from '../journeys/facts/pause-facts';
import { type Profile, type Vault } from '../privacy/vault';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { placeKey } from '../../domain/audience/postal-code';
import { type PauseArea } from '../../domain/campaigns/pauses';

const PAGE = 2_000;

/**
 * Ids (ascending) of the customers whose registered address lies in the area and whose journey is open or not yet
 * created. Decrypts each address but returns ids only.
 */
export async function customersInArea(
  db: Queryable,
  vault: Vault,
  campaign: Pick<CampaignRow, 'id'>,
  area: PauseArea,
): Promise<number[]> {
  const found: number[] = [];
  for (let after = 0; ;) {
    const { rows } = await sql<{ id: number; wrapped: Buffer; data: Buffer }>`
      select a.customer_id as id, k.wrapped_key as wrapped, p.data from
        (select distinct customer_id from audience where campaign_id = ${campaign.id} and customer_id > ${after}
          and state <> 'excluded' order by customer_id limit ${PAGE}) a
      left join journeys j on j.campaign_id = ${campaign.id} and j.customer_id = a.customer_id
      join vault_keys k on k.customer_id = a.customer_id
      join vault_items p on p.customer_id = a.customer_id and p.item = 'profile'
      where j.status is distinct from 'closed' order by a.customer_id`.execute(db);
    for (const { id, wrapped, data } of rows) {
      const key = vault.unwrapIfKnown(wrapped); // without the key the customer cannot be written to either
      if (key && livesIn(area, vault.open<Profile>(key, data))) found.push(id);
    }
    const last = await lastOfPage(db, campaign.id, after);
    if (last === null) return found;
    after = last;
  }
}

function livesIn({ postalCode, city }: PauseArea, profile: Profile): boolean {
  const inCode = !postalCode || (profile.postalCode ?? '').replace('-', '').startsWith(postalCode.replace('-', ''));
  return inCode && (!city || placeKey(profile.address ?? '').startsWith(placeKey(city)));
}

/** Last customer id of the page that begins after `after`; null when there is no further page. */
async function lastOfPage(db: Queryable, campaignId: number, after: number): Promise<number | null> {
  const { rows } = await sql<{ last: number | null }>`
    select max(customer_id) as last from (select distinct customer_id from audience
      where campaign_id = ${campaignId} and customer_id > ${after} and state <> 'excluded'
      order by customer_id limit ${PAGE}) p having count(*) = ${PAGE}`.execute(db);
  return rows[0]?.last ?? null;
}

/**
 * Marks these customers' addresses as new or changed if the client has a paused area. Call it in the transaction that
 * writes the addresses: nothing is sent to these customers until `checkAreas` has compared them.
 */
export async function noteAddresses(db: Queryable, clientId: number, customers: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into area_checks (customer_id, client_id) select distinct n.id, ${clientId}::bigint from (${customers}) as n(id)
    where exists (select 1 from pauses z where z.client_id = ${clientId} and z.area is not null and ${pauseInForce})
    order by 1 on conflict (customer_id) do update set noted_at = clock_timestamp()`.execute(db);
}

const CHECKED = 500;

/**
 * Adds customers whose address was recorded after an area was paused to that pause. Customers already listed stay
 * listed until the pause ends, even if they move. Returns the number of addresses compared.
 */
export async function checkAreas(db: Db, vault: Vault): Promise<number> {
  await repeatAreaLookup(db, vault);
  let compared = 0;
  for (let page = CHECKED; page === CHECKED; compared += page) {
    page = await db.transaction().execute((trx) => checkPage(trx, vault));
  }
  return compared;
}

interface Noted {
  id: number;
  wrapped: Buffer | null;
  data: Buffer | null;
}

async function checkPage(trx: Trx, vault: Vault): Promise<number> {
  const { rows } = await sql<Noted>`
    with noted as (delete from area_checks where customer_id in
        (select customer_id from area_checks order by noted_at limit ${CHECKED} for no key update skip locked)
      returning customer_id as id)
    select n.id, k.wrapped_key as wrapped, p.data from noted n left join vault_keys k on k.customer_id = n.id
    left join vault_items p on p.customer_id = n.id and p.item = 'profile'`.execute(trx);
  if (rows.length === 0) return 0;
  const { rows: open } = await sql<{ pause: number; customer: number; area: PauseArea }>`
    select distinct z.id as pause, a.customer_id as customer, z.area from pauses z
    join audience a on a.campaign_id = z.campaign_id and a.customer_id = any(${rows.map(({ id }) => id)}::bigint[])
    where z.area is not null and ${pauseInForce} and ${followsAddresses}`.execute(trx);
  for (const { id, wrapped, data } of rows) {
    const own = open.filter(({ customer }) => customer === id);
    if (own.length === 0 || !wrapped || !data) continue;
    const profile = vault.open<Profile>(vault.unwrap(wrapped), data);
    const inside = own.filter(({ area }) => livesIn(area, profile));
    for (const { pause } of inside) await addToList(trx, pause, [id]);
  }
  return rows.length;
}

/** Fixed customer lists, given together with an area, are never extended. */
const followsAddresses = sql<boolean>`not z.area ? 'fixed'`;

/**
 * Repeats the area lookup for pauses that were opened while other transactions were writing addresses without seeing
 * the pause. Runs once those transactions have ended.
 */
async function repeatAreaLookup(db: Db, vault: Vault): Promise<void> {
  const { rows } = await sql<{ id: number; campaign: number; area: PauseArea }>`
    select z.id, z.campaign_id as campaign, z.area from pauses z
    where z.area is not null and z.area_checked_at is null and ${pauseInForce} and ${followsAddresses}
      and age(pg_snapshot_xmin(pg_current_snapshot())::xid) < age(z.xmin)`.execute(db);
  for (const { id, campaign, area } of rows) {
    const customers = await customersInArea(db, vault, { id: campaign }, area);
    await db.transaction().execute(async (trx) => {
      await addToList(trx, id, customers);
      await sql`update pauses set area_checked_at = tsunagi_now() where id = ${id}`.execute(trx);
    });
  }
}

const addToList = (trx: Trx, pauseId: number, customers: number[]) =>
  sql`
    insert into pause_customers (pause_id, customer_id, client_id)
    select z.id, l.id, z.client_id from pauses z, unnest(${customers}::bigint[]) as l(id) where z.id = ${pauseId}
    on conflict do nothing`.execute(trx);
