import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type Logger } from 'pino';
import { restartJourney } from '../../db/platform/outbox';
import { countReconciled, expectedWorkflows, launchAgain, noteOverdue, takeOverdue } from '../../db/journeys/overdue';
import { campaignWorkflowId, journeyWorkflowId, laneWorkflowId } from '../../domain/ids';
import { type Db } from '../../db/platform/types';
import pMap from 'p-map';
import { signalWorkflow } from '../outbox/signal';

export interface ReconcileDeps {
  db: Db;
  client: Client;
  log: Logger;
}

/** Real milliseconds that a journey may be past its time before its workflow is checked. */
const BOUND_MS = 120_000;
const BATCH = 200;
const PARALLEL = { concurrency: 20 };

/**
 * Finds journeys that are past their time: one whose workflow is gone continues in a new run, the others are signalled.
 * At most 200 a call; safe from several workers at once. Returns the number restarted and signalled.
 */
export async function restartLostJourneys(
  { db, client, log }: ReconcileDeps,
  { boundMs = BOUND_MS } = {},
): Promise<{ restarted: number; signalled: number }> {
  await noteOverdue(db);
  const did = { restarted: 0, signalled: 0 };
  const overdue = await takeOverdue(db, { boundMs, limit: BATCH });
  await pMap(
    overdue,
    async (journey) => {
      if (
        await signalWorkflow(client, { workflowId: journeyWorkflowId(journey), name: 'timeCame', turn: journey.turn })
      ) {
        await countReconciled(db, { ...journey, did: 'signalled' });
        did.signalled += 1;
      } else if (await restartJourney(db, journey.journeyId, journey.run)) did.restarted += 1;
    },
    PARALLEL,
  );
  if (overdue.length > 0) log.warn(did, 'journeys were past their time');
  return did;
}

/** Has the outbox start workflows of campaigns and lanes that are gone; returns their number. */
export async function restartLostWorkflows({ db, client, log }: ReconcileDeps): Promise<number> {
  const expected = await expectedWorkflows(db);
  let gone = 0;
  const check = (table: 'campaigns' | 'lanes', idOf: (id: number) => string) =>
    pMap(
      expected[table],
      async (id) => {
        if (await isRunning(client, idOf(id))) return;
        await launchAgain(db, table, id);
        gone += 1;
        log.error({ [table]: id }, 'its workflow was gone');
      },
      PARALLEL,
    );
  await check('campaigns', campaignWorkflowId);
  await check('lanes', laneWorkflowId);
  return gone;
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
