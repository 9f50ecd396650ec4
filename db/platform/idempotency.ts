import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from './types';

export interface IdempotentRequest {
  /** Whose key it is: `key:<id>` or `session:<id>`. */
  caller: string;
  key: string;
  /** sha256 of method, path and body. */
  requestHash: Buffer;
}

export interface StoredResponse {
  status: number;
  response: unknown;
}

/**
 * Takes an idempotency key inside the transaction of the act itself: after a crash neither is there, and a retry
 * acts. Answers the stored response when the act is done; undefined when the caller shall act (for the first time,
 * or again because its answer was lost before it was stored).
 * Throws idempotency_in_progress while another request holds the key, idempotency_key_reused for another body.
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

/** Stores the answer that later requests with the key get. */
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
