import { type Selectable } from 'kysely';
import { type Arrivals, type KeptAnswers } from '../../platform/schema.generated';
import { type Scope } from '../../platform/scope';
import { type Queryable } from '../../platform/types';
import { requireCustomer } from '../customer-arrivals';

export type KeptAnswer = Selectable<KeptAnswers> & Pick<Selectable<Arrivals>, 'at' | 'received_at' | 'data'>;

/** Answers of a customer that were kept for a person, newest first, decided ones too. Throws not_found. */
export async function listKept(db: Queryable, scope: Scope, customerId: number): Promise<KeptAnswer[]> {
  await requireCustomer(db, scope, customerId);
  return db
    .selectFrom('kept_answers as k')
    .innerJoin('arrivals as a', 'a.id', 'k.arrival_id')
    .selectAll('k')
    .select(['a.at', 'a.received_at', 'a.data'])
    .where('k.customer_id', '=', customerId)
    .where('k.client_id', '=', scope.clientId)
    .orderBy('k.id', 'desc')
    .execute();
}

/** How many answers wait under each of these holds; holds without any are not in the map. */
export async function countWaiting(db: Queryable, holds: { id: number; customer_id: number }[]) {
  const counts = new Map<number, number>();
  if (holds.length === 0) return counts;
  const rows = await db
    .selectFrom('kept_answers')
    .select('hold_id')
    .where('customer_id', 'in', [...new Set(holds.map((hold) => hold.customer_id))])
    .where('status', '=', 'kept')
    .execute();
  for (const { hold_id: id } of rows) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
