import { type RawBuilder, sql } from 'kysely';

/**
 * Rows of client_results that tell how a contract stands with the client's system: results, and changes it has agreed to.
 * A change asked for, or refused, tells nothing; one agreed to is the outcome that follows it, so it is never older. Use as `from`; columns: contract_id, id, outcome, receipt, status,
 * decided_at, answered_at. `where` restricts `r`; give campaign and contract, so that the index is used.
 */
export const standingResults = (where: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select r.contract_id, r.id, r.status, r.answered_at, r.receipt,
    case when q.id is null then r.decided_at else 'infinity' end as decided_at,
    case q.choice when 'migrate' then 'migrated' when 'cancel' then 'cancelled' when 'withdrawn' then 'reopened'
      else r.outcome end as outcome
  from client_results r left join change_requests q on q.id = r.request_id
  where (r.request_id is null or r.status = 'reflected') and ${where})`;

/** Whether the client's system has taken over the choice that is the outcome of a contract. `r`: its newest standing result. */
export const isTakenOver = sql<boolean>`(r.status = 'reflected' and r.outcome in ('migrated', 'cancelled'))`;
