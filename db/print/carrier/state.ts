import { sql } from 'kysely';
import { type CarrierResult } from '../../../domain/print/carrier-file';
import { type Queryable } from '../../platform/types';
import { type CarrierFileRow } from './take-file';

/** What is known of a run's pieces that the carrier follows; they add up to `tracked`. */
export interface RunDelivery extends Record<CarrierResult, number> {
  tracked: number;
  /** Have a number. */
  numbered: number;
  /** No result yet. */
  open: number;
}

/** Counts the tracked pieces of a run by their newest result. */
export async function deliveryOf(db: Queryable, runId: number): Promise<RunDelivery> {
  const { rows } = await sql<RunDelivery>`
    select count(*)::int as tracked, count(p.tracking_no)::int as numbered,
      (count(*) filter (where d.result is null))::int as open,
      (count(*) filter (where d.result = 'delivered'))::int as delivered,
      (count(*) filter (where d.result = 'kept'))::int as kept,
      (count(*) filter (where d.result = 'returned'))::int as returned,
      (count(*) filter (where d.result = 'refused'))::int as refused
    from pieces p left join lateral (${newestResult}) d on true
    where p.print_run_id = ${runId} and p.removed_reason is null and p.postal_class <> 'ordinary'`.execute(db);
  return rows[0]!;
}

/** The newest result of piece `p`. */
export const newestResult = sql`select r.result, r.at, r.reason from delivery_results r where r.piece_id = p.id
  order by r.at desc limit 1`;

/** The newest files about a run, newest first. */
export const carrierFilesOf = (db: Queryable, runId: number, limit: number): Promise<CarrierFileRow[]> =>
  db
    .selectFrom('carrier_files')
    .selectAll()
    .where('print_run_id', '=', runId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
