import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type Logger } from 'pino';
import pMap from 'p-map';
import { journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { expireCallLeases } from '../../db/calls/expire-leases';
import { resumeClientFiles } from '../../db/exchange/resume';
import { followRepresentatives } from '../../db/customers/representatives';
import { restartJourney, takeUnsignalled } from '../../db/platform/outbox';
import { type Vault } from '../../db/privacy/vault';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { type LaneInput } from '../../workflows/lane';
import { signalWorkflow } from './signal';
import { finishAdoptions } from '../../db/campaigns/finish-adoption';
import { startPrintRuns } from './start-print-runs';
import { startPollLoop } from '../poll-loop';
import { startJourney } from '../campaign/start-journey';
import { followSteering } from '../maintenance/follow-steering';
import { reconcileJourneys, reconcileWorkflows } from '../maintenance/restart-lost-journeys';
import { type Db } from '../../db/platform/types';
import { campaignsToSignal, markCampaignStarted } from '../../db/campaigns/campaigns';
import { lanesToStart, markLaneStarted } from '../../db/delivery/lanes';

export interface OutboxDeps {
  db: Db;
  vault: Vault;
  client: Client;
  taskQueue: string;
  log: Logger;
}

const PERIOD_MS = 300;
const SWEEP_MS = 30_000;
const BATCH = 500;
const PARALLEL = { concurrency: 20 };

/**
 * Carries rows over to Temporal until it has taken them: unread arrivals are rung, reopened journeys, started
 * campaigns, lanes and print runs get their workflow. Every act may be repeated harmlessly, so any number of workers may relay.
 * Returns a function that stops it after the round under way.
 */
export function startOutbox(deps: OutboxDeps): () => Promise<void> {
  let swept = performance.now();
  const work = async (): Promise<void> => {
    await runOutbox(deps);
    if (performance.now() - swept <= SWEEP_MS) return;
    swept = performance.now();
    await reconcileJourneys(deps);
    await reconcileWorkflows(deps);
  };
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'relay: not taken, will try again');
  return startPollLoop(work, { periodMs: PERIOD_MS, failed });
}

/** One round; returns how many rows were carried over. */
export async function runOutbox(deps: OutboxDeps): Promise<number> {
  const started = [startReopened, startCampaigns, startLanes, startPrintRuns];
  let carried = await signalArrivals(deps);
  for (const start of started) carried += await start(deps);
  carried += await finishAdoptions(deps.db);
  carried += await followSteering(deps);
  await resumeFiles(deps);
  await followRepresentatives(deps.db);
  await expireLeases(deps);
  return carried;
}

async function signalArrivals({ db, client }: OutboxDeps): Promise<number> {
  const unsignalled = await takeUnsignalled(db, BATCH);
  await pMap(
    unsignalled,
    async (arrival) => {
      const taken = await signalWorkflow(client, { workflowId: journeyWorkflowId(arrival), seq: arrival.seq });
      // The workflow is gone although its journey is open (terminated, or lost with a restored database).
      if (!taken && arrival.startedRun >= arrival.run) await restartJourney(db, arrival.journeyId, arrival.run);
    },
    PARALLEL,
  );
  return unsignalled.length;
}

const RESUME_MS = 2_000;

/** Files of the client's system that were cut off in the middle go on; their arrivals are rung with the others. */
async function resumeFiles({ db, vault }: OutboxDeps): Promise<void> {
  await resumeClientFiles(db, vault, { onSignals: () => undefined, until: performance.now() + RESUME_MS });
}

const TEND_MS = 15_000;
const tended = new WeakMap<Db, number>();

/** Leases that ran out and calls that may not be made any more; not at every round. */
async function expireLeases({ db }: OutboxDeps): Promise<void> {
  if (Date.now() - (tended.get(db) ?? 0) < TEND_MS) return;
  tended.set(db, Date.now());
  await expireCallLeases(db);
}

async function startReopened({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const journeys = await journeysToStart(db, { limit: BATCH });
  await pMap(journeys, (journey) => startJourney(client, taskQueue, journey), PARALLEL);
  if (journeys.length > 0) await markStarted(db, journeys);
  return journeys.length;
}

/** Starts the workflow of campaigns that were released, and rings those that were steered and have not looked yet. */
async function startCampaigns({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const due = await campaignsToSignal(db);
  for (const { id, turn, launched } of due) {
    const workflowId = campaignWorkflowId(id);
    if (launched && (await signalWorkflow(client, { workflowId, turn }))) continue;
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

async function startOnce(
  client: Client,
  type: string,
  options: { workflowId: string; taskQueue: string; args: unknown[] },
): Promise<void> {
  try {
    await client.workflow.start(type, options);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
