import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { type PrintActivities } from '../activities/print/activities';
import { bellSignal } from './messages';

export interface PrintRunInput {
  runId: number;
}

const retry = { initialInterval: '1 second', maximumInterval: '30 seconds' } as const;
const { renderRun, recordAcknowledged } = proxyActivities<PrintActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry,
});
const { handOverRun } = proxyActivities<PrintActivities>({ startToCloseTimeout: '1 minute', retry });

/** Should the bell be lost, the run looks for itself. */
const LOOK_AGAIN = '1 hour';

/**
 * One print run: rendered, handed over to the print shop, and waited for until the shop has posted it and counts as we
 * do. A run whose figures differ waits for a person and the shop's next report.
 */
export async function printRunWorkflow({ runId }: PrintRunInput): Promise<string> {
  let rung = 0;
  setHandler(bellSignal, () => void (rung += 1));

  let handed = { again: true, acknowledged: false };
  while (handed.again) {
    const { pieces } = await renderRun({ runId });
    if (pieces === 0) return 'empty';
    handed = await handOverRun({ runId });
  }
  for (let heard = 0, known = handed.acknowledged; ; known = false) {
    const called = () => rung > heard;
    if (!known) await condition(called, LOOK_AGAIN);
    heard = rung;
    const { status } = await recordAcknowledged({ runId });
    if (status === 'posted') return status;
  }
}
