import { type StepRequest } from '../../domain/journeys/story';
import { giveUp } from '../../db/rehearsals/engine/give-up';
import { type RehearsedStepDeps, takeRehearsedSteps } from '../../db/rehearsals/engine/steps';
import { isFaultOfJourney, type JourneyActivities, stepActivities } from '../journey/activities';

/** Steps of this long are taken together: no one waits for a single journey. */
const TOGETHER_MS = 100;

/**
 * The local activities of the journey workflow in the namespace of rehearsals. The workflow's code is the same; the steps
 * are taken in the database of rehearsals. A journey that cannot be decided ends there, and the result says so.
 */
export function createRehearsedSteps(deps: RehearsedStepDeps): JourneyActivities {
  const run = (requests: StepRequest[]) =>
    takeRehearsedSteps(deps, requests).catch(async (error: unknown) => {
      if (requests.length > 1 || !isFaultOfJourney(error)) throw error;
      return [await giveUp(deps.db, requests[0]!)];
    });
  return stepActivities(run, { unhurried: TOGETHER_MS });
}
