import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { type NoopActivities } from './noop-worker';

const { startNoops } = proxyActivities<NoopActivities>({ startToCloseTimeout: '10m', heartbeatTimeout: '15s' });
const { act } = proxyActivities<NoopActivities>({ startToCloseTimeout: '1m' });
const { note } = proxyLocalActivities<NoopActivities>({ startToCloseTimeout: '5s' });
const WAIT_MS = 1_000;
const ANSWER_MS = 3_600_000;

export const answered = defineSignal('answered');

/** The cheapest possible workflow. */
export async function noopWorkflow(): Promise<void> {}

/** Starts no-ops as a campaign starts its journeys: from an activity, page by page. */
export async function noopCampaignWorkflow(input: { campaignId: number; count: number }): Promise<void> {
  await startNoops(input);
}

/** The cheapest workflow that reacts: it ends when it is signalled. */
export async function answeredWorkflow(): Promise<void> {
  await condition(hear(), ANSWER_MS);
}

/** A journey of notice, reminder and answer as one would write it first: an activity for each, a timer between. */
export async function plainWorkflow({ journeyId }: { journeyId: number; run: number }): Promise<void> {
  const heard = hear();
  await act({ journeyId, step: 'notice', does: 'send' });
  await sleep(WAIT_MS);
  await act({ journeyId, step: 'reminder', does: 'send' });
  await condition(heard, ANSWER_MS);
  await act({ journeyId, step: 'outcome', does: 'send' });
}

/**
 * The same journey in the shape of the nearest peer, a visual journey builder on Temporal: an activity per action, the
 * node's definition read again at each node, and what happened recorded and counted by activities of their own.
 */
export async function chattyWorkflow({ journeyId }: { journeyId: number; run: number }): Promise<void> {
  const heard = hear();
  await act({ journeyId, step: 'journey', does: 'readConfig' });
  await act({ journeyId, step: 'journey', does: 'checkRunnable' });
  await send(journeyId, 'notice');
  await waitAt(journeyId, 'first wait', () => sleep(WAIT_MS));
  await send(journeyId, 'reminder');
  await waitAt(journeyId, 'second wait', () => condition(heard, ANSWER_MS));
  await send(journeyId, 'outcome');
  await note({ journeyId, step: 'exit' });
  await act({ journeyId, step: 'exit', does: 'checkReentry' });
}

async function send(journeyId: number, step: string): Promise<void> {
  await note({ journeyId, step });
  for (const does of ['send', 'record', 'count']) await act({ journeyId, step, does });
}

async function waitAt(journeyId: number, step: string, wait: () => Promise<unknown>): Promise<void> {
  await note({ journeyId, step });
  await wait();
  await act({ journeyId, step, does: 'record' });
}

/** Whether the answer has come, from here on. */
function hear(): () => boolean {
  let heard = false;
  setHandler(answered, () => void (heard = true));
  return () => heard;
}
