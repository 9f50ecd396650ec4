import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type Actor } from '../access/api-keys';
import { among, plannedOnce } from '../platform/planned-once';
import { type Queryable } from '../platform/types';

type Viewer = Pick<Actor, 'rights'>;

/**
 * Whether a customer is under protection (支援措置, a lasting mark): disclosing the address may endanger them. `customer`
 * is a column of the query, such as `m.customer_id`.
 */
export const isProtected = (customer: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from protections x where x.customer_id = ${sql.ref(customer)} and x.lifted_at is null)`;

/** The customers among these who are under protection now. */
export async function protectedAmong(db: Queryable, customerIds: readonly number[]): Promise<Set<number>> {
  if (customerIds.length === 0) return new Set();
  const query = db
    .selectFrom('protections')
    .select('customer_id')
    .where(among('customer_id', [...customerIds]))
    .where('lifted_at', 'is', null);
  const rows = await plannedOnce(db, query);
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

/** Throws research_not_allowed for a customer under protection: no one searches for the address, whatever the right. */
export async function refuseResearch(db: Queryable, customerId: number): Promise<void> {
  if ((await protectedAmong(db, [customerId])).size > 0) {
    throw new AppError('research_not_allowed', { customer: customerId });
  }
}
