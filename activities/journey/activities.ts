import { type PlaceRequest, type PlaceResult, placeBatch, type PlaceDeps } from '../../db/journeys/take-steps';
import { gather } from './batch';
import { asFailure } from '../failure';

export interface JourneyActivities {
  place(request: PlaceRequest): Promise<PlaceResult>;
}

/** Calls of `place` that come within a few milliseconds share one transaction. */
export function journeyActivities(deps: PlaceDeps): JourneyActivities {
  const place = gather<PlaceRequest, PlaceResult>({
    waitMs: 5,
    max: 100,
    keyOf: (request) => request.journeyId,
    run: (requests) => placeBatch(deps, requests),
  });
  return { place: (request) => place(request).catch(asFailure) };
}
