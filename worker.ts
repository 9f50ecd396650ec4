import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { NativeConnection, Worker } from '@temporalio/worker';
import { type Logger, pino } from 'pino';
import { collectDefaultMetrics, register } from 'prom-client';
import { startAlerts } from './activities/maintenance/alerts';
import { workerActivities } from './activities/all';
import { startBounceListener } from './activities/delivery/bounce-listener';
import { startErasures } from './activities/maintenance/erasure';
import { startAcknowledgements } from './activities/print/acknowledgements';
import { startOutbox } from './activities/outbox/outbox';
import { workflowBundle } from './temporal/bundle';
import { type Config } from './config/settings';
import { startConfig } from './config/safety';
import { connectDb } from './db/platform/connect';
import { ensureLane, SHARED_LANES } from './db/delivery/lanes';
import { exitWithParent } from './config/exit-with-parent';
import { replayErasures } from './db/privacy/replay-erasures';
import { vaultFor } from './db/privacy/open-vault';
import { installRuntime } from './temporal/runtime';
import { connectionOptions, connectTemporal, dataConverter, followApiKey, identity } from './temporal/connection';

export interface RunningWorker {
  /** Ends when the worker has stopped; rejects when it failed. */
  done: Promise<void>;
  /** Takes no more work, lets what is under way end (at most 10 s), then closes everything. */
  stop(): Promise<void>;
}

/** Starts one worker process: workflows, activities, the relay and, where a port is given, the bounce listener. */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  const { db } = connectDb({ url: config.DATABASE_URL, max: config.DATABASE_POOL, application: 'tsunagi-worker' });
  const { vault, stop: stopFollowing } = await vaultFor(config, db, log);
  const connection = await NativeConnection.connect(connectionOptions(config));
  const stopTokens = followApiKey(config, (key) => connection.setApiKey(key));
  const client = await connectTemporal(config);
  const register = await replayErasures(config, db, log);
  for (const lane of SHARED_LANES) await ensureLane(db, lane);
  const { codePath, buildId } = await workflowBundle();
  const versioned = config.DEPLOYMENT !== 'none';
  const stopping = new AbortController();
  const parts = { config, db, vault, client, log, stopping: stopping.signal };
  const { activities, close: closeProviders } = workerActivities(parts);
  const worker = await Worker.create({
    connection,
    identity: identity(),
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TASK_QUEUE,
    workflowBundle: { codePath },
    dataConverter: dataConverter(config),
    activities,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentActivityTaskExecutions: 50,
    shutdownGraceTime: '10s',
    shutdownForceTime: '12s',
    // A short build id even without versioning: it is repeated in every workflow task of every history.
    workerDeploymentOptions: versioned
      ? {
          useWorkerVersioning: true,
          version: { deploymentName: config.DEPLOYMENT, buildId },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        }
      : { useWorkerVersioning: false, version: { deploymentName: 'none', buildId } },
  });
  const stopOutbox = startOutbox({ db, vault, client, taskQueue: config.TASK_QUEUE, log });
  const stopAlerts = startAlerts({ db, log, config });
  const stopErasures = register ? startErasures({ db, log, register, printDir: config.PRINT_DIR }) : undefined;
  const stopReading = startAcknowledgements({ db, log, printDir: config.PRINT_DIR, client });
  const bounces =
    config.BOUNCE_PORT === undefined ? undefined : await startBounceListener({ config, db, log }, config.BOUNCE_PORT);
  const metrics = config.METRICS_PORT === undefined ? undefined : await serveMetrics(config.METRICS_PORT);
  const done = worker.run().finally(async () => {
    metrics?.close();
    await stopOutbox();
    await stopReading();
    await stopErasures?.();
    await stopAlerts();
    stopFollowing();
    stopTokens();
    await bounces?.close();
    closeProviders();
    await client.connection.close();
    await connection.close();
    await db.destroy();
  });
  log.info({ buildId }, 'worker is up');
  return {
    done,
    stop: async () => {
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** Prometheus metrics of this process at /metrics; that it answers at all means the worker is up. */
async function serveMetrics(port: number): Promise<Server> {
  collectDefaultMetrics();
  const server = createServer((_request, response) => {
    void register.metrics().then((text) => response.setHeader('content-type', register.contentType).end(text));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Runs a worker with the settings of the environment until it is asked to stop. */
export async function runWorker(): Promise<void> {
  const config = startConfig();
  const log = pino({ level: config.LOG_LEVEL, name: 'worker' });
  installRuntime(log);
  const worker = await startWorker(config, log);
  exitWithParent(() => worker.stop());
  await worker.done;
}

if (require.main === module) {
  runWorker().catch((error: unknown) => {
    const text = `${error instanceof Error ? error.message : String(error)}\n`;
    // Not by exitCode: what a failed start left open would keep the process, and nobody would start it anew.
    process.stderr.write(text, () => process.exit(1));
  });
}
