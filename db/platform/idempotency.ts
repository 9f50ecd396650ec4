import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from './types';

export interface IdempotentRequest {
  /** The caller: `key:<id>` or `session:<id>`. */
  caller: string;
  key: string;
  /** sha256 of method, path and body. */
  requestHash: Buffer;
}

interface StoredResponse {
  status: number;
  response: unknown;
}

/**
 * Claims an idempotency key inside the action's transaction: after a crash neither exists, and a retry runs the action.
 * Returns the stored response if the action is done; undefined if the caller must run it (for the first time, or again
 * because it was not stored). Throws idempotency_in_progress while another request holds the key,
 * idempotency_key_reused for a different body.
 */
export async function claimIdempotencyKey(trx: Trx, request: IdempotentRequest): Promise<StoredResponse | undefined> {
  const lock = `idempotency:${request.caller}:${request.key}`;
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as taken`.execute(trx);
  if (!rows[0]?.taken) throw new AppError('idempotency_in_progress');
  const known = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'response'])
    .where('caller', '=', request.caller)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (!known) {
    await trx
      .insertInto('idempotency_keys')
      .values({ caller: request.caller, key: request.key, request_hash: request.requestHash, status: null })
      .execute();
    return undefined;
  }
  if (!known.request_hash.equals(request.requestHash)) throw new AppError('idempotency_key_reused');
  return known.status === null ? undefined : { status: known.status, response: known.response };
}

/** Stores the response for later requests with the same key. */
export async function storeResponse(
  db: Queryable,
  request: IdempotentRequest,
  { status, response }: StoredResponse,
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ status, response: JSON.stringify(response) })
    .where('caller', '=', request.caller)
    .where('key', '=', request.key)
    .execute();
}
