import {
  condition,
  continueAsNew,
  defineSignal,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
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
  /** Carried over when the workflow continues as new, which it does only after the hand-over. */
  handedOver?: {
    /** A signal came that no reading of the report has followed yet. */
    unread: boolean;
  };
}

/** Without a signal, the run reads the shop's report at this interval. */
const CHECK_INTERVAL = '1 hour';

/**
 * One print run: rendered, handed over to the print shop, and waited for until the shop has posted it and its figures
 * agree with ours. A run whose figures differ waits for a person and the shop's next report, and continues as new
 * meanwhile, however long that takes. Returns how it ended.
 */
export async function printRunWorkflow({ runId, handedOver }: PrintRunInput): Promise<string> {
  let reports = 0;
  for (const signal of [printRunAcknowledgedSignal, lettersTakenOutSignal])
    setHandler(signal, () => void (reports += 1));

  let handed = { again: !handedOver, acknowledged: handedOver?.unread === true };
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
    // Runs that were open before they could continue as new go on as they were until their histories are replayed.
    if (workflowInfo().continueAsNewSuggested && patched('print run continues as new'))
      await continueAsNew<typeof printRunWorkflow>({ runId, handedOver: { unread: reports > read } });
  }
}
