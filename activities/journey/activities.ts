import { type StepRequest, type StepResult, takeSteps, type StepDeps } from '../../db/journeys/take-steps';
import { batch } from './batch';
import { asFailure } from '../failure';

export interface JourneyActivities {
  place(request: StepRequest): Promise<StepResult>;
}

/** Journey activities. Calls within a few milliseconds share one transaction. */
export function createJourneyActivities(deps: StepDeps): JourneyActivities {
  const place = batch<StepRequest, StepResult>({
    waitMs: 5,
    max: 100,
    keyOf: (request) => request.journeyId,
    run: (requests) => takeSteps(deps, requests),
  });
  return { place: (request) => place(request).catch(asFailure) };
}
