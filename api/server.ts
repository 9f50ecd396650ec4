import { once } from 'node:events';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { createApp } from './app';
import { knownSenders } from '../db/campaigns/known-senders';
import { type AppDeps } from './http/deps';
import { httpServer } from './http/listen';
import { type Config } from '../config/settings';
import { startConfig } from '../config/safety';
import { connectDb } from '../db/platform/connect';
import { exitWithParent } from '../config/exit-with-parent';
import { replayErasures } from '../db/privacy/erasure';
import { vaultFor } from '../db/privacy/vault-keys';
import { connectTemporal, dataConverter } from '../temporal/connection';
import { sleep } from '../config/sleep';

export interface RunningServer {
  /** The port in use; with API_PORT 0 the one chosen by the system. */
  port: number;
  /** Accepts no more requests, lets those under way finish (at most 12 s), then closes everything. */
  stop(): Promise<void>;
}

const DRAIN_MS = 12_000;
const RECONNECT_MS = 2_000;
/** A call waits this long for a lock, less than a worker, and is then answered 503. */
const LOCK_MS = 8_000;

/**
 * Starts the API and the customer pages. Requires the database. Temporal may come later: until then answers are stored,
 * the outbox sends their signals, and /readyz reports it.
 */
export async function startServer(
  config: Config,
  log: Logger = pino({ level: config.LOG_LEVEL, name: 'api' }),
): Promise<RunningServer> {
  const { db, pool, scoped } = connectDb({
    url: config.DATABASE_URL,
    max: config.DATABASE_POOL,
    application: 'tsunagi-api',
    lockMs: LOCK_MS,
  });
  const { vault, stop: stopFollowing } = await vaultFor(config, db, log);
  await replayErasures(config, db, log);
  const codec = dataConverter(config).payloadCodecs![0]!;
  const deps: AppDeps = { config, db, pool, scoped, vault, codec, log };
  void knownSenders(deps).refresh();
  const server = httpServer(createApp(deps));
  server.listen(config.API_PORT, config.API_HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const disconnect = keepConnecting(config, deps);
  log.info({ port }, 'api is up');
  return {
    port,
    stop: async () => {
      await drain(server);
      await disconnect();
      stopFollowing();
      await db.destroy();
    },
  };
}

/**
 * Retries until Temporal answers once; afterwards the connection reconnects by itself. Returns a function that stops
 * both.
 */
function keepConnecting(config: Config, deps: AppDeps): () => Promise<void> {
  const ended = new AbortController();
  const connect = async () => {
    while (!ended.signal.aborted && !deps.temporal) {
      const client = await connectTemporal(config).catch(() => undefined);
      if (ended.signal.aborted) await client?.connection.close();
      else if (client) deps.temporal = client;
      else await sleep(RECONNECT_MS, ended.signal);
    }
  };
  void connect();
  return async () => {
    ended.abort();
    await deps.temporal?.connection.close();
  };
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}

/** Runs the API and the customer pages with the environment's settings until asked to stop. */
export async function runServer(): Promise<void> {
  const server = await startServer(startConfig());
  exitWithParent(() => server.stop());
}

if (require.main === module) {
  runServer().catch((error: unknown) => {
    const text = `${error instanceof Error ? error.message : String(error)}\n`;
    // Not exitCode: handles left open by a failed start would keep the process alive, and it would not be restarted.
    process.stderr.write(text, () => process.exit(1));
  });
}
