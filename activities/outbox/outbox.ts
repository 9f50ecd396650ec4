import { type Logger } from 'pino';
import pMap from 'p-map';
import { journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { type Notifications } from '../../db/platform/notifications/listen';
import { anyToStart, restartJourney, takeUnsignalled } from '../../db/platform/outbox';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { type LaneInput } from '../../workflows/lane';
import { startJourney } from '../campaign/start-journey';
import { campaignsToSignal, markCampaignStarted } from '../../db/campaigns/campaigns';
import { lanesToStart, markLaneStarted } from '../../db/delivery/lanes';
import { type PollLoop, startPollLoop } from '../poll-loop';
import { signalWorkflow } from './signal';
import { type OutboxDeps, startOnce } from './start-once';
import { startPrintRuns } from './start-print-runs';
import { startRehearsals } from './start-rehearsals';

/** Wait between rounds when no notification comes: for due times of campaigns, and notifications that were lost. */
const PERIOD_MS = 2_000;
/** While none would be heard. */
const DEAF_MS = 1_000;
const BATCH = 500;
/** A row that Temporal does not accept must not keep the others back. */
const PARALLEL = { concurrency: 20, stopOnError: false };

/**
 * Passes rows on to Temporal until it has accepted them: unread arrivals are signalled, and reopened journeys, started
 * campaigns, lanes, print runs and rehearsals get their workflow. Idempotent; any number of workers may run it.
 */
export function startOutbox(deps: OutboxDeps & { log: Logger; notifications?: Notifications }): PollLoop {
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'outbox: not accepted, will try again');
  const round = async (): Promise<void> => {
    if ((await runOutbox(deps)) >= BATCH) loop.wake();
  };
  const loop = startPollLoop(round, { periodMs: () => (deps.notifications?.heard ? PERIOD_MS : DEAF_MS), failed });
  return loop;
}

type Pass = (deps: OutboxDeps) => Promise<number>;

/** One round; returns the number of rows passed on. Rows that cannot be passed on keep no others back; throws at the end. */
export const runOutbox: Pass = (deps) => inTurn(deps, [signalArrivals, startWaiting]);

const startWaiting: Pass = async (deps) =>
  (await anyToStart(deps.db))
    ? inTurn(deps, [startReopened, startCampaigns, startLanes, startPrintRuns, startRehearsals])
    : 0;

async function inTurn(deps: OutboxDeps, passes: Pass[]): Promise<number> {
  let count = 0;
  const errors: unknown[] = [];
  for (const pass of passes)
    await pass(deps).then(
      (passed) => (count += passed),
      (error: unknown) => errors.push(...(error instanceof AggregateError ? (error.errors as unknown[]) : [error])),
    );
  if (errors.length > 1) throw new AggregateError(errors, 'several rows were not accepted');
  if (errors.length > 0) throw errors[0];
  return count;
}

async function signalArrivals({ db, client }: OutboxDeps): Promise<number> {
  const unsignalled = await takeUnsignalled(db, BATCH);
  await pMap(
    unsignalled,
    async (arrival) => {
      const taken = await signalWorkflow(client, {
        workflowId: journeyWorkflowId(arrival),
        name: arrival.name,
        seq: arrival.seq,
      });
      // The workflow is gone although its journey is open (terminated, or lost with a restored database).
      if (!taken && arrival.startedRun >= arrival.run) await restartJourney(db, arrival.journeyId, arrival.run);
    },
    PARALLEL,
  );
  return unsignalled.length;
}

async function startReopened({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const journeys = await journeysToStart(db, { limit: BATCH });
  const started: typeof journeys = [];
  const start = async (journey: (typeof journeys)[number]): Promise<void> => {
    await startJourney(client, taskQueue, journey);
    started.push(journey);
  };
  await pMap(journeys, start, PARALLEL).finally(() => started.length > 0 && markStarted(db, started));
  return journeys.length;
}

/** Starts the workflows of campaigns that were released, and signals those whose review is due. */
async function startCampaigns({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const due = await campaignsToSignal(db);
  for (const { id, turn, launched } of due) {
    const workflowId = campaignWorkflowId(id);
    if (launched && (await signalWorkflow(client, { workflowId, name: 'campaignSteered', turn }))) continue;
    await startOnce(client, 'campaignWorkflow', { workflowId, taskQueue, args: [{ campaignId: id, turn: turn + 1 }] });
    await markCampaignStarted(db, id);
  }
  return due.length;
}

async function startLanes({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const lanes = await lanesToStart(db);
  for (const { id, channel } of lanes) {
    const input: LaneInput = { laneId: id, channel: channel as LaneInput['channel'] };
    await startOnce(client, 'laneWorkflow', { workflowId: laneWorkflowId(id), taskQueue, args: [input] });
    await markLaneStarted(db, id);
  }
  return lanes.length;
}
