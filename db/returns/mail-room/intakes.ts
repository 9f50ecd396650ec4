import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { agreedCount, type Carrier } from '../../../domain/returns/mail-room';
import { type Scope } from '../../platform/scope';
import { type Intakes } from '../../platform/schema.generated';
import { type Queryable, type Trx } from '../../platform/types';

export type IntakeRow = Selectable<Intakes>;

/** An intake with what became of its envelopes, and who has counted them. */
export interface Intake extends IntakeRow {
  counts: { no: number; personId: number; envelopes: number; at: string }[];
}

/** Records that post was handed over to the desk; opening and counting it is another act. */
export async function insertIntake(
  trx: Trx,
  scope: Scope,
  input: { receivedOn: string; carrier: Carrier; sacks: number; announced: number | null; personId: number },
): Promise<IntakeRow> {
  return trx
    .insertInto('intakes')
    .values({
      client_id: scope.clientId,
      received_on: input.receivedOn,
      carrier: input.carrier,
      sacks: input.sacks,
      announced: input.announced,
      received_by: input.personId,
      received_at: sql<Date>`tsunagi_now()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An intake of the client, locked until commit. Throws not_found. */
export async function lockIntake(trx: Trx, scope: Scope, id: number): Promise<IntakeRow> {
  const query = trx.selectFrom('intakes').selectAll().where('client_id', '=', scope.clientId);
  const row = await query.where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'intake' });
  return row;
}

/**
 * Adds what a person has counted to a locked intake. Its number of envelopes is set once two persons agree, and taken
 * back while a later count differs.
 */
export async function addCount(
  trx: Trx,
  row: IntakeRow,
  count: { personId: number; envelopes: number },
): Promise<{ row: IntakeRow; no: number }> {
  const before = await trx
    .selectFrom('intake_counts')
    .select(['person_id as personId', 'envelopes'])
    .where('intake_id', '=', row.id)
    .orderBy('no')
    .execute();
  const no = before.length + 1;
  await trx
    .insertInto('intake_counts')
    .values({
      ...{ intake_id: row.id, no, client_id: row.client_id, person_id: count.personId },
      ...{ envelopes: count.envelopes, at: sql<Date>`tsunagi_now()` },
    })
    .execute();
  const agreed = agreedCount([...before, count]);
  const counted = await trx
    .updateTable('intakes')
    .set({
      envelopes: agreed,
      // a recount does not move the envelopes to another day
      counted_at: agreed === null ? null : (row.counted_at && new Date(row.counted_at)) || sql<Date>`tsunagi_now()`,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { row: counted, no };
}

/** Intakes of the client before the id `before`, newest first. */
export async function listIntakes(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number },
): Promise<Intake[]> {
  return intakes(db, scope)
    .$if(page.before !== null, (query) => query.where('i.id', '<', page.before!))
    .orderBy('i.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** One intake. Throws not_found. */
export async function getIntake(db: Queryable, scope: Scope, id: number): Promise<Intake> {
  const row = await intakes(db, scope).where('i.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'intake' });
  return row;
}

const intakes = (db: Queryable, scope: Scope) =>
  db
    .selectFrom('intakes as i')
    .selectAll('i')
    .select([
      sql<Intake['counts']>`coalesce((select json_agg(json_build_object('no', c.no, 'personId', c.person_id,
        'envelopes', c.envelopes, 'at', c.at) order by c.no) from intake_counts c where c.intake_id = i.id), '[]')`.as(
        'counts',
      ),
    ])
    .where('i.client_id', '=', scope.clientId);
