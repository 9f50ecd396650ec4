import { type Client } from '@temporalio/client';
import { type NativeConnection, type Worker } from '@temporalio/worker';
import { type Logger } from 'pino';
import { type Config } from '../../config/settings';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { laneLookup } from '../../db/delivery/lanes';
import { type Db } from '../../db/platform/types';
import { openRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { rehearsalTaskQueue } from '../../domain/ids';
import { type WorkflowBundle } from '../../temporal/bundle';
import { connectRehearsals, createRehearsalWorker } from '../../temporal/rehearsal';
import { createRehearsalActivities, type RehearsalActivities } from './activities';
import { createRehearsedSteps } from './steps';

export interface StageOptions {
  config: Config;
  /** The product's own database. */
  db: Db;
  connection: NativeConnection;
  bundle: WorkflowBundle;
  log: Logger;
}

/** Where rehearsals run: their worker, and the activities by which the product's own workflow directs them. */
export interface Stage {
  activities: RehearsalActivities;
  createWorker: () => Promise<Worker>;
  close(): Promise<void>;
}

/**
 * Opens the database and the namespace of rehearsals; undefined where none is set up, or where its database cannot be used,
 * which keeps nothing else from running. The steps of rehearsed journeys get
 * that database alone: no provider, no vault and no connection of the product's.
 */
export async function openStage({ config, db, connection, bundle, log }: StageOptions): Promise<Stage | undefined> {
  const { REHEARSAL_DATABASE_URL: url, REHEARSAL_NAMESPACE: name } = config;
  if (url === undefined) return undefined;
  const settings = { ...config, TEMPORAL_NAMESPACE: name ?? `${config.TEMPORAL_NAMESPACE}-rehearsal` };
  const rehearsed = await openRehearsalDatabase({ url, main: db }).catch((error: unknown) => {
    log.error({ err: error }, 'rehearsals cannot be run: their database cannot be used');
  });
  if (!rehearsed) return undefined;
  const rehearsals: Client = await connectRehearsals(settings);
  const taskQueue = rehearsalTaskQueue(config.TASK_QUEUE);
  const steps = createRehearsedSteps({ db: rehearsed, docs: new CampaignDocs(), laneOf: laneLookup() });
  return {
    activities: createRehearsalActivities({ db, rehearsed, rehearsals, taskQueue, log }),
    createWorker: () => createRehearsalWorker({ settings, connection, taskQueue, bundle, activities: steps }),
    close: async () => {
      await rehearsals.connection.close();
      await rehearsed.destroy();
    },
  };
}
