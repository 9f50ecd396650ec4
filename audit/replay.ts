import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { type History } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { campaignWorkflowId } from '../domain/ids';
import { archivesOf, countArchives } from '../db/platform/evidence/archives';
import { type Db } from '../db/platform/types';
import { endFault } from './history-end';
import { converterOf } from '../temporal/connection';
import { sleep } from '../config/sleep';

export interface Replayed {
  /** Histories that replayed without a difference. */
  replayed: number;
  failed: { workflowId: string; error: string }[];
  /** Executions that were expected but not listed by Temporal in time. */
  missing: number;
}

const LISTED_WITHIN_MS = 30_000;
const POLL_MS = 250;
/** How long the end of a journey may take to come into its history. */
const ENDED_WITHIN_MS = 5_000;

interface Replaying {
  db: Db;
  client: Client;
  campaignId: number;
  codePath: string;
  expected?: number;
  onProgress?: (done: number) => void;
}

/**
 * Replays every execution of a campaign (all runs of its journeys and its own workflow, open or closed) against the
 * bundle at `codePath`, and compares the end of each journey's with the journey. Histories that do not match, end too
 * early or cannot be read are reported; the others continue. What Temporal's retention has deleted is
 * replayed as it was kept. Temporal lists an execution some moments after its start:
 * with `expected` this waits, at most 30 s, until that many are listed. Throws if Temporal is not available.
 */
export async function replayCampaign(options: Replaying): Promise<Replayed> {
  const { client, campaignId, codePath, expected = 0, onProgress } = options;
  const query = `CampaignId = '${campaignId}' OR WorkflowId = '${campaignWorkflowId(campaignId)}'`;
  await untilListed(client, query, expected - (await countArchives(options.db, campaignId)));
  const amiss = new Map<string, string>();
  let done = 0;
  const how = { workflowBundle: { codePath }, dataConverter: converterOf(client) };
  const histories = both(
    readable(options, query, { amiss, unreadable: () => onProgress?.((done += 1)) }),
    archived(options, amiss),
  );
  for await (const { workflowId, error } of Worker.runReplayHistories(how, histories)) {
    if (error) amiss.set(workflowId, error.message);
    done += 1;
    onProgress?.(done);
  }
  const failed = [...amiss].map(([workflowId, error]) => ({ workflowId, error }));
  return { replayed: done - failed.length, failed, missing: Math.max(0, expected - done) };
}

async function* both<Item>(first: AsyncIterable<Item>, second: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* first;
  yield* second;
}

/** The histories that can be read; those that cannot, and those with another end than their journey, are put down. */
async function* readable(
  { db, client }: Replaying,
  query: string,
  { amiss, unreadable }: { amiss: Map<string, string>; unreadable: () => void },
): AsyncGenerator<{ workflowId: string; history: History }> {
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    try {
      const handle = client.workflow.getHandle(workflowId, runId);
      const { history, fault } = await untilEnded({ db, client }, handle);
      if (fault) amiss.set(workflowId, fault);
      yield { workflowId, history };
    } catch (error) {
      amiss.set(workflowId, error instanceof Error ? error.message : String(error));
      unreadable();
    }
  }
}

/** The kept histories of executions that Temporal has no longer. */
async function* archived(
  { db, client, campaignId }: Replaying,
  amiss: Map<string, string>,
): AsyncGenerator<{ workflowId: string; history: History }> {
  for await (const { workflowId, runId, body } of archivesOf(db, campaignId)) {
    if (await isInTemporal(client, workflowId, runId)) continue;
    const history = temporal.api.history.v1.History.decode(body);
    const fault = await endFault({ db, client }, workflowId, history);
    if (fault) amiss.set(workflowId, fault);
    yield { workflowId, history };
  }
}

async function isInTemporal(client: Client, workflowId: string, runId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** A history with what is wrong with its end, which may come some moments after the journey's. */
async function untilEnded(deps: Pick<Replaying, 'db' | 'client'>, handle: WorkflowHandle) {
  for (const deadline = performance.now() + ENDED_WITHIN_MS; ;) {
    const history = await handle.fetchHistory();
    const fault = await endFault(deps, handle.workflowId, history);
    if (!fault || performance.now() > deadline) return { history, fault };
    await sleep(POLL_MS);
  }
}

async function untilListed(client: Client, query: string, expected: number): Promise<void> {
  for (const deadline = performance.now() + LISTED_WITHIN_MS; performance.now() < deadline;) {
    const { count } = await client.workflow.count(query);
    if (count >= expected) return;
    await sleep(POLL_MS);
  }
}
