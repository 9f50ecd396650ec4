import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { type BoxEnd } from '../../../domain/returns/boxes';
import { type Boxes } from '../../platform/schema.generated';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';

export type BoxRow = Selectable<Boxes>;

/** A box with what lies in it. */
export interface Box extends BoxRow {
  papers: number;
  first_receipt: string | null;
  last_receipt: string | null;
  /** Enclosures kept in it. */
  enclosures: number;
}

/** Opens a box. Throws box_exists. */
export async function insertBox(
  trx: Trx,
  scope: Scope,
  { no, keepUntil, personId }: { no: string; keepUntil: string; personId: number },
): Promise<BoxRow> {
  const row = await trx
    .insertInto('boxes')
    .values({
      ...{ client_id: scope.clientId, no, keep_until: keepUntil },
      ...{ opened_by: personId, opened_at: sql<Date>`tsunagi_now()` },
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'no']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('box_exists', { no });
  return row;
}

/** Boxes of the client before the id `before`, newest first; `open`: only those that have not ended. */
export async function listBoxes(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open: boolean },
): Promise<Box[]> {
  return boxes(db, scope)
    .$if(page.open, (query) => query.where('b.witnessed_at', 'is', null))
    .$if(page.before !== null, (query) => query.where('b.id', '<', page.before!))
    .orderBy('b.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** One box. Throws not_found. */
export async function getBox(db: Queryable, scope: Scope, id: number): Promise<Box> {
  const row = await boxes(db, scope).where('b.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'box' });
  return row;
}

/** A box, locked until commit. Throws not_found. */
export async function lockBox(trx: Trx, scope: Scope, id: number): Promise<BoxRow> {
  const query = trx.selectFrom('boxes').selectAll().where('client_id', '=', scope.clientId);
  const row = await query.where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'box' });
  return row;
}

/**
 * Puts the decided papers of the client that lie in no box yet into a locked one, without originals that go back or have gone
 * back. Returns how many.
 */
export async function fillBox(trx: Trx, row: BoxRow): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update returns r set box_id = ${row.id} from (select id from returns where client_id = ${row.client_id}
      and box_id is null and decided_at is not null and status <> 'withdrawn' and not original_due
      and not exists (select from original_returns o where o.return_id = returns.id and o.piece_id is not null) order by id for no key update) papers
    where r.id = papers.id returning r.id`.execute(trx);
  return rows.length;
}

/** Records how a locked box ended, or that a second person was there. */
export async function moveBox(
  trx: Trx,
  row: BoxRow,
  change: { endedAs: BoxEnd; certificate: string; personId: number } | { witness: number },
): Promise<void> {
  const at = sql<Date>`tsunagi_now()`;
  await trx
    .updateTable('boxes')
    .set(
      'witness' in change
        ? { witnessed_by: change.witness, witnessed_at: at }
        : { ended_as: change.endedAs, certificate: change.certificate, ended_by: change.personId, ended_at: at },
    )
    .where('id', '=', row.id)
    .execute();
}

const boxes = (db: Queryable, scope: Scope) =>
  db
    .selectFrom('boxes as b')
    .selectAll('b')
    .select([
      sql<number>`(select count(*)::int from returns r where r.box_id = b.id)`.as('papers'),
      sql<string | null>`(select receipt from returns r where r.box_id = b.id order by r.id limit 1)`.as(
        'first_receipt',
      ),
      sql<string | null>`(select receipt from returns r where r.box_id = b.id order by r.id desc limit 1)`.as(
        'last_receipt',
      ),
      sql<number>`(select count(*)::int from enclosures e where e.client_id = b.client_id and e.box = b.no)`.as(
        'enclosures',
      ),
    ])
    .where('b.client_id', '=', scope.clientId);
