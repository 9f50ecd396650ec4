import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/step-deps';
import { type StepRequest, type StepResult } from '../../domain/journeys/story';
import { batch } from './batch';
import { asFailure } from '../failure';

/** What a journey does, as its history shows it. Each of these takes the step that is due, in one transaction. */
const STEPS = [
  'sendNotice',
  'sendReminder',
  'escalateToCall',
  'recordAnswer',
  'askForCorrection',
  'retryUndelivered',
  'reviewCustomer',
  'followCampaign',
  'closeAtDeadline',
] as const;

type TakeStep = (request: StepRequest) => Promise<StepResult>;
export type JourneyActivities = Record<(typeof STEPS)[number], TakeStep>;

/**
 * The local activities of the journey workflow. Steps requested within a few milliseconds share one transaction; the
 * name is not part of the key, so a retry under any name gets the stored result of (journey, run, turn).
 */
export function createJourneyActivities(deps: StepDeps): JourneyActivities {
  const requestStep = batch<StepRequest, StepResult>({
    waitMs: 5,
    max: 100,
    keyOf: (request) => request.journeyId,
    run: (requests) => takeSteps(deps, requests),
  });
  const takeStep: TakeStep = (request) => requestStep(request).catch(asFailure);
  return Object.fromEntries(STEPS.map((name) => [name, takeStep])) as JourneyActivities;
}
