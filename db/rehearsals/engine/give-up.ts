import { type StepRequest, type StepResult } from '../../../domain/journeys/story';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type Db } from '../../platform/types';
import { readCourses, writeCourses } from './rows';

/** Why a journey ends that cannot be decided. */
const UNDECIDABLE = 'undecidable';

/** Ends a journey whose step failed for a reason that repeating does not change: a real one would wait for a person. */
export async function giveUp(db: Db, { journeyId }: StepRequest): Promise<StepResult> {
  return db.transaction().execute(async (trx) => {
    await lockJourneysById(trx, [journeyId]);
    const course = (await readCourses(trx, [journeyId])).get(journeyId);
    if (course && !course.ended) {
      course.events.push({ at: course.nextAt, kind: 'held', why: UNDECIDABLE });
      await writeCourses(trx, [{ ...course, ended: true }]);
    }
    return { did: 'superseded', why: UNDECIDABLE, read: 0 };
  });
}
