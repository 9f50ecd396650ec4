import { sql } from 'kysely';
import { searchTexts } from '../../domain/audience/search';
import { type Profile, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

/** The hash by which a client's customers are found for this text, 64 bits. */
export const searchKey = (vault: Vault, clientId: number, text: string): bigint =>
  vault.index(clientId, 'search', text).readBigInt64BE(0);

/** The search hashes of a customer, eight bytes each, in the binary form of a PostgreSQL bigint. */
export const searchKeysOf = (vault: Vault, clientId: number, texts: readonly string[]): Buffer =>
  Buffer.concat(texts.map((text) => vault.index(clientId, 'search', text).subarray(0, 8)));

export interface SearchedCustomer {
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
