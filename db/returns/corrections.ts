import { sql } from 'kysely';
import { type Queryable, type Trx } from '../platform/types';

/** A form that has a defect, and the instant (epoch ms) at which it counts. */
export interface DefectiveForm {
  returnId: number;
  countsAt: number;
}

/** The newest form with a defect of a journey; undefined: none. */
export async function defectiveForm(db: Queryable, journeyId: number): Promise<DefectiveForm | undefined> {
  const { rows } = await sql<DefectiveForm>`
    select (data ->> 'returnId')::bigint as "returnId", at as "countsAt" from arrivals
    where journey_id = ${journeyId} and kind = 'form_defect' order by seq desc limit 1`.execute(db);
  return rows[0];
}

/** Records that a form was mended by what was said in a call. */
export async function recordCorrection(
  trx: Trx,
  correction: {
    returnId: number;
    taskId: number;
    clientId: number;
    personId: number;
    spokenWith: 'customer' | 'representative';
    said: Record<string, 'migrate' | 'cancel'>;
    now: number;
  },
): Promise<void> {
  await trx
    .insertInto('return_corrections')
    .values({
      ...{ return_id: correction.returnId, task_id: correction.taskId, client_id: correction.clientId },
      ...{ person_id: correction.personId, spoken_with: correction.spokenWith, at: new Date(correction.now) },
      said: JSON.stringify(correction.said),
    })
    .execute();
}

/** The newest call that mended a form. */
export async function correctionOf(db: Queryable, returnId: number) {
  return db
    .selectFrom('return_corrections')
    .select(['task_id as taskId', 'person_id as personId', 'spoken_with as spokenWith', 'at'])
    .where('return_id', '=', returnId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
