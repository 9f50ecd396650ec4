import { type Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { campaignWorkflowId } from '../domain/ids';
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

/**
 * Replays every execution of a campaign (all runs of its journeys and its own workflow, open or closed) against the
 * bundle at `codePath`. Histories that do not match are reported; the others continue. Temporal lists an execution some
 * moments after its start: with `expected` this waits, at most 30 s, until that many are listed. Throws if Temporal is
 * not available.
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
    await sleep(POLL_MS);
  }
}
