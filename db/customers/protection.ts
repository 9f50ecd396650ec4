import { AppError } from '../../domain/errors';
import { type Actor } from '../access/api-keys';
import { type Queryable } from '../platform/types';

type Viewer = Pick<Actor, 'rights'>;

/** Hold reason for customers under 支援措置 (protection of victims): disclosing their address may endanger them. */
const PROTECTION = 'protection';

/** The customers among these who are under protection now. */
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

/** Whether this person has been granted `personal.protected`; no role includes it. */
const maySeeProtected = (actor: Viewer): boolean => actor.rights.includes('personal.protected');

/** The customers among these whose data must not be shown to this person. */
export async function hiddenAmong(db: Queryable, actor: Viewer, customerIds: readonly number[]): Promise<Set<number>> {
  return maySeeProtected(actor) ? new Set() : protectedAmong(db, customerIds);
}

/** Throws protected_customer if this person must not see the customer's data. */
export async function requireVisible(db: Queryable, actor: Viewer, customerId: number): Promise<void> {
  const hidden = await hiddenAmong(db, actor, [customerId]);
  if (hidden.size > 0) throw new AppError('protected_customer', { customer: customerId });
}
