import { randomBytes } from 'node:crypto';
import { type Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createCampaignActivities } from '../../activities/campaign/activities';
import { createJourneyActivities } from '../../activities/journey/activities';
import { type StepDeps } from '../../db/journeys/record-steps';
import { runOutbox } from '../../activities/outbox/outbox';
import { restartLostJourneys } from '../../activities/maintenance/restart-lost-journeys';
import { finishAdoptions } from '../../db/campaigns/finish-adoption';
import { checkAreas } from '../../db/campaigns/pause-areas';
import { renewReplacedTexts } from '../../db/campaigns/replaced-texts';
import { workflowBundle } from '../../temporal/bundle';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { deploy } from '../../temporal/deploy';
import { connectionOptions, connectTemporal, dataConverter, identity } from '../../temporal/connection';
import { TEST_NAMESPACE } from './base';
import './quiet-runtime';
import { testBase, type TestDb } from './test-db';

export interface TestWorker {
  client: Client;
  taskQueue: string;
  /** One round of the outbox and of the jobs that follow steering; returns the number of rows handled. */
  round(): Promise<number>;
  /** Restarts or signals journeys past their time at once, without waiting out the bound. */
  restartLost(): Promise<{ restarted: number; signalled: number }>;
  close(): Promise<void>;
}

/**
 * A worker with a task queue of its own, deployed as in production, on one test database. Messages go into one lane,
 * unless `laneOf` says otherwise; payloads are plain, unless there is a key ring.
 */
export async function testWorker(t: TestDb, laneOf?: StepDeps['laneOf'], codecKeyFile?: string): Promise<TestWorker> {
  const settings = {
    TEMPORAL_ADDRESS: testBase().temporalAddress,
    TEMPORAL_NAMESPACE: TEST_NAMESPACE,
    CODEC_KEY_FILE: codecKeyFile,
  };
  const taskQueue = `q${randomBytes(3).toString('hex')}`;
  const bundle = await workflowBundle();
  const connection = await NativeConnection.connect(connectionOptions(settings));
  const client = await connectTemporal(settings);
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: taskQueue, launched: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  const docs = new CampaignDocs();
  const worker = await Worker.create({
    connection,
    identity: identity(),
    namespace: TEST_NAMESPACE,
    taskQueue,
    workflowBundle: { codePath: bundle.codePath },
    dataConverter: dataConverter(settings),
    activities: {
      ...createJourneyActivities({
        db: t.db,
        vault: t.vault,
        docs,
        laneOf: laneOf ?? (async () => lane.id),
      }),
      ...createCampaignActivities({ db: t.db, client, taskQueue }),
    },
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: taskQueue, buildId: bundle.buildId },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  });
  const running = worker.run();
  const log = pino({ level: 'silent' });
  await deploy({
    client,
    deployment: taskQueue,
    bundle: { ...bundle },
    log: () => undefined,
    replayQuery: `TaskQueue = '${taskQueue}'`,
  });
  return {
    client,
    taskQueue,
    round: async () =>
      (await runOutbox({ db: t.db, client, taskQueue })) +
      (await finishAdoptions(t.db)) +
      (await checkAreas(t.db, t.vault)) +
      (await renewReplacedTexts(t.db, docs)),
    restartLost: () => restartLostJourneys({ db: t.db, client, log }, { boundMs: 0 }),
    close: async () => {
      worker.shutdown();
      await running;
      await client.connection.close();
      await connection.close();
    },
  };
}

export { eventually } from './eventually';
