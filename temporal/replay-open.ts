import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { type WorkflowBundle } from './bundle';
import { converterOf } from './connection';

/** A way that open journeys have come, and workflow ids of some that have come it. */
export interface PathSamples {
  path: string;
  journeys: number;
  samples: string[];
}

export interface ReplayOptions {
  /** Which open workflows, as a condition of Temporal's list. */
  query: string;
  bundle: WorkflowBundle;
  log: (line: string) => void;
  /** The paths of the open journeys; without them, the newest are replayed. */
  paths?: PathSamples[];
  /** Every open history, however many and however long it takes. */
  all?: boolean;
  limits?: ReplayLimits;
}

interface ReplayLimits {
  histories: number;
  ms: number;
}

const LIMITS: ReplayLimits = { histories: 2_000, ms: 600_000 };

/** How many open workflows there are, and how many of their histories were replayed. */
export interface Replayed {
  open: number;
  replayed: number;
}

/**
 * Replays open histories against a build: by default the oldest and the newest journey of each path, and the other
 * workflows, at most 2,000 in ten minutes; what was left out is logged. Throws at the first that does not fit.
 */
export async function replayOpen(client: Client, options: ReplayOptions): Promise<Replayed> {
  const { query, bundle, log, all = false, limits = LIMITS } = options;
  const { count: open } = await client.workflow.count(query);
  const bounds = all ? { histories: Infinity, ms: Infinity } : limits;
  const histories = historiesOf(client, workflowsToReplay(client, options), bounds);
  const replayOptions = { workflowBundle: { codePath: bundle.codePath }, dataConverter: converterOf(client) };
  let replayed = 0;
  let lastLine = Date.now();
  for await (const result of Worker.runReplayHistories(replayOptions, histories)) {
    if (result.error) {
      throw new Error(`build ${bundle.buildId} does not fit the open ${result.workflowId}; nothing was changed`, {
        cause: result.error,
      });
    }
    replayed += 1;
    if (Date.now() - lastLine < 2_000) continue;
    lastLine = Date.now();
    log(`replayed ${replayed} open histories against build ${bundle.buildId}`);
  }
  if (open > replayed) log(leftOut({ open, replayed }, options.paths));
  return { open, replayed };
}

function leftOut({ open, replayed }: Replayed, paths: PathSamples[] | undefined): string {
  const which = paths ? `, those of ${paths.length} different paths of journeys among them` : '';
  return `replayed ${replayed} of ${open} open histories${which}; ${open - replayed} were not replayed (--all replays them)`;
}

/** Workflow ids in the order of their worth: one of each path, other workflows, a second of each path. */
async function* workflowsToReplay(client: Client, { query, paths, all }: ReplayOptions): AsyncGenerator<string> {
  if (all || !paths) {
    yield* listed(client, query);
    return;
  }
  for (const { samples } of paths) yield* samples.slice(0, 1);
  yield* listed(client, `${query} AND WorkflowType != 'journeyWorkflow'`);
  for (const { samples } of paths) yield* samples.slice(1);
}

async function* listed(client: Client, query: string): AsyncGenerator<string> {
  for await (const { workflowId } of client.workflow.list({ query })) yield workflowId;
}

const AT_ONCE = 10;

/** The histories of these workflows within the limits; one that has ended and is gone meanwhile is left out. */
async function* historiesOf(client: Client, workflowIds: AsyncIterable<string>, { histories, ms }: ReplayLimits) {
  const end = Date.now() + ms;
  let left = histories;
  let batch: string[] = [];
  const fetched = async () => (await Promise.all(batch.map((id) => historyOf(client, id)))).flatMap((one) => one ?? []);
  if (left <= 0 || Date.now() >= end) return;
  for await (const id of workflowIds) {
    batch.push(id);
    left -= 1;
    if (batch.length < AT_ONCE && left > 0) continue;
    yield* await fetched();
    batch = [];
    if (left <= 0 || Date.now() >= end) return;
  }
  yield* await fetched();
}

async function historyOf(client: Client, workflowId: string) {
  try {
    return { workflowId, history: await client.workflow.getHandle(workflowId).fetchHistory() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
