import { type Selectable } from 'kysely';
import { AppError } from '../domain/errors';
import { type Trx } from './campaigns';
import { type Queryable } from './connect';
import { type ReturnsTable } from './schema-channels';
import { type Vault } from './vault';

type Owner = Pick<Selectable<ReturnsTable>, 'id' | 'client_id' | 'customer_id'>;

/** Keeps the image of a return, sealed with the customer's key. */
export async function keepScan(
  trx: Trx,
  vault: Vault,
  row: Owner,
  scan: { type: string; bytes: Buffer },
): Promise<void> {
  const key = vault.unwrap(await wrappedKey(trx, row.customer_id));
  await trx
    .insertInto('return_scans')
    .values({ return_id: row.id, client_id: row.client_id, type: scan.type, data: vault.sealBytes(key, scan.bytes) })
    .execute();
}

/** The image of a return, opened: whoever looks at it is to be recorded. Throws not_found where there is none. */
export async function openScan(db: Queryable, vault: Vault, row: Owner): Promise<{ type: string; bytes: Buffer }> {
  const scan = await db
    .selectFrom('return_scans')
    .select(['type', 'data'])
    .where('return_id', '=', row.id)
    .where('client_id', '=', row.client_id)
    .executeTakeFirst();
  if (!scan) throw new AppError('not_found', { what: 'image' });
  const key = vault.unwrap(await wrappedKey(db, row.customer_id));
  return { type: scan.type, bytes: vault.openBytes(key, scan.data) };
}

async function wrappedKey(db: Queryable, customerId: number): Promise<Buffer> {
  const query = db.selectFrom('vault_keys').select('wrapped_key').where('customer_id', '=', customerId);
  return (await query.executeTakeFirstOrThrow()).wrapped_key;
}
