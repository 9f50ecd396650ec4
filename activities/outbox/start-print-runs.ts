import { runsToStart, setLaunched } from '../../db/print/runs';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { type OutboxDeps, startOnce } from './start-once';

/** Starts the workflow of each print run that has none; returns the number of runs. */
export async function startPrintRuns({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const runs = await runsToStart(db);
  for (const { id: runId } of runs) {
    const workflowId = printRunWorkflowId(runId);
    await startOnce(client, 'printRunWorkflow', { workflowId, taskQueue, args: [{ runId }] });
    await setLaunched(db, runId, true);
  }
  return runs.length;
}
