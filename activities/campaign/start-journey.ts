import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { journeyWorkflowId } from '../../domain/ids';
import { type JourneyInput } from '../../workflows/journey';

const campaignKey = defineSearchAttributeKey('CampaignId', 'KEYWORD');

export interface JourneyToStart {
  id: number;
  campaignId: number;
  customerId: number;
  run: number;
}

/** Starts a journey's workflow; one that has been started counts as done. */
export async function startJourney(client: Client, taskQueue: string, journey: JourneyToStart): Promise<void> {
  const input: JourneyInput = { journeyId: journey.id, run: journey.run };
  try {
    await client.workflow.start('journeyWorkflow', {
      workflowId: journeyWorkflowId(journey),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: new TypedSearchAttributes([{ key: campaignKey, value: String(journey.campaignId) }]),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
