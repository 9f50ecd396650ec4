import { type Client } from '@temporalio/client';

/** The ids of the maintenance Schedules of a task queue, as Temporal lists them. */
export async function scheduleIds(client: Client, taskQueue: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list())
    if (scheduleId.startsWith(`maintenance:${taskQueue}:`)) ids.push(scheduleId);
  return ids.sort();
}

/** Deletes the Schedules of a task queue and ends what still runs on it: all tests share one namespace. */
export async function endAllOf(client: Client, taskQueue: string): Promise<void> {
  for (const id of await scheduleIds(client, taskQueue)) await client.schedule.getHandle(id).delete();
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query }))
    await client.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
}
