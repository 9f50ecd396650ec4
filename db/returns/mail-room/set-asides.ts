import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type HandedTo, type SetAsideReason } from '../../../domain/returns/mail-room';
import { type Scope } from '../../platform/scope';
import { type SetAsides } from '../../platform/schema.generated';
import { type Queryable, type Trx } from '../../platform/types';

export type SetAsideRow = Selectable<SetAsides>;

/** Sets an envelope of an intake aside: it cannot be booked, or not yet. */
export async function insertSetAside(
  trx: Trx,
  scope: Scope,
  input: { intakeId: number; why: SetAsideReason; personId: number },
): Promise<SetAsideRow> {
  return trx
    .insertInto('set_asides')
    .values({
      ...{ client_id: scope.clientId, intake_id: input.intakeId, why: input.why },
      ...{ set_aside_by: input.personId, set_aside_at: sql<Date>`tsunagi_now()` },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Envelopes of the client that were set aside, newest first, before the id `before`; `open`: only what still lies there. */
export async function listSetAsides(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open: boolean },
): Promise<SetAsideRow[]> {
  return db
    .selectFrom('set_asides')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .$if(page.open, (query) => query.where('status', '=', 'open'))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before!))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** An envelope of the client that was set aside. Throws not_found. */
export async function getSetAside(db: Queryable, scope: Scope, id: number): Promise<SetAsideRow> {
  const query = db.selectFrom('set_asides').selectAll().where('client_id', '=', scope.clientId);
  const row = await query.where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'set_aside' });
  return row;
}

/** Locks an envelope that still lies there. Throws not_found, or set_aside_closed. */
export async function lockSetAside(trx: Trx, scope: Scope, id: number): Promise<SetAsideRow> {
  const query = trx.selectFrom('set_asides').selectAll().where('client_id', '=', scope.clientId);
  const row = await query.where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'set_aside' });
  if (row.status !== 'open') throw new AppError('set_aside_closed');
  return row;
}

/** Closes a locked one: it was booked after all, or handed on, or put in a box. */
export async function closeSetAside(
  trx: Trx,
  row: SetAsideRow,
  { to, personId }: { to: 'booked' | { handedTo: HandedTo; box: string | null }; personId: number },
): Promise<SetAsideRow> {
  const end = to === 'booked' ? { status: to } : { status: 'ended', handed_to: to.handedTo, box: to.box };
  return trx
    .updateTable('set_asides')
    .set({ ...(end as { status: 'booked' }), closed_by: personId, closed_at: sql<Date>`tsunagi_now()` })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
