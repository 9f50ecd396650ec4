import { type RawBuilder, sql } from 'kysely';
import { type PersonalField } from '../../domain/privacy/mask';
import { searchFor, type SearchField, searchKana, searchName, searchTexts } from '../../domain/audience/search';
import { PLANNED_ONCE } from '../platform/planned-once';
import { type Scope } from '../platform/scope';
import { type Profile, type Vault } from '../privacy/vault';
import { isProtected } from './protection';
import { type Queryable } from '../platform/types';
import { type JourneyState } from '../../domain/journeys/states';

/** What to search for, normalised: phones as E.164, postal codes as seven digits, names and readings as indexed. */
export type SearchTerm =
  | { by: SearchField; value: string }
  | { by: 'contractNumber'; value: string }
  | { by: 'code'; value: string }
  | { by: 'customerId'; value: number };

/** A customer found. For one under 支援措置, `name` is null and the journeys are empty unless the caller may see them. */
interface Found {
  customerId: number;
  protected: boolean;
  kind: 'person' | 'company' | null;
  /** Unmasked: mask it before showing it. */
  name: string | null;
  journeys: { journeyId: number; campaignId: number; state: JourneyState }[];
}

interface Search {
  wanted: SearchTerm;
  /** Only customers in these campaigns' audiences; null means all of the client. */
  campaigns: readonly number[] | null;
  /** Whether the caller may see customers under 支援措置. */
  maySeeProtected: boolean;
  after: number;
  limit: number;
}

interface Row {
  id: number;
  kind: 'person' | 'company';
  protected: boolean;
  wrapped: Buffer;
  data: Buffer;
}

/** A customer whose hash matches; `row` undefined: not to be found by this caller, or erased. */
interface Hit {
  id: number;
  row: Row | undefined;
}

/** Fields that reveal who or where a person is. Customers under 支援措置 are not found by these. */
const REVEALING_FIELDS: ReadonlySet<SearchTerm['by']> = new Set(['name', 'kana', 'phone', 'postalCode']);
/** Customers examined per page at most, for values whose hash matches too many. */
const MAX_EXAMINED = 1_000;
/** Customers read in one query. */
const READ = 100;

/**
 * A page of customers with ids above `after`, in id order. `next` is the next page's `after`, null at the end; a page
 * may hold fewer items than the limit and still have a next one. Searched values never appear in SQL, only their
 * hashes.
 */
export async function searchCustomers(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  search: Search,
): Promise<{ items: Found[]; next: number | null }> {
  const { begins } = own(search.wanted);
  const found: (Row & { profile: Profile })[] = [];
  let { after } = search;
  let through = false;
  for (let read = 0; found.length <= search.limit && !through && read < MAX_EXAMINED; read += READ) {
    const hits = await hitsAfter(db, vault, scope, { ...search, after });
    through = hits.length < READ;
    after = hits.at(-1)?.id ?? after;
    for (const { row } of hits) {
      const profile = row && vault.open<Profile>(vault.unwrap(row.wrapped), row.data);
      if (!profile || (begins !== undefined && !matches(search.wanted.by, profile, begins))) continue;
      found.push({ ...row, profile });
    }
  }
  const shown = found.slice(0, search.limit);
  const more = found.length > search.limit ? shown.at(-1)!.id : through ? null : after;
  const items = shown.map(({ id, kind, protected: isProtected, profile }): Found => {
    if (isProtected && !search.maySeeProtected) {
      return { customerId: id, protected: true, kind: null, name: null, journeys: [] };
    }
    return { customerId: id, protected: isProtected, kind, name: profile.name, journeys: [] };
  });
  await addJourneys(db, scope, search, items);
  return { items, next: more };
}

/** The personal field a search reveals, for the access log. */
export const fieldOf: Record<SearchTerm['by'], PersonalField | 'code' | null> = {
  name: 'name',
  kana: 'kana',
  phone: 'phone',
  postalCode: 'postalCode',
  contractNumber: 'contracts',
  code: 'code',
  customerId: null,
};

function own(wanted: SearchTerm): { text?: string; begins?: string } {
  switch (wanted.by) {
    case 'name':
    case 'kana':
    case 'phone':
    case 'postalCode':
      return searchFor(wanted.by, wanted.value);
    case 'contractNumber':
    case 'code':
    case 'customerId':
      return {};
  }
}

function matches(by: SearchTerm['by'], { name, kana }: Profile, begins: string): boolean {
  return by === 'kana' ? searchKana(kana ?? '').startsWith(begins) : searchName(name).startsWith(begins);
}

