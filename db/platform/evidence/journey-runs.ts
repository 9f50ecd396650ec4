import { type StepResult } from '../../../domain/journeys/story';
import { type Queryable } from '../types';

/** One run of a journey as its stored steps have it. */
export interface JourneyRun {
  /** Number of steps. */
  steps: number;
  /** Result of the last one. */
  last: StepResult;
}

/** The stored steps of one run of a customer's journey; undefined: there are none. */
export async function runOfJourney(
  db: Queryable,
  of: { campaignId: number; customerId: number; run: number },
): Promise<JourneyRun | undefined> {
  const results = await db
    .selectFrom('journeys as j')
    .innerJoin('step_results as s', 's.journey_id', 'j.id')
    .select('s.result')
    .where('j.campaign_id', '=', of.campaignId)
    .where('j.customer_id', '=', of.customerId)
    .where('s.run', '=', of.run)
    .orderBy('s.turn')
    .execute();
  const last = results.at(-1);
  return last && { steps: results.length, last: last.result as StepResult };
}
