/** Workflow ids. They contain surrogate ids only, so that nothing personal is readable in Temporal. */
export const journeyWorkflowId = (j: { campaignId: number; customerId: number; run: number }): string =>
  `journey:${j.campaignId}:${j.customerId}:${j.run}`;
/** What a journey's workflow id names; undefined for other ids. */
export function journeyOfWorkflow(
  workflowId: string,
): { campaignId: number; customerId: number; run: number } | undefined {
  const [, campaignId, customerId, run] = /^journey:(\d+):(\d+):(\d+)$/.exec(workflowId) ?? [];
  if (run === undefined) return undefined;
  return { campaignId: Number(campaignId), customerId: Number(customerId), run: Number(run) };
}
/** Where Temporal's UI shows the newest execution of a workflow. */
export const historyUrl = (ui: string, namespace: string, workflowId: string): string =>
  `${ui.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
export const campaignWorkflowId = (campaignId: number): string => `campaign:${campaignId}`;
export const rehearsalWorkflowId = (rehearsalId: number): string => `rehearsal:${rehearsalId}`;
/** Journeys of rehearsals have a worker of their own, in a namespace of their own. */
export const rehearsalTaskQueue = (taskQueue: string): string => `${taskQueue}-rehearsal`;
/** Lanes hold an activity for as long as they live, so they have a task queue of their own. */
export const lanesTaskQueue = (taskQueue: string): string => `${taskQueue}-lanes`;
export const laneWorkflowId = (laneId: number): string => `lane:${laneId}`;

/** Idempotency key of a contact, passed to the provider. Independent of attempts and of Temporal's run ids. */
export const contactKey = (m: {
  campaignId: number;
  customerId: number;
  run: number;
  step: string;
  occurrence: number;
  channel: string;
}): string => `${m.campaignId}/${m.customerId}/${m.run}/${m.step}/${m.occurrence}/${m.channel}`;
