import { AppError } from '../../domain/errors';
import { type ExecutedRequest, type RequestRow } from '../access/requests';
import { readClock } from '../platform/clock';
import { type ErasureBasis } from '../../domain/privacy/retention';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type ErasureRow, obstacleTo, openErasure } from './erasure';

/** A customer's erasures, newest first. */
export async function listErasures(db: Queryable, scope: Scope, customerId: number): Promise<ErasureRow[]> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .orderBy('id', 'desc')
    .execute();
}

/** Throws erased, or erasure_not_possible with the obstacle. */
export async function requireErasable(db: Queryable, customerId: number): Promise<void> {
  const key = await db
    .selectFrom('vault_keys')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (!key) throw new AppError('erased', { customer: customerId });
  const why = await obstacleTo(db, customerId);
  if (why) throw new AppError('erasure_not_possible', { why });
}

/** Opens the erasure that a second person has approved; a worker executes it. Refused while an obstacle stands. */
export async function executeErasure(trx: Trx, scope: Scope, request: RequestRow): Promise<ExecutedRequest> {
  const { customer, basis } = request.payload as { customer: number; basis: ErasureBasis };
  const { now } = await readClock(trx);
  const why = await obstacleTo(trx, customer);
  if (why) return { done: 0, refused: [{ item: 0, why }] };
  await openErasure(trx, { clientId: scope.clientId, customerId: customer, basis, requestId: request.id, now });
  return { done: 1, refused: [] };
}
