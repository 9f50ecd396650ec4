import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { startOutbox } from '../../activities/outbox/outbox';
import { refuseRehearsals } from '../../activities/rehearsal/not-set-up';
import { openStage } from '../../activities/rehearsal/stage';
import { loadConfig } from '../../config/settings';
import { connectDb } from '../../db/platform/connect';
import { workflowBundle } from '../../temporal/bundle';
import { connectionOptions, connectTemporal } from '../../temporal/connection';
import { createWorkers } from '../../temporal/workers';

/** The part of a worker that rehearses, by the settings of its environment, until its test kills it. */
async function work(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: 'silent' });
  const { db } = connectDb({ url: config.DATABASE_URL });
  const connection = await NativeConnection.connect(connectionOptions(config));
  const client = await connectTemporal(config);
  const bundle = await workflowBundle();
  const stage = await openStage({ config, db, connection, bundle, log });
  const workers = await createWorkers({
    ...{ config, connection, bundle, laneActivities: {} },
    activities: stage?.activities ?? refuseRehearsals(db),
    ...(stage && { beside: stage.createWorker }),
  });
  startOutbox({ db, client, taskQueue: config.TASK_QUEUE, log });
  await workers.run();
}

void work();
