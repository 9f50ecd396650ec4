import { AppError } from '../../domain/errors';
import { type Actor } from '../access/api-keys';
import { type Queryable } from '../platform/types';

type Viewer = Pick<Actor, 'rights'>;

/** A hold of this reason says that the customer is under 支援措置: whoever shows the address may bring harm. */
export const PROTECTION = 'protection';

/** Those of these customers who are under protection now. */
export async function protectedAmong(db: Queryable, customerIds: readonly number[]): Promise<Set<number>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('holds')
    .select('customer_id')
    .distinct()
    .where('customer_id', 'in', [...customerIds])
    .where('reason', '=', PROTECTION)
    .where('released_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.customer_id));
}

/** Whether this person's grant holds the right `personal.protected`; no role has it by itself. */
export const maySeeProtected = (actor: Viewer): boolean => actor.rights.includes('personal.protected');

/** Those of these customers whose data this person must not be shown. */
export async function hiddenAmong(db: Queryable, actor: Viewer, customerIds: readonly number[]): Promise<Set<number>> {
  return maySeeProtected(actor) ? new Set() : protectedAmong(db, customerIds);
}

/** Throws protected_customer when this person must not be shown the customer's data. */
export async function requireVisible(db: Queryable, actor: Viewer, customerId: number): Promise<void> {
  const hidden = await hiddenAmong(db, actor, [customerId]);
  if (hidden.size > 0) throw new AppError('protected_customer', { customer: customerId });
}
