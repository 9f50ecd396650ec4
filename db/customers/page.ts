import { sql } from 'kysely';
import { type Link } from './links';
import { type ContractSecret, type Profile, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

/** A contract as shown to its customer; `tail` is the end of its number, never the whole number. */
export interface PageContract {
  id: number;
  product: string | null;
  tail: string;
}

export interface PageCustomer {
  name: string;
  kind: 'person' | 'company';
  /** The included contracts, ordered by id. */
  contracts: PageContract[];
}

/** Decrypts what the page shows its own customer. Call it only after the second factor has been checked. */
export async function loadPageCustomer(
  db: Queryable,
  vault: Vault,
  link: Pick<Link, 'clientId' | 'campaignId' | 'customerId'>,
): Promise<PageCustomer> {
  const customer = await db
    .selectFrom('customers as c')
    .innerJoin('vault_keys as k', 'k.customer_id', 'c.id')
    .innerJoin('vault_items as p', (join) => join.onRef('p.customer_id', '=', 'c.id').on('p.item', '=', 'profile'))
    .select(['c.kind', 'k.wrapped_key', 'p.data'])
    .where('c.id', '=', link.customerId)
    .where('c.client_id', '=', link.clientId)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('audience as a')
    .innerJoin('contracts as c', 'c.id', 'a.contract_id')
    .leftJoin('vault_items as v', (join) =>
      join.onRef('v.customer_id', '=', 'a.customer_id').on('v.item', '=', sql<string>`'contract:' || c.id`),
    )
    .select(['c.id', 'c.product', 'v.data'])
    .where('a.campaign_id', '=', link.campaignId)
    .where('a.customer_id', '=', link.customerId)
    .where('a.state', '=', 'included')
    .orderBy('c.id')
    .execute();
  const key = vault.unwrap(customer.wrapped_key);
  const { name } = vault.open<Profile>(key, customer.data);
  const contracts = rows.map(({ id, product, data }) => {
    const number = data ? vault.open<ContractSecret>(key, data).number : '';
    return { id, product, tail: tailOf(number) };
  });
  return { name, kind: customer.kind, contracts };
}

/** Last four characters, or fewer for a short number so that at most half is shown. */
const tailOf = (number: string): string => number.slice(-Math.min(4, Math.floor(number.length / 2)));
