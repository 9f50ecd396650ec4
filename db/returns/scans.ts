import { type Selectable } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';
import { type Returns } from '../platform/schema.generated';

type Owner = Pick<Selectable<Returns>, 'id' | 'client_id' | 'customer_id'>;

/** Stores the image of a return, encrypted with the customer's key. */
export async function keepScan(
  trx: Trx,
  vault: Vault,
  row: Owner,
  scan: { type: string; bytes: Buffer },
): Promise<void> {
  const wrapped = await wrappedKey(trx, row.customer_id);
  if (!wrapped) return; // the customer was erased: later returns are booked without their image
  const key = vault.unwrap(wrapped);
  await trx
    .insertInto('return_scans')
    .values({ return_id: row.id, client_id: row.client_id, type: scan.type, data: vault.encryptBytes(key, scan.bytes) })
    .execute();
}

/** Decrypts the image of a return: record the access. Throws not_found if there is none. */
export async function openScan(db: Queryable, vault: Vault, row: Owner): Promise<{ type: string; bytes: Buffer }> {
  const scan = await db
    .selectFrom('return_scans')
    .select(['type', 'data'])
    .where('return_id', '=', row.id)
    .where('client_id', '=', row.client_id)
    .executeTakeFirst();
  if (!scan) throw new AppError('not_found', { what: 'image' });
  const wrapped = await wrappedKey(db, row.customer_id);
  if (!wrapped) throw new AppError('erased', { customer: row.customer_id });
  const key = vault.unwrap(wrapped);
  return { type: scan.type, bytes: vault.openBytes(key, scan.data) };
}

async function wrappedKey(db: Queryable, customerId: number): Promise<Buffer | undefined> {
  const query = db.selectFrom('vault_keys').select('wrapped_key').where('customer_id', '=', customerId);
  return (await query.executeTakeFirst())?.wrapped_key;
}
