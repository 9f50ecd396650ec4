import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { testFolder } from '../sandbox/support';

const folder = testFolder();
const root = join(__dirname, '..', '..');
const neighbour = createServer();
let scratch: TestDb;

beforeAll(async () => {
  scratch = await testDb();
  neighbour.listen(0, '127.0.0.1');
  await once(neighbour, 'listening');
});
afterAll(async () => {
  neighbour.close();
  await scratch.close();
  folder.remove();
});

test.each([
  ['worker.ts', 'METRICS_PORT'],
  ['api/server.ts', 'API_PORT'],
])('%s whose %s is taken ends with code 1, though its connections are open by then', async (file, setting) => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, file)], {
    env: {
      PATH: process.env.PATH,
      EMBEDDED: 'true',
      OUTGOING_PRIVATE: '127.0.0.0/8',
      DATABASE_URL: scratch.url,
      TEMPORAL_ADDRESS: testBase().temporalAddress,
      TEMPORAL_NAMESPACE: 'tsunagi-test',
      TASK_QUEUE: `failed-start-${process.pid}`,
      DEPLOYMENT: 'none',
      MASTER_KEY_FILE: join(folder.dir, 'master.key'),
      [setting]: String((neighbour.address() as AddressInfo).port),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('EADDRINUSE') as string });
});
