import { giveUp } from '../../db/rehearsals/engine/give-up';
import { type RehearsedStepDeps, takeRehearsedSteps } from '../../db/rehearsals/engine/steps';
import { isFaultOfJourney, type JourneyActivities, stepActivities } from '../journey/activities';

/**
 * The local activities of the journey workflow in the namespace of rehearsals. The workflow's code is the same; the steps
 * are taken in the database of rehearsals. A journey that cannot be decided ends there, and the result says so.
 */
export function createRehearsedSteps(deps: RehearsedStepDeps): JourneyActivities {
  return stepActivities((requests) =>
    takeRehearsedSteps(deps, requests).catch(async (error: unknown) => {
      if (requests.length > 1 || !isFaultOfJourney(error)) throw error;
      return [await giveUp(deps.db, requests[0]!)];
    }),
  );
}
