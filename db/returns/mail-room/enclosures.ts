import { type Selectable, type Updateable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import {
  type EnclosureKind,
  type EnclosureState,
  type EnclosureStep,
  type Ending,
  type Masked,
  nextStep,
} from '../../../domain/returns/enclosures';
import { type Enclosures } from '../../platform/schema.generated';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type ReturnRow } from '../returns';

export type EnclosureRow = Selectable<Enclosures>;

const stateOf = (row: EnclosureRow): EnclosureState => ({
  what: row.what as EnclosureKind,
  witnessed: row.witnessed_by !== null,
  masked: row.masked as Masked | null,
  notified: row.notified_as !== null,
  ending: row.ending as Ending | null,
  endWitnessed: row.end_witnessed_by !== null,
  delivered: row.delivered_on !== null,
});

/** What an enclosure waits for. */
export const stepOf = (row: EnclosureRow): EnclosureStep => nextStep(stateOf(row));

/** Records what lay in the envelope of a return. */
export async function insertEnclosure(
  trx: Trx,
  row: ReturnRow,
  found: { what: EnclosureKind; pieces: number; amount: number | null; personId: number },
): Promise<EnclosureRow> {
  return trx
    .insertInto('enclosures')
    .values({
      ...{ client_id: row.client_id, campaign_id: row.campaign_id, customer_id: row.customer_id, return_id: row.id },
      ...{ what: found.what, pieces: found.pieces, amount: found.amount },
      ...{ noted_by: found.personId, noted_at: sql<Date>`tsunagi_now()` },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Enclosures before the id `before`, newest first; with the receipt of their return. */
export async function listEnclosures(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open: boolean; campaignId?: number; returnId?: number },
): Promise<(EnclosureRow & { receipt: string })[]> {
  return withReceipt(db)
    .where('e.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'e.campaign_id'))
    .$if(page.open, (query) => query.where('e.closed_at', 'is', null))
    .$if(page.campaignId !== undefined, (query) => query.where('e.campaign_id', '=', page.campaignId!))
    .$if(page.returnId !== undefined, (query) => query.where('e.return_id', '=', page.returnId!))
    .$if(page.before !== null, (query) => query.where('e.id', '<', page.before!))
    .orderBy('e.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** One enclosure as listed. */
export const getEnclosure = (db: Queryable, id: number) =>
  withReceipt(db).where('e.id', '=', id).executeTakeFirstOrThrow();

const withReceipt = (db: Queryable) =>
  db.selectFrom('enclosures as e').innerJoin('returns as r', 'r.id', 'e.return_id').selectAll('e').select('r.receipt');

/** Locks an enclosure that waits for one of these. Throws not_found, or enclosure_wrong_state. */
export async function lockEnclosure(
  trx: Trx,
  scope: Scope,
  { id, steps }: { id: number; steps: EnclosureStep[] },
): Promise<EnclosureRow> {
  const query = trx.selectFrom('enclosures').selectAll().where('client_id', '=', scope.clientId);
  const row = await query.where(inCampaigns(scope)).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'enclosure' });
  if (!steps.includes(stepOf(row))) throw new AppError('enclosure_wrong_state', { step: stepOf(row) });
  return row;
}

/** Records the next act on a locked enclosure; with its last one it is closed. */
export async function moveEnclosure(
  trx: Trx,
  row: EnclosureRow,
  change: Updateable<Enclosures>,
): Promise<EnclosureRow> {
  const moved = await trx
    .updateTable('enclosures')
    .set({ ...change, version: row.version + 1 })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (stepOf(moved) !== 'closed') return moved;
  const closed = trx.updateTable('enclosures').set({ closed_at: sql<Date>`tsunagi_now()` });
  return closed.where('id', '=', row.id).returningAll().executeTakeFirstOrThrow();
}
