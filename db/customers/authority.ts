import { sql } from 'kysely';
import { weightiestHold } from '../../domain/customers/hold-rules';
import {
  type Authority,
  type AnsweredBy,
  answererOf,
  CONSENT,
  consentsFor,
  obstacleTo,
} from '../../domain/customers/who-answers';
import { readClock } from '../platform/clock';
import { among, PLANNED_ONCE } from '../platform/planned-once';
import { type Queryable } from '../platform/types';
import { representativeActs } from './contacts';

interface Row {
  customer: number;
  hold: number | null;
  reason: string | null;
  representative: number | null;
  relation: string | null;
  mayDecide: boolean | null;
}

/**
 * Open holds (but those that only keep letters back) and representatives in force of these customers at `now` (epoch ms), in one statement; of several
 * representatives the newest acts. Customers with neither are not in the map.
 */
export async function loadAuthority(
  db: Queryable,
  customerIds: number[],
  now: number,
): Promise<Map<number, Authority>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<Row>`${PLANNED_ONCE}
    select h.customer_id as customer, h.id as hold, h.reason, null::bigint as representative, null as relation,
      null::boolean as "mayDecide"
    from holds h where ${among('h.customer_id', customerIds)} and h.released_at is null
      and h.reason <> 'unprintable'
    union all
    select * from (select distinct on (r.customer_id) r.customer_id, null::bigint, null, r.id, r.relation, r.may_decide
      from representatives r where ${among('r.customer_id', customerIds)} and ${representativeActs(new Date(now))}
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

/** Why an answer is kept for a person to decide. */
export interface Obstacle {
  /** The reason of the hold, `representative` or `consent_missing`. */
  why: string;
  /** The open hold whose owner decides; null: none is open for it yet. */
  holdId: number | null;
  /** The representative in force who is asked to consent; only where an answer waits for that. */
  askedId?: number;
}

/**
 * Whether an answer by this person counts now (or at an instant, epoch ms), and whom it is booked as (a representative's id, or null for the
 * customer). Every way in asks this: `recordArrival` before it writes an answer, pages and desks before they ask for one.
 */
export async function answerAuthority(
  db: Queryable,
  customerId: number,
  by: AnsweredBy,
  at?: number,
): Promise<{ obstacle: Obstacle | null; representativeId: number | null }> {
  const now = at ?? (await readClock(db)).now;
  const known = (await loadAuthority(db, [customerId], now)).get(customerId) ?? { hold: null, representative: null };
  const { age_from: age } = await db
    .selectFrom('customers')
    .select('age_from')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
  const why = obstacleTo({ ...known, minor: age === 0 }, by);
  if (why === null) return { obstacle: null, representativeId: answererOf(known, by) };
  const holdId = await openHoldOf(db, customerId, why);
  const askedId = why === CONSENT ? consentsFor(known) : null;
  return { obstacle: { why, holdId, ...(askedId !== null && { askedId }) }, representativeId: answererOf(known, by) };
}

async function openHoldOf(db: Queryable, customerId: number, reason: string): Promise<number | null> {
  const hold = await db
    .selectFrom('holds')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('reason', '=', reason)
    .where('released_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return hold?.id ?? null;
}
