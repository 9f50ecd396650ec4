import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from '../platform/types';

/** Keys of a person, newest first, including ended ones. */
export async function listApiKeys(db: Queryable, personId: number) {
  return db
    .selectFrom('api_keys as k')
    .leftJoin('clients as c', 'c.id', 'k.client_id')
    .leftJoin('grants as g', 'g.id', 'k.grant_id')
    .select([
      'k.id',
      'k.name',
      'k.prefix',
      'k.client_id',
      'c.name as client_name',
      'k.role',
      'k.actions',
      'k.campaigns',
    ])
    .select(['k.rights', 'k.created_at', 'k.expires_at', 'k.last_used_at', 'k.revoked_at', 'g.ended_at'])
    .where('k.person_id', '=', personId)
    .orderBy('k.id', 'desc')
    .limit(500)
    .execute();
}

export type ApiKeyRow = Awaited<ReturnType<typeof listApiKeys>>[number];

/** Ends a person's key. Returns false if it had ended before. Throws not_found. */
export async function endApiKey(trx: Trx, personId: number, id: number): Promise<boolean> {
  const key = await trx
    .selectFrom('api_keys')
    .select('revoked_at')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!key) throw new AppError('not_found');
  if (key.revoked_at !== null) return false;
  await trx.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', id).execute();
  return true;
}
