import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../config/settings';
import { type RunningServer, startServer } from '../../api/server';
import { TEST_NAMESPACE } from '../support/base';
import { testBase, type TestDb, testDb } from '../support/test-db';
import { eventually } from '../support/eventually';

let t: TestDb;
let dir: string;
let server: RunningServer;
beforeAll(async () => {
  t = await testDb();
  dir = await mkdtemp(join(tmpdir(), 'api-'));
  const config = loadConfig({
    DATABASE_URL: t.url,
    MASTER_KEY_FILE: join(dir, 'master.key'),
    TEMPORAL_ADDRESS: testBase().temporalAddress,
    TEMPORAL_NAMESPACE: TEST_NAMESPACE,
    API_PORT: '0',
  });
  server = await startServer(config, pino({ level: 'silent' }));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
  await t.close();
});

const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

it('is ready once database and Temporal answer, and refuses connections once it has stopped', async () => {
  const ready = await eventually('the server to be ready', async () => {
    const answer = await get('/readyz');
    return answer.status === 200 ? answer : undefined;
  });
  expect(await ready.json()).toEqual({ status: 'ready', database: 'up', temporal: 'up' });
  await server.stop();
  await expect(get('/healthz')).rejects.toThrow();
});
