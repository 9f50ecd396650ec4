import { sql } from 'kysely';
import { type Queryable } from '../../platform/types';
import { type ContractSecret, type Vault } from '../../privacy/vault';

/**
 * Contract numbers in clear, by contract; erased ones are absent. Record the look before anything is shown. `clientId`
 * bounds what can be read.
 */
export async function contractNumbers(
  db: Queryable,
  vault: Vault,
  { clientId, contractIds }: { clientId: number; contractIds: number[] },
): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; wrapped: Buffer; data: Buffer }>`
    select c.id, k.wrapped_key as wrapped, i.data from contracts c
    join vault_keys k on k.customer_id = c.customer_id
    join vault_items i on i.customer_id = c.customer_id and i.item = 'contract:' || c.id
    where c.client_id = ${clientId} and c.id = any(${contractIds}::bigint[])`.execute(db);
  return new Map(
    rows.map(({ id, wrapped, data }) => [id, vault.open<ContractSecret>(vault.unwrap(wrapped), data).number]),
  );
}
