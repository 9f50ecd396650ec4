import { type Actor } from '../access/api-keys';
import { type Queryable } from '../platform/types';
import { type Profile, type Vault } from './vault';
import { hiddenAmong } from '../customers/protection';

/**
 * The names of these customers, unmasked: mask them before showing them. Erased customers, and those under 支援措置 whom
 * this person must not see, are not in the map.
 */
export async function customerNames(
  db: Queryable,
  vault: Vault,
  { customerIds, actor }: { customerIds: number[]; actor: Pick<Actor, 'rights'> },
): Promise<Map<number, string>> {
  if (customerIds.length === 0) return new Map();
  const hidden = await hiddenAmong(db, actor, customerIds);
  const rows = await db
    .selectFrom('vault_keys as k')
    .innerJoin('vault_items as i', (join) =>
      join.onRef('i.customer_id', '=', 'k.customer_id').on('i.item', '=', 'profile'),
    )
    .select(['k.customer_id', 'k.wrapped_key', 'i.data'])
    .where('k.customer_id', 'in', customerIds)
    .execute();
  return new Map(
    rows
      .filter(({ customer_id }) => !hidden.has(customer_id))
      .map((row) => [row.customer_id, vault.open<Profile>(vault.unwrap(row.wrapped_key), row.data).name]),
  );
}
