import { condition, defineSignal, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { type PrintActivities } from '../activities/print/activities';

const retry = { initialInterval: '1 second', maximumInterval: '30 seconds' } as const;
const { renderRun, recordAcknowledged } = proxyActivities<PrintActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry,
});
const { handOverRun } = proxyActivities<PrintActivities>({ startToCloseTimeout: '1 minute', retry });

/** The print shop has reported what it printed and posted. */
export const printRunAcknowledgedSignal = defineSignal('printRunAcknowledged');
/** The print shop has taken letters out of the run before posting. */
export const lettersTakenOutSignal = defineSignal('lettersTakenOut');

export interface PrintRunInput {
  runId: number;
}

/** Without a signal, the run reads the shop's report at this interval. */
const CHECK_INTERVAL = '1 hour';

/**
 * One print run: rendered, handed over to the print shop, and waited for until the shop has posted it and its figures
 * agree with ours. A run whose figures differ waits for a person and the shop's next report. Returns how it ended.
 */
export async function printRunWorkflow({ runId }: PrintRunInput): Promise<string> {
  let reports = 0;
  for (const signal of [printRunAcknowledgedSignal, lettersTakenOutSignal])
    setHandler(signal, () => void (reports += 1));

  let handed = { again: true, acknowledged: false };
  while (handed.again) {
    const { pieces } = await renderRun({ runId });
    if (pieces === 0) return 'empty';
    handed = await handOverRun({ runId });
  }
  for (let read = 0, known = handed.acknowledged; ; known = false) {
    setCurrentDetails('handed over, waiting for the report of the print shop');
    const reported = () => reports > read;
    if (!known) await condition(reported, CHECK_INTERVAL, { summary: 'report' });
    read = reports;
    const { status } = await recordAcknowledged({ runId });
    if (status === 'posted') return status;
  }
}
