import { type Selectable } from 'kysely';
import { type Consents, type Holds } from '../schema.generated';
import { type Queryable } from '../types';

export type HoldEvidence = Selectable<Holds>;
/** `arrivalCampaign`: the campaign in which the arrival came that declared it; null: none did. */
export type ConsentEvidence = Selectable<Consents> & { arrivalCampaign: number | null };

/** What is known of a customer beyond a single campaign. */
export interface CustomerRows {
  holds: HoldEvidence[];
  consents: ConsentEvidence[];
}

/** Holds and consents of these customers. */
export async function customerRows(db: Queryable, customerIds: number[]): Promise<Map<number, CustomerRows>> {
  const found = new Map(customerIds.map((id): [number, CustomerRows] => [id, { holds: [], consents: [] }]));
  if (customerIds.length === 0) return found;
  const holds = await db.selectFrom('holds').selectAll().where('customer_id', 'in', customerIds).execute();
  for (const row of holds) found.get(row.customer_id)!.holds.push(row);
  const consents = await db
    .selectFrom('consents as c')
    .leftJoin('arrivals as a', 'a.id', 'c.arrival_id')
    .selectAll('c')
    .select('a.campaign_id as arrivalCampaign')
    .where('c.customer_id', 'in', customerIds)
    .execute();
  for (const row of consents) found.get(row.customer_id)!.consents.push(row);
  return found;
}

/** Consents of one source with ids from `from` to `to`. */
export async function consentsBetween(
  db: Queryable,
  { source, from, to }: { source: string; from: number; to: number },
): Promise<Selectable<Consents>[]> {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('id', '>=', from)
    .where('id', '<=', to)
    .where('source', '=', source)
    .execute();
}

/** Those of these customers who are still known at all; people of an import that never started may have been removed. */
export async function existingCustomers(db: Queryable, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('customers').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}
