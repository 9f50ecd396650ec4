import { committedHistory } from '../../support/histories';

/**
 * A committed history cut after its first `length` events, the last of which completes a workflow task, and ended there
 * by continuing as new. The server suggests that after thousands of events, too many to record: `suggested` says whether
 * it has.
 */
export function continuedAsNew(name: string, length: number, { suggested }: { suggested: boolean }): unknown {
  const events = committedHistory(name).events.slice(0, length);
  const started = events.at(-2)!.workflowTaskStartedEventAttributes as { suggestContinueAsNew?: boolean };
  started.suggestContinueAsNew = suggested;
  const first = events[0]!.workflowExecutionStartedEventAttributes as Record<string, unknown>;
  const { workflowType, taskQueue, input } = first;
  const eventId = String(events.length + 1);
  const last = {
    ...{ eventId, eventTime: events.at(-1)!.eventTime, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW' },
    workflowExecutionContinuedAsNewEventAttributes: {
      ...{ workflowType, taskQueue, input, newExecutionRunId: 'next' },
      workflowTaskCompletedEventId: events.at(-1)!.eventId,
    },
  };
  return { events: [...events, last] };
}
