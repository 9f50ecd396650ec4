import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { sql } from 'kysely';
import { type Logger } from 'pino';
import { journeysToStart, markStarted } from '../../db/journeys/create-journeys';
import { type Db } from '../../db/platform/connect';
import { tendCallTasks } from '../../db/calls/expire-leases';
import { resumeClientFiles } from '../../db/exchange/resume';
import { tendRepresentatives } from '../../db/customers/representatives';
import { reviveJourney, takeUnrung } from '../../db/platform/outbox';
import { type Vault } from '../../db/privacy/vault';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { type LaneInput } from '../../workflows/lane';
import { inParallel, ringBell } from './signal';
import { settlePlanVersions } from '../../db/campaigns/finish-adoption';
import { startPrintRuns } from './start-print-runs';
import { everyRound } from '../poll-loop';
import { startJourney } from '../campaign/start-journey';
import { tendSteering } from '../maintenance/follow-steering';
import { sweepJourneys, sweepWorkflows } from '../maintenance/restart-lost-journeys';

export interface RelayDeps {
  db: Db;
  vault: Vault;
  client: Client;
  taskQueue: string;
  log: Logger;
}

const PERIOD_MS = 300;
const SWEEP_MS = 30_000;
const BATCH = 500;
const PARALLEL = 20;

/**
 * Carries rows over to Temporal until it has taken them: unread arrivals are rung, reopened journeys, started
 * campaigns, lanes and print runs get their workflow. Every act may be repeated harmlessly, so any number of workers may relay.
 * Returns a function that stops it after the round under way.
 */
export function startRelay(deps: RelayDeps): () => Promise<void> {
  let swept = performance.now();
  const work = async (): Promise<void> => {
    await relayOnce(deps);
    if (performance.now() - swept <= SWEEP_MS) return;
    swept = performance.now();
    await sweepJourneys(deps);
    await sweepWorkflows(deps);
  };
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'relay: not taken, will try again');
  return everyRound(work, { periodMs: PERIOD_MS, failed });
}

/** One round; returns how many rows were carried over. */
export async function relayOnce(deps: RelayDeps): Promise<number> {
  const started = [startReopened, startCampaigns, startLanes, startPrintRuns];
  let carried = await ringArrivals(deps);
  for (const start of started) carried += await start(deps);
  carried += await settlePlanVersions(deps.db);
  carried += await tendSteering(deps);
  await resumeFiles(deps);
  await tendRepresentatives(deps.db);
  await tendCalls(deps);
  return carried;
}

async function ringArrivals({ db, client }: RelayDeps): Promise<number> {
  const unrung = await takeUnrung(db, BATCH);
  await inParallel(unrung, PARALLEL, async (arrival) => {
    const taken = await ringBell(client, { workflowId: journeyWorkflowId(arrival), seq: arrival.seq });
    // The workflow is gone although its journey is open (terminated, or lost with a restored database).
    if (!taken && arrival.startedRun >= arrival.run) await reviveJourney(db, arrival.journeyId, arrival.run);
  });
  return unrung.length;
}

const RESUME_MS = 2_000;

/** Files of the client's system that were cut off in the middle go on; their arrivals are rung with the others. */
async function resumeFiles({ db, vault }: RelayDeps): Promise<void> {
  await resumeClientFiles(db, vault, { onBells: () => undefined, until: performance.now() + RESUME_MS });
}

const TEND_MS = 15_000;
const tended = new WeakMap<Db, number>();

/** Leases that ran out and calls that may not be made any more; not at every round. */
async function tendCalls({ db }: RelayDeps): Promise<void> {
  if (Date.now() - (tended.get(db) ?? 0) < TEND_MS) return;
  tended.set(db, Date.now());
  await tendCallTasks(db);
}

async function startReopened({ db, client, taskQueue }: RelayDeps): Promise<number> {
  const journeys = await journeysToStart(db, { limit: BATCH });
  await inParallel(journeys, PARALLEL, (journey) => startJourney(client, taskQueue, journey));
  if (journeys.length > 0) await markStarted(db, journeys);
  return journeys.length;
}

/** Starts the workflow of campaigns that were released, and rings those that were steered and have not looked yet. */
async function startCampaigns({ db, client, taskQueue }: RelayDeps): Promise<number> {
  const due = await db
    .selectFrom('campaigns')
    .select(['id', 'wake', 'launched'])
    .where('status', 'in', ['running', 'paused', 'stopped'])
    .where('ended_at', 'is', null)
    .where('started_at', 'is not', null)
    .where((eb) => eb.or([eb('launched', '=', false), eb('wake_at', '<=', sql<number>`tsunagi_now()`)]))
    .execute();
  for (const { id, wake, launched } of due) {
    const workflowId = campaignWorkflowId(id);
    if (launched && (await ringBell(client, { workflowId, wake }))) continue;
    await startOnce(client, 'campaignWorkflow', { workflowId, taskQueue, args: [{ campaignId: id, wake: wake + 1 }] });
    await db.updateTable('campaigns').set({ launched: true }).where('id', '=', id).execute();
  }
  return due.length;
}

async function startLanes({ db, client, taskQueue }: RelayDeps): Promise<number> {
  const lanes = await db
    .selectFrom('lanes')
    .select(['id', 'channel'])
    .where('launched', '=', false)
    .where('channel', '<>', 'phone') // people make the calls
    .execute();
  for (const { id, channel } of lanes) {
    const input: LaneInput = { laneId: id, channel: channel as LaneInput['channel'] };
    await startOnce(client, 'laneWorkflow', { workflowId: laneWorkflowId(id), taskQueue, args: [input] });
    await db.updateTable('lanes').set({ launched: true }).where('id', '=', id).execute();
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
