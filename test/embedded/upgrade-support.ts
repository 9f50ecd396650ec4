import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pg from 'pg';
import { pino } from 'pino';
import { createWorkerActivities } from '../../activities/all';
import { signalWorkflow } from '../../activities/outbox/signal';
import { PrintFolder } from '../../activities/print/folder';
import { readReports } from '../../activities/print/acknowledgements';
import { runOutbox } from '../../activities/outbox/outbox';
import { type WorkflowBundle } from '../../temporal/bundle';
import { loadConfig } from '../../config/settings';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { deploy, type Deployed } from '../../temporal/deploy';
import { dueJourneys } from '../../db/platform/stepped-clock';
import { journeyWorkflowId } from '../../domain/ids';
import { connectTemporal } from '../../temporal/connection';
import { createWorkers } from '../../temporal/workers';
import { TEST_NAMESPACE } from '../support/base';
import { eventually, type See } from '../support/eventually';
import { testBase, type TestDb } from '../support/test-db';

const nothing = () => undefined;
Runtime.install({
  logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  telemetryOptions: { logging: { filter: 'off' } },
});

/** An installation whose worker can be stopped and started again as another build. */
export interface Site {
  t: TestDb;
  client: Client;
  taskQueue: string;
  printDir: string;
  smtpUrl: string;
  close(): Promise<void>;
}

export async function openSite(t: TestDb, smtpUrl: string): Promise<Site> {
  const { temporalAddress } = testBase();
  const client = await connectTemporal({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE });
  await freshPrintRunIds(t);
  const printDir = mkdtempSync(join(tmpdir(), 'tsunagi-upgrade-'));
  return {
    t,
    client,
    taskQueue: `q${randomBytes(3).toString('hex')}`,
    printDir,
    smtpUrl,
    close: async () => {
      await client.connection.close();
      rmSync(printDir, { recursive: true, force: true });
    },
  };
}

/** Workflow ids hold the ids of print runs, and all tests share one Temporal namespace. */
async function freshPrintRunIds({ ownerUrl }: TestDb): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`alter table print_runs alter column id restart with ${randomInt(1_000, 1_000_000_000)}`);
  await owner.end();
}

/** The first letters of a process take long where the machine is busy: fonts are read and cut. */
const PATIENCE_MS = 60_000;

export interface Build {
  deployed: Deployed;
  /** One round of what a worker does beside its activities: outbox, due journeys, the print shop's reports. */
  round(): Promise<void>;
  /** Runs rounds until `find` gives something, see `eventually`. */
  until: <Found>(what: string, find: (see: See) => Promise<Found>) => Promise<Exclude<Found, undefined | null | false>>;
  stop(): Promise<void>;
}

/** Starts a worker of one build with every activity, and deploys it as `tsunagi deploy` does. */
export async function startBuild(site: Site, bundle: WorkflowBundle): Promise<Build> {
  const { t, client, taskQueue, printDir, smtpUrl } = site;
  const log = pino({ level: 'silent' });
  const config = loadConfig({
    DATABASE_URL: t.url,
    MASTER_KEY_FILE: '/unused',
    TASK_QUEUE: taskQueue,
    DEPLOYMENT: taskQueue,
    TEMPORAL_NAMESPACE: TEST_NAMESPACE,
    SMTP_URL: smtpUrl,
    PRINT_DIR: printDir,
    OUTGOING_PRIVATE: '127.0.0.0/8',
  });
  for (const lane of SHARED_LANES) await ensureLane(t.db, lane);
  const stopping = new AbortController();
  const parts = { config, db: t.db, vault: t.vault, client, log, stopping: stopping.signal };
  const { activities, laneActivities, close } = createWorkerActivities(parts);
  const connection = await NativeConnection.connect({ address: testBase().temporalAddress });
  const workers = await createWorkers({ config, connection, bundle, activities, laneActivities });
  const running = workers.run();
  const replayQuery = `TaskQueue = '${taskQueue}'`;
  const stop = async () => {
    stopping.abort();
    workers.shutdown();
    await running;
    close();
    await connection.close();
  };
  const deployed = await deploy({ client, deployment: taskQueue, bundle, log: () => undefined, replayQuery }).catch(
    async (error: unknown) => {
      await stop();
      throw error;
    },
  );
  const folder = new PrintFolder(printDir);
  const round = async () => {
    await runOutbox({ db: t.db, client, taskQueue });
    await readReports({ db: t.db, log, client }, folder);
    for (const due of await dueJourneys(t.db)) {
      await signalWorkflow(client, { workflowId: journeyWorkflowId(due), name: 'timeCame', turn: due.turn });
    }
  };
  return {
    deployed,
    round,
    async until(what, find) {
      return eventually(what, async (see) => (await round(), find(see)), PATIENCE_MS);
    },
    stop,
  };
}

/** The build that last worked on a workflow. */
export async function buildOf(client: Client, workflowId: string): Promise<string | undefined> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
}

/** Lanes go on for ever, and a test that failed leaves more behind: a test ends all of its queue. */
export async function endAll({ client, taskQueue }: Site): Promise<void> {
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    await client.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
  }
}
