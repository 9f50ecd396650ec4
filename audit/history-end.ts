import { type Client } from '@temporalio/client';
import { type LoadedDataConverter, type Payload } from '@temporalio/common';
import { type History } from '@temporalio/common/lib/proto-utils';
import { runOfJourney } from '../db/platform/evidence/journey-runs';
import { canonicalJson } from '../db/platform/ledger';
import { type Db } from '../db/platform/types';
import { journeyOfWorkflow } from '../domain/ids';

/**
 * Why a history does not fit its journey. `history_cut`: it has fewer steps than the journey, or goes on where the journey
 * has ended. `end_differs`: it ended otherwise.
 */
export type EndFault = 'history_cut' | 'end_differs';

/** Whether an error of a replay is one of these. */
export const isEndFault = (error: string): error is EndFault => error === 'history_cut' || error === 'end_differs';

/** Whether a journey's history ends where the journey has; always so for other workflows. */
export async function endFault(
  { db, client }: { db: Db; client: Client },
  workflowId: string,
  history: History,
): Promise<EndFault | undefined> {
  const journey = journeyOfWorkflow(workflowId);
  const stored = journey && (await runOfJourney(db, journey));
  if (!stored) return undefined;
  const events = history.events ?? [];
  const steps = events.filter(({ markerRecordedEventAttributes: marker }) => marker?.details?.result).length;
  const over = stored.last.did === 'closed';
  // the newest step of a journey under way may not be in its history yet
  if (steps < stored.steps - (over ? 0 : 1)) return 'history_cut';
  if (!over) return undefined;
  const completed = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  if (!completed) return 'history_cut';
  const result = await decoded(client.options.loadedDataConverter, completed.result?.payloads?.[0]);
  const { why, outcomes = {} } = stored.last;
  return canonicalJson(result) === canonicalJson({ why, outcomes }) ? undefined : 'end_differs';
}

async function decoded(
  { payloadCodecs, payloadConverter }: LoadedDataConverter,
  payload?: Payload | null,
): Promise<unknown> {
  if (!payload) return undefined;
  let payloads = [payload];
  for (const codec of payloadCodecs) payloads = await codec.decode(payloads);
  return payloadConverter.fromPayload(payloads[0]!);
}
