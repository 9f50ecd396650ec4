import { takeSteps } from '../../db/journeys/take-steps';
import { type StepDeps } from '../../db/journeys/record-steps';
import { type StepRequest, type StepResult } from '../../domain/journeys/story';
import { holdUndecided } from '../../db/journeys/hold-undecided';
import { AppError } from '../../domain/errors';
import { isTransient } from '../retry-transient';
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

/** Steps that many journeys take at once, because their day has come: these wait for each other. No other step waits. */
const PATIENT: readonly (typeof STEPS)[number][] = ['sendNotice', 'sendReminder', 'closeAtDeadline', 'followCampaign'];

type TakeStep = (request: StepRequest) => Promise<StepResult>;
export type JourneyActivities = Record<(typeof STEPS)[number], TakeStep>;

/**
 * The local activities of the journey workflow. Steps requested within a few milliseconds share one transaction, in a
 * launch those of a second; the name is not part of the key, so a retry under any name gets the stored
 * result of (journey, run, turn).
 */
export function createJourneyActivities(deps: StepDeps): JourneyActivities {
  return stepActivities((requests) => takeSteps(deps, requests).catch((error) => holdFaulty(deps, requests, error)));
}

/**
 * The same over another way to take steps; `run` gets the steps of a batch by ascending journey, and gives their results.
 * `unhurried`: nothing is urgent, and every step waits this long for others, ms.
 */
export function stepActivities(
  run: (requests: StepRequest[]) => Promise<StepResult[]>,
  { unhurried }: { unhurried?: number } = {},
): JourneyActivities {
  const requestStep = batch<StepRequest, StepResult>({
    waitMs: unhurried ?? 5,
    busyMs: 1_000,
    max: 100,
    keyOf: (request) => request.journeyId,
    run,
  });
  const takeStep =
    (urgency?: 'urgent'): TakeStep =>
    (request) =>
      requestStep(request, urgency).catch(asFailure);
  return Object.fromEntries(
    STEPS.map((name) => [name, takeStep(unhurried !== undefined || PATIENT.includes(name) ? undefined : 'urgent')]),
  ) as JourneyActivities;
}

/** A single journey that cannot be decided, however often it is tried, is held for a person; other errors are thrown. */
async function holdFaulty(deps: StepDeps, requests: StepRequest[], error: unknown): Promise<StepResult[]> {
  const [request] = requests;
  if (requests.length > 1 || !isFaultOfJourney(error)) throw error;
  return [await holdUndecided(deps.db, request!, error)];
}

/** Odd data (SQLSTATE 22, 23) or a bug; not a database that is away, nor a schema that does not fit the code. */
export function isFaultOfJourney(error: unknown): boolean {
  if (error instanceof AppError) return !error.retryable;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? /^2[23]/.test(code) : !isTransient(error);
}
