import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import pMap from 'p-map';
import { readClock } from '../../db/platform/clock';
import {
  type ArchivedHistory,
  campaignsToArchive,
  isArchived,
  keepHistories,
  type RunToArchive,
  runsToArchive,
} from '../../db/platform/evidence/archives';
import { type Db } from '../../db/platform/types';
import { campaignWorkflowId, journeyWorkflowId } from '../../domain/ids';

interface ArchiveDeps {
  db: Db;
  client: Client;
}

const BATCH = 100;
const PARALLEL = { concurrency: 10 };

/**
 * Keeps the histories of journeys and campaigns that are over, before the namespace's retention deletes them. Those of
 * open workflows are not deleted by Temporal. May be interrupted anywhere and repeated. Returns the number kept, and of
 * those that were gone before.
 */
export async function archiveHistories(deps: ArchiveDeps): Promise<{ kept: number; gone: number }> {
  const did = { kept: 0, gone: 0 };
  for (let after = 0; ;) {
    const runs = await runsToArchive(deps.db, { after, limit: BATCH });
    if (runs.length === 0) break;
    after = runs.at(-1)!.journeyId;
    const found = await pMap(runs, async (run) => ({ run, history: await historyOf(deps.client, run) }), PARALLEL);
    await keepByCampaign(deps.db, found);
    did.kept += found.filter(({ history }) => typeof history === 'object').length;
    did.gone += found.filter(({ history }) => history === 'gone').length;
  }
  for (const campaign of await campaignsToArchive(deps.db)) did.kept += await archiveCampaign(deps, campaign);
  return did;
}

type Found = { run: RunToArchive; history: ArchivedHistory | 'gone' | 'open' };

async function keepByCampaign(db: Db, found: Found[]): Promise<void> {
  const { now } = await readClock(db);
  const over = found.filter(({ history }) => history !== 'open');
  for (const campaignId of new Set(over.map(({ run }) => run.campaignId))) {
    const own = over.filter(({ run }) => run.campaignId === campaignId);
    const histories = own.flatMap(({ history }) => (typeof history === 'object' ? [history] : []));
    const { clientId } = own[0]!.run;
    await keepHistories(db, { campaignId, clientId }, { histories, done: own.map(({ run }) => run), now });
  }
}

/** The history of a run that is over; `open`: its end is still to come. */
async function historyOf(client: Client, run: RunToArchive): Promise<ArchivedHistory | 'gone' | 'open'> {
  try {
    const handle = client.workflow.getHandle(journeyWorkflowId(run));
    const { runId, status } = await handle.describe();
    return status.name === 'RUNNING' ? 'open' : await fetched(client, handle.workflowId, runId);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    throw error;
  }
}

async function fetched(client: Client, workflowId: string, runId: string): Promise<ArchivedHistory> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const body = Buffer.from(temporal.api.history.v1.History.encode(history).finish());
  return { workflowId, runId, events: history.events?.length ?? 0, body };
}

/** Keeps the runs of a campaign's own workflow that are over: it continues as new. */
async function archiveCampaign(
  { db, client }: ArchiveDeps,
  campaign: { campaignId: number; clientId: number },
): Promise<number> {
  const workflowId = campaignWorkflowId(campaign.campaignId);
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus != 'Running'`;
  const histories: ArchivedHistory[] = [];
  for await (const { runId } of client.workflow.list({ query })) {
    if (!(await isArchived(db, { workflowId, runId }))) histories.push(await fetched(client, workflowId, runId));
  }
  if (histories.length === 0) return 0;
  const { now } = await readClock(db);
  await keepHistories(db, campaign, { histories, done: [], now });
  return histories.length;
}
