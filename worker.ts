import { NativeConnection } from '@temporalio/worker';
import { type Logger, pino } from 'pino';
import { createWorkerActivities } from './activities/all';
import { refuseRehearsals } from './activities/rehearsal/not-set-up';
import { openStage } from './activities/rehearsal/stage';
import { startBackground } from './activities/background';
import { startBounceListener } from './activities/delivery/bounce-listener';
import { workflowBundle } from './temporal/bundle';
import { type Config } from './config/settings';
import { startConfig } from './config/safety';
import { connectDb } from './db/platform/connect';
import { listenForNotifications } from './db/platform/notifications/listen';
import { ensureLane, SHARED_LANES } from './db/delivery/lanes';
import { exitWithParent } from './config/exit-with-parent';
import { replayErasures } from './db/privacy/erasure';
import { vaultFor } from './db/privacy/vault-keys';
import { connectionOptions, connectTemporal, followApiKey } from './temporal/connection';
import { serveMetrics } from './temporal/metrics-server';
import { installRuntime } from './temporal/runtime';
import { createWorkers } from './temporal/workers';

export interface RunningWorker {
  /** Ends when the worker has stopped; rejects when it failed. */
  done: Promise<void>;
  /** Takes no more work, lets what is under way end (at most 10 s), then closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts one worker process: workflows, activities, the outbox, lanes and, where a port is given, the bounce listener;
 * or only a part of it, as WORKER_SERVES says.
 */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  const closing: (() => unknown)[] = [];
  const { db } = connectDb({ url: config.DATABASE_URL, max: config.DATABASE_POOL, application: 'tsunagi-worker' });
  closing.push(() => db.destroy());
  const notifications = listenForNotifications(config.DATABASE_URL);
  closing.push(() => notifications.stop());
  const { vault, stop: stopFollowing } = await vaultFor(config, db, log);
  closing.push(stopFollowing);
  const connection = await NativeConnection.connect(connectionOptions(config));
  closing.push(() => connection.close());
  const client = await connectTemporal(config);
  closing.push(() => client.connection.close());
  closing.push(followApiKey(config, (key) => connection.setApiKey(key)));
  const register = await replayErasures(config, db, log);
  for (const lane of SHARED_LANES) await ensureLane(db, lane);

  const bundle = await workflowBundle();
  const stopping = new AbortController();
  const parts = { config, db, vault, client, log, register, notifications, stopping: stopping.signal };
  const { activities, laneActivities, close } = createWorkerActivities(parts);
  closing.push(close);
  const stage = config.WORKER_SERVES === 'lanes' ? undefined : await openStage({ config, db, connection, bundle, log });
  if (stage) closing.push(() => stage.close());
  const workers = await createWorkers({
    ...{ config, connection, bundle, laneActivities },
    activities: { ...activities, ...(stage?.activities ?? refuseRehearsals(db)) },
    ...(stage && { beside: stage.createWorker }),
  });
  if (config.BOUNCE_PORT !== undefined) {
    const bounces = await startBounceListener({ config, db, log, vault }, config.BOUNCE_PORT);
    closing.push(() => bounces.close());
  }
  if (config.METRICS_PORT !== undefined) {
    const metrics = await serveMetrics({ host: config.METRICS_HOST, port: config.METRICS_PORT });
    closing.push(() => metrics.close());
  }
  if (config.WORKER_SERVES !== 'lanes') closing.push(await startBackground(parts));
  const done = workers.run().finally(async () => {
    for (const step of closing.reverse()) await step();
  });
  log.info({ buildId: bundle.buildId, serves: config.WORKER_SERVES }, 'worker is up');
  return {
    done,
    stop: async () => {
      stopping.abort();
      workers.shutdown();
      await done;
    },
  };
}

/** Runs a worker with the settings of the environment, and those given, until it is asked to stop. */
export async function runWorker(given: Partial<Pick<Config, 'WORKER_SERVES'>> = {}): Promise<void> {
  const config = { ...startConfig(), ...given };
  const log = pino({ level: config.LOG_LEVEL, name: 'worker' });
  installRuntime(log);
  const worker = await startWorker(config, log);
  exitWithParent(() => worker.stop());
  await worker.done;
}

if (require.main === module) {
  runWorker().catch((error: unknown) => {
    const text = `${error instanceof Error ? error.message : String(error)}\n`;
    // Not by exitCode: what a failed start left open would keep the process alive, and it would not be restarted.
    process.stderr.write(text, () => process.exit(1));
  });
}