function hits(vault: Vault, { clientId }: Scope, wanted: SearchTerm): RawBuilder<unknown> {
  switch (wanted.by) {
    case 'name':
    case 'kana':
    case 'phone':
    case 'postalCode': {
      const key = String(searchKey(vault, clientId, own(wanted).text!));
      return sql`select hit as customer_id from search_hits(${clientId}, ${key}::bigint) hit`;
    }
    case 'contractNumber': {
      const hash = vault.index(clientId, 'contract', wanted.value);
      return sql`select customer_id from contracts where client_id = ${clientId} and number_hash = ${hash}`;
    }
    case 'code':
      return sql`
        select customer_id from pieces where client_id = ${clientId} and code = ${wanted.value.toUpperCase()}
        union select customer_id from links
        where client_id = ${clientId} and token_hash = ${vault.tokenHash(wanted.value)}`;
    case 'customerId':
      return sql`select id as customer_id from customers where client_id = ${clientId} and id = ${wanted.value}`;
  }
}

/**
 * The next customers whose hash matches. They are limited before anything else is read about them: a frequent name has
 * thousands. `materialized` keeps the planner from scanning all customers in id order to find the first with a rare one.
 */
async function hitsAfter(db: Queryable, vault: Vault, scope: Scope, search: Search): Promise<Hit[]> {
  const { campaigns, after, wanted, maySeeProtected } = search;
  const inCampaigns =
    campaigns === null
      ? sql`true`
      : sql`exists (select 1 from audience a where a.customer_id = h.customer_id and a.campaign_id = any(${[...campaigns]}::bigint[]))`;
  const hidden = REVEALING_FIELDS.has(wanted.by) && !maySeeProtected ? sql`not p.protected` : sql`true`;
  const { rows } = await sql<Omit<Row, 'wrapped'> & { wrapped: Buffer | null }>`${PLANNED_ONCE}
    with hits as materialized (${hits(vault, scope, wanted)}),
      h as materialized (select distinct customer_id from hits where customer_id > ${after}
        order by customer_id limit ${sql.lit(READ)})
    select h.customer_id as id, c.kind, p.protected, case when ${inCampaigns} and ${hidden} then k.wrapped_key end as wrapped, i.data
    from h
    left join customers c on c.id = h.customer_id and c.client_id = ${scope.clientId}
    left join vault_keys k on k.customer_id = c.id
    left join vault_items i on i.customer_id = c.id and i.item = 'profile'
    left join lateral (select ${isProtected('c.id')} as protected) p on true
    order by h.customer_id`.execute(db);
  return rows.map(({ wrapped, ...row }) => {
    const shown = wrapped !== null && row.data !== null;
    return { id: row.id, row: shown ? { ...row, wrapped } : undefined };
  });
}

async function addJourneys(db: Queryable, scope: Scope, { campaigns }: Search, items: Found[]): Promise<void> {
  const open = new Map(items.filter(({ name }) => name !== null).map((item) => [item.customerId, item]));
  if (open.size === 0) return;
  const rows = await db
    .selectFrom('journeys')
    .select(['id', 'campaign_id', 'customer_id', 'state'])
    .where('client_id', '=', scope.clientId)
    .where('customer_id', 'in', [...open.keys()])
    .$if(campaigns !== null, (query) => query.where(sql<boolean>`campaign_id = any(${[...campaigns!]}::bigint[])`))
    .orderBy('id')
    .execute();
  for (const row of rows) {
    open.get(row.customer_id)!.journeys.push({ journeyId: row.id, campaignId: row.campaign_id, state: row.state });
  }
}

/** The hash by which a client's customers are found for this text, 64 bits. */
const searchKey = (vault: Vault, clientId: number, text: string): bigint =>
  vault.index(clientId, 'search', text).readBigInt64BE(0);

/** The search hashes of a customer, eight bytes each, in the binary form of a PostgreSQL bigint. */
export const searchKeysOf = (vault: Vault, clientId: number, texts: readonly string[]): Buffer =>
  Buffer.concat(texts.map((text) => vault.index(clientId, 'search', text).subarray(0, 8)));

interface SearchedCustomer {
  customerId: number;
  clientId: number;
  profile: Profile;
}

/** Replaces what the customers are found by with what their profiles say now. */
export async function writeSearchKeys(db: Queryable, vault: Vault, customers: SearchedCustomer[]): Promise<void> {
  if (customers.length === 0) return;
  const rows = customers.map(({ customerId, clientId, profile }) => {
    const keys = searchTexts(profile).map((text) => String(searchKey(vault, clientId, text)));
    return { customer_id: customerId, client_id: clientId, keys: sql<string[]>`${keys}::bigint[]` };
  });
  await db
    .insertInto('search_keys')
    .values(rows)
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ keys: sql`excluded.keys` }))
    .execute();
}
