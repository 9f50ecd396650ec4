import { sql } from 'kysely';
import { type ReturnRow } from './returns';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { type ReturnStatus } from '../../domain/returns/return-rules';

export interface ReturnFilter {
  after: number | null;
  limit: number;
  status?: ReturnStatus;
  kind?: 'form' | 'undeliverable';
  campaignId?: number;
  /** Only returns awaiting an entry by this person. */
  enterableBy?: number;
}

/** A return as listed: with the earlier one of the same envelope and kind, and who has entered it. */
export interface ListedReturn extends ReturnRow {
  duplicate_of: number | null;
  has_image: boolean;
  entered_by: number[];
}

/** Returns with ids above `after`, oldest first, at most `limit`. */
export async function listReturns(db: Queryable, scope: Scope, filter: ReturnFilter): Promise<ListedReturn[]> {
  const { after, status, kind, campaignId, enterableBy } = filter;
  let query = listed(db).where('r.client_id', '=', scope.clientId).where(inCampaigns(scope, 'r.campaign_id'));
  if (after !== null) query = query.where('r.id', '>', after);
  if (status) query = query.where('r.status', '=', status);
  if (kind) query = query.where('r.kind', '=', kind);
  if (campaignId !== undefined) query = query.where('r.campaign_id', '=', campaignId);
  if (enterableBy !== undefined) {
    query = query
      .where('r.status', 'in', ['received', 'entered', 'mismatch'])
      .where(
        sql<boolean>`not exists (select from return_entries e where e.return_id = r.id and e.person_id = ${enterableBy})`,
      );
  }
  return query.orderBy('r.id').limit(filter.limit).execute();
}

/** A return as listed. */
export async function listedReturn(db: Queryable, row: ReturnRow): Promise<ListedReturn> {
  return listed(db).where('r.id', '=', row.id).executeTakeFirstOrThrow();
}

const listed = (db: Queryable) =>
  db
    .selectFrom('returns as r')
    .selectAll('r')
    .select([
      sql<number | null>`(select min(d.id) from returns d
        where d.piece_id = r.piece_id and d.kind = r.kind and d.id < r.id)`.as('duplicate_of'),
      sql<boolean>`exists (select from return_scans s where s.return_id = r.id)`.as('has_image'),
      sql<number[]>`array(select e.person_id::int from return_entries e where e.return_id = r.id order by e.no)`.as(
        'entered_by',
      ),
    ]);
