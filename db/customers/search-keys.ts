import { sql } from 'kysely';
import { searchTexts } from '../../domain/audience/search';
import { type Profile, type Vault } from '../privacy/vault';
import { type Db, type Queryable } from '../platform/types';

/** The hash a text is looked for by: 64 bits, of one client. */
export const searchKey = (vault: Vault, clientId: number, text: string): bigint =>
  vault.index(clientId, 'search', text).readBigInt64BE(0);

/** The hashes of a customer, eight bytes each, as PostgreSQL sends a bigint. */
export const searchKeysOf = (vault: Vault, clientId: number, texts: readonly string[]): Buffer =>
  Buffer.concat(texts.map((text) => vault.index(clientId, 'search', text).subarray(0, 8)));

export interface SearchedCustomer {
  customerId: number;
  clientId: number;
  profile: Profile;
}

/** Makes customers found by what their profiles say now, and by nothing else. */
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

const PAGE = 1_000;

/**
 * Makes customers found that came before there was a search. Safe beside imports and again; answers how many it did.
 * `onPage` hears of each page.
 */
export async function backfillSearch(db: Db, vault: Vault, onPage?: (done: number) => void): Promise<number> {
  let done = 0;
  for (let after = 0; ;) {
    const { rows } = await sql<{ customerId: number; clientId: number; wrapped: Buffer; data: Buffer }>`
      select c.id as "customerId", c.client_id as "clientId", k.wrapped_key as wrapped, i.data
      from customers c
      join vault_keys k on k.customer_id = c.id
      join vault_items i on i.customer_id = c.id and i.item = 'profile'
      where c.id > ${after} and not exists (select 1 from search_keys s where s.customer_id = c.id)
      order by c.id limit ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (!last) return done;
    const customers = rows.map(({ customerId, clientId, wrapped, data }) => ({
      customerId,
      clientId,
      profile: vault.open<Profile>(vault.unwrap(wrapped), data),
    }));
    await writeSearchKeys(db, vault, customers);
    after = last.customerId;
    done += rows.length;
    onPage?.(done);
  }
}
