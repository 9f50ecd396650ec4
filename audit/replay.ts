import { type Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { campaignWorkflowId } from '../domain/ids';
import { converterOf } from '../temporal/connection';
import { sleep } from '../config/sleep';

export interface Replayed {
  /** Histories that ran through the present code, event for event. */
  replayed: number;
  failed: { workflowId: string; error: string }[];
  /** Executions that were expected and that Temporal did not list in time. */
  missing: number;
}

const LISTED_WITHIN_MS = 30_000;
const LOOK_MS = 250;

/**
 * Replays every execution of a campaign (its journeys' runs and its own workflow, open or closed) against the bundle
 * at `codePath`. A history that does not fit is named, and the others go on. Temporal lists an execution some moments
 * after its start: with `expected` this waits until as many are listed, at most 30 s. Throws when Temporal is away.
 */
export async function replayCampaign(options: {
  client: Client;
  campaignId: number;
  codePath: string;
  expected?: number;
  onProgress?: (done: number) => void;
}): Promise<Replayed> {
  const { client, campaignId, codePath, expected = 0, onProgress } = options;
  const query = `CampaignId = '${campaignId}' OR WorkflowId = '${campaignWorkflowId(campaignId)}'`;
  await untilListed(client, query, expected);
  const histories = client.workflow.list({ query }).intoHistories({ concurrency: 5 });
  const failed: Replayed['failed'] = [];
  let done = 0;
  const how = { workflowBundle: { codePath }, dataConverter: converterOf(client) };
  for await (const { workflowId, error } of Worker.runReplayHistories(how, histories)) {
    if (error) failed.push({ workflowId, error: error.message });
    done += 1;
    onProgress?.(done);
  }
  return { replayed: done - failed.length, failed, missing: Math.max(0, expected - done) };
}

async function untilListed(client: Client, query: string, expected: number): Promise<void> {
  for (const deadline = performance.now() + LISTED_WITHIN_MS; performance.now() < deadline;) {
    const { count } = await client.workflow.count(query);
    if (count >= expected) return;
    await sleep(LOOK_MS);
  }
}
