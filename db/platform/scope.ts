import { type RawBuilder, sql } from 'kysely';

/**
 * Whose data a query may see. Every query on a client's data takes one as an argument, so forgetting it does not
 * compile. The API derives it from the caller's key or session, never from the request.
 */
export interface Scope {
  readonly clientId: number;
  /** Only these campaigns of the client; null means all of them. */
  readonly campaigns: readonly number[] | null;
}

/** All data of a client, for workers and internal jobs. */
export const wholeClient = (clientId: number): Scope => ({ clientId, campaigns: null });

/** SQL condition: the row's campaign is in the scope. `column` holds the campaign id, such as `j.campaign_id`. */
export function inCampaigns(scope: Scope, column = 'campaign_id'): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(column)} = any(${[...scope.campaigns]}::bigint[])`;
}

/**
 * SQL condition: the customer is in the audience of one of the scope's campaigns. `column` holds the customer id with
 * its table, such as `holds.customer_id`: a bare name would be the audience's own column.
 */
export function ofCampaigns(scope: Scope, column: `${string}.${string}`): RawBuilder<boolean> {
  if (scope.campaigns === null) return sql<boolean>`true`;
  return sql<boolean>`exists (select from audience scoped where scoped.customer_id = ${sql.ref(column)}
    and scoped.campaign_id = any(${[...scope.campaigns]}::bigint[]))`;
}
