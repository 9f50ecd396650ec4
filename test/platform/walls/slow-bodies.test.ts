import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createApp } from '../../../api/app';
import { problemHandler } from '../../../api/http/problem';
import { type Contracts } from '../../../api/http/route';
import { buildRouter } from '../../../api/http/router';
import { type AppDeps } from '../../../api/http/deps';
import { loadConfig } from '../../../config/settings';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { eventually } from '../../support/eventually';

const LIMIT_MS = 300;
let api: Api;
let own: ApiClient;
let running: ApiClient;
let deps: AppDeps;
const servers: Server[] = [];
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ customers: [{}] });
  running = await api.client({ customers: [{}], status: 'running' });
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused' });
  const limits = { jsonMs: LIMIT_MS, uploadMs: LIMIT_MS, streamMs: LIMIT_MS, downloadMs: LIMIT_MS };
  const { db, pool, scoped, vault } = api.t;
  deps = { config, db, pool, scoped, vault, log: pino({ level: 'silent' }), limits };
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await api.t.close();
});

async function listen(app: express.Express): Promise<number> {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Sends the first bytes of a longer body and then no more; the answer. */
async function sendHalf(
  port: number,
  {
    method,
    path,
    type,
    first,
    by = own,
  }: { method: string; path: string; type: string; first: string; by?: ApiClient },
) {
  const headers = {
    ...{ authorization: `Bearer ${by.keys.manager.key}`, 'idempotency-key': `${method}-${path}-${type}` },
    ...{ 'content-type': type, 'content-length': '1000', 'accept-language': 'en' },
  };
  const sent = request({ host: '127.0.0.1', port, method, path, headers });
  sent.on('error', () => undefined); // the connection is closed under what is still to be sent
  sent.write(first);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of response) text += String(part);
  return { status: response.statusCode, connection: response.headers.connection, body: JSON.parse(text) as object };
}

/** Rows that a body could have left behind. */
async function recorded(): Promise<number[]> {
  const tables = ['imports', 'client_files', 'campaigns', 'pauses', 'returns', 'idempotency_keys', 'ledger'] as const;
  const counts = tables.map((table) =>
    api.t.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
  );
  return (await Promise.all(counts)).map(({ n }) => Number(n));
}

const campaign = (rest: string) => () => `/api/campaigns/${own.campaignId}/${rest}`;

test.each([
  ['JSON', 'POST', campaign('pause'), 'application/json', '{"reason":'],
  ['a campaign file', 'POST', () => '/api/campaigns', 'application/yaml', 'name: half\n'],
  ['a scan', 'POST', () => '/api/returns', 'image/png', '\x89PNG'],
  ['an audience', 'PUT', campaign('audience'), 'text/csv', '契約番号,氏名\n'],
])('%s that does not come to its end is refused in time, and leaves nothing', async (_, method, path, type, first) => {
  const port = await listen(createApp(deps));
  const before = await recorded();
  const answer = await sendHalf(port, { method, path: path(), type, first });
  expect(answer).toMatchObject({ status: 408, connection: 'close', body: { code: 'upload_too_slow' } });
  expect(answer.body).toMatchObject({ detail: expect.stringContaining('within 1 seconds') as string });
  expect(await recorded()).toEqual(before);
  const { rows } = await api.t.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
  );
  expect(rows).toEqual([]);
});

const changes = { method: 'POST', type: 'text/csv', first: '契約番号\n' };
const changesOf = ({ campaignId }: ApiClient) => `/api/client-data?campaign=${campaignId}`;

test("a change file of the client's that does not come to its end is refused in time", async () => {
  const answer = await sendHalf(await listen(createApp(deps)), { ...changes, path: changesOf(running), by: running });
  expect(answer).toMatchObject({ status: 408, body: { code: 'upload_too_slow' } });
});

test('a file that is refused before it is read, and then does not come, harms no one', async () => {
  const port = await listen(createApp(deps));
  const refused = await sendHalf(port, { ...changes, path: changesOf(own) });
  expect(refused).toMatchObject({ status: 409, connection: 'close', body: { code: 'campaign_wrong_state' } });
  const later = await sendHalf(port, { ...changes, path: changesOf(running), by: running });
  expect(later.status).toBe(408);
});

test('a caller who takes a file too slowly is cut off, and reading for them ends', async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield await Promise.resolve('x'.repeat(64 * 1024));
    } finally {
      ended = true;
    }
  }
  const contract = {
    all: {
      method: 'get',
      path: '/all',
      summary: 'a list',
      tag: 'system',
      action: 'public',
      reply: { status: 200, description: 'a list', types: ['text/csv'] },
    },
  } satisfies Contracts;
  const all = () => Promise.resolve({ stream: endless(), type: 'text/csv' });
  const app = express();
  app.use(buildRouter(contract, { all }, deps)).use(problemHandler(deps.log));
  const sent = request({ host: '127.0.0.1', port: await listen(app), path: '/all' }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const closed = new Promise((resolve) => response.on('error', () => undefined).once('close', resolve));
  await eventually('the end of the request', () => ended); // nothing is read meanwhile
  response.resume();
  await closed;
  expect(response.complete).toBe(false);
});
