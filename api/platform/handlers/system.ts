import { type Client } from '@temporalio/client';
import { sleep } from '../../../config/sleep';
import { readClock } from '../../../db/platform/clock';
import { contract } from '../../contract';
import { type systemRoutes } from '../contract/system';
import { type AppDeps } from '../../http/deps';
import { type Handlers } from '../../http/handler';
import { metricsReader } from '../metrics';
import { openapiDocument } from '../../http/openapi';
import { iso, single } from '../../http/wire';
import { type Db } from '../../../db/platform/types';
import { ping } from '../../../db/platform/connect';

const PROBE_MS = 2_000;

/** For programs: clock, contract, probes and metrics. */
export function systemHandlers({ config, db }: AppDeps): Handlers<typeof systemRoutes> {
  const document = openapiDocument(contract, config.PUBLIC_URL);
  const metrics = metricsReader(db);
  return {
    async getClock({ deps }) {
      const clock = await readClock(deps.db);
      return { body: { now: iso(clock.now), speed: clock.speed } };
    },
    getOpenapi: async () => ({ body: { ...document } }),
    getHealth: async () => ({ body: { status: 'ok' } }),
    async getReady({ deps }) {
      const [database, temporal] = await Promise.all([databaseIsUp(deps.db), temporalIsUp(deps.temporal)]);
      const ready = database && temporal;
      return {
        status: ready ? 200 : 503,
        body: { status: ready ? 'ready' : 'not_ready', database: upOrDown(database), temporal: upOrDown(temporal) },
      };
    },
    async getMetrics() {
      const text = await metrics();
      return { stream: single(text), type: 'text/plain; version=0.0.4; charset=utf-8' };
    },
  };
}

const upOrDown = (up: boolean) => (up ? 'up' : 'down');

async function databaseIsUp(db: Db): Promise<boolean> {
  const ended = new AbortController();
  const answer = ping(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, sleep(PROBE_MS, ended.signal).then(() => false)]);
  } finally {
    ended.abort();
  }
}

async function temporalIsUp(client: Client | undefined): Promise<boolean> {
  if (!client) return false;
  const namespace = client.options.namespace;
  const ask = () => client.workflowService.describeNamespace({ namespace });
  return client.connection.withDeadline(Date.now() + PROBE_MS, ask).then(
    () => true,
    () => false,
  );
}
