import { sql } from 'kysely';
import { weightiestHold } from '../../domain/customers/hold-rules';
import { type Queryable } from '../platform/types';
import { representativeActs } from './contacts';

/** What stands between a customer and an answer: the open hold that weighs most, and the representative in force. */
export interface Authority {
  hold: { id: number; reason: string } | null;
  representative: { id: number; relation: string; mayDecide: boolean } | null;
}

interface Row {
  customer: number;
  hold: number | null;
  reason: string | null;
  representative: number | null;
  relation: string | null;
  mayDecide: boolean | null;
}

/**
 * Open holds and representatives in force of these customers at `now` (epoch ms), in one statement; of several
 * representatives the newest acts. Customers with neither are not in the map.
 */
export async function loadAuthority(
  db: Queryable,
  customerIds: number[],
  now: number,
): Promise<Map<number, Authority>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select h.customer_id as customer, h.id as hold, h.reason, null::bigint as representative, null as relation,
      null::boolean as "mayDecide"
    from holds h where h.customer_id = any(${customerIds}::bigint[]) and h.released_at is null
    union all
    select * from (select distinct on (r.customer_id) r.customer_id, null::bigint, null, r.id, r.relation, r.may_decide
      from representatives r where r.customer_id = any(${customerIds}::bigint[]) and ${representativeActs(new Date(now))}
      order by r.customer_id, r.id desc) acting
    order by customer, hold`.execute(db);
  const found = new Map<number, Authority>();
  for (const { customer, hold, reason, representative, relation, mayDecide } of rows) {
    const own = found.get(customer) ?? { hold: null, representative: null };
    found.set(customer, own);
    if (representative !== null) {
      own.representative = { id: representative, relation: relation!, mayDecide: mayDecide! };
    } else if (own.hold === null || weightiestHold([own.hold.reason, reason!]) !== own.hold.reason) {
      own.hold = { id: hold!, reason: reason! };
    }
  }
  return found;
}
