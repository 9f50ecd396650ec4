import { rehearsalsToStart, rehearsalUnderWay, setRehearsalLaunched } from '../../db/rehearsals/stored';
import { rehearsalWorkflowId } from '../../domain/ids';
import { type OutboxDeps, startOnce } from './start-once';

/** Starts the workflow of the oldest rehearsal that waits, once none goes on: they share one database. */
export async function startRehearsals({ db, client, taskQueue }: OutboxDeps): Promise<number> {
  const [next] = await rehearsalsToStart(db);
  if (!next || (await rehearsalUnderWay(db))) return 0;
  const { id: rehearsalId } = next;
  await startOnce(client, 'rehearsalWorkflow', {
    workflowId: rehearsalWorkflowId(rehearsalId),
    taskQueue,
    args: [{ rehearsalId }],
  });
  await setRehearsalLaunched(db, rehearsalId, true);
  return 1;
}
