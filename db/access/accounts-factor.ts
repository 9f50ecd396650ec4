import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';

/** Encrypted together with its owner, so that a secret copied to another account's row is useless. */
interface EncryptedSecret {
  person: number;
  secret: string;
}

function openSecret(vault: Vault, personId: number, encrypted: Buffer | null): string | undefined {
  if (!encrypted) return undefined;
  const { person, secret } = vault.openOwn<EncryptedSecret>(encrypted);
  return person === personId ? secret : undefined;
}

/** Stores a new secret until its first code is confirmed. */
export async function proposeSecret(trx: Trx, vault: Vault, personId: number, secret: string): Promise<void> {
  const encrypted = vault.encryptOwn({ person: personId, secret } satisfies EncryptedSecret);
  await trx.updateTable('accounts').set({ totp_new: encrypted }).where('person_id', '=', personId).execute();
}

/** Secrets of an account: the active one, and a proposed one awaiting its first code. */
export async function secretsOf(
  db: Queryable,
  vault: Vault,
  personId: number,
): Promise<{ current: string | undefined; proposed: string | undefined }> {
  const row = await db
    .selectFrom('accounts')
    .select(['totp_secret', 'totp_new'])
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    current: openSecret(vault, personId, row.totp_secret),
    proposed: openSecret(vault, personId, row.totp_new),
  };
}

/** Activates the proposed secret; `step` is the time step of its first code. Throws not_found if there is none. */
export async function adoptSecret(trx: Trx, personId: number, step: number): Promise<void> {
  const row = await trx
    .updateTable('accounts')
    .set({ totp_secret: sql<Buffer>`totp_new`, totp_new: null, totp_step: step })
    .where('person_id', '=', personId)
    .where('totp_new', 'is not', null)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
}

/** Uses up the code of a time step. Returns false if it or a later one was used before. */
export async function takeStep(trx: Trx, personId: number, step: number): Promise<boolean> {
  const row = await trx
    .updateTable('accounts')
    .set({ totp_step: step })
    .where('person_id', '=', personId)
    .where((where) => where.or([where('totp_step', 'is', null), where('totp_step', '<', step)]))
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

const codeHash = (vault: Vault, personId: number, code: string) => vault.ownHash('recovery', `${personId}\n${code}`);

/** Replaces all recovery codes of an account. */
export async function setRecoveryCodes(trx: Trx, vault: Vault, personId: number, codes: string[]): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute();
  const rows = codes.map((code) => ({ person_id: personId, code_hash: codeHash(vault, personId, code) }));
  await trx.insertInto('recovery_codes').values(rows).execute();
}

/** Uses up a recovery code. Returns false if it is unknown or was used before. */
export async function takeRecoveryCode(trx: Trx, vault: Vault, personId: number, code: string): Promise<boolean> {
  const row = await trx
    .updateTable('recovery_codes')
    .set({ used_at: sql<Date>`now()` })
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash(vault, personId, code))
    .where('used_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function recoveryCodesLeft(db: Queryable, personId: number): Promise<number> {
  const row = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.left;
}
