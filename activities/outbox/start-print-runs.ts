import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { runsToStart, setLaunched } from '../../db/print/runs';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { type Db } from '../../db/platform/types';

/** Starts the workflow of each print run that has none; a part of the relay's round. Answers how many. */
export async function startPrintRuns(deps: { db: Db; client: Client; taskQueue: string }): Promise<number> {
  const runs = await runsToStart(deps.db);
  for (const { id: runId } of runs) {
    const options = { workflowId: printRunWorkflowId(runId), taskQueue: deps.taskQueue, args: [{ runId }] };
    try {
      await deps.client.workflow.start('printRunWorkflow', options);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    await setLaunched(deps.db, runId, true);
  }
  return runs.length;
}
