import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';
import { type Base, startBase } from '../../embedded/base';
import { readJson, writeJson } from '../../config/files';
import { type TemporalPorts } from '../../embedded/temporal/config';
import { inDatabase } from '../../embedded/temporal/in-database';
import { dropSpareIndexes, restoreSpareIndexes } from '../../embedded/temporal/spare-indexes';
import { connectionOptions } from '../../temporal/connection';
import { findTarget } from '../../temporal/target';
import { testFolder } from '../sandbox/support';
import { eventually } from '../support/eventually';

const NAMESPACES = ['tsunagi', 'rehearsal'];
const folder = testFolder();
let base: Base;

const start = () =>
  startBase({
    dir: folder.dir,
    log: () => undefined,
    namespaces: ['tsunagi'],
    rehearsals: ['rehearsal'],
  });

async function withClient<T>(work: (client: Client) => Promise<T>, namespace = 'tsunagi'): Promise<T> {
  const connection = await Connection.connect(
    connectionOptions({ ...base.temporalSettings, TEMPORAL_NAMESPACE: namespace }),
  );
  try {
    return await work(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

const startWorkflow = (workflowId: string) =>
  withClient((client) => client.workflow.start('journey', { workflowId, taskQueue: 'without-worker' }));

/** The workflow's state as soon as the server can tell (its shards come back one by one). */
const stateOf = (workflowId: string) =>
  eventually('the state of the workflow', () =>
    withClient(async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name).catch(
      () => false as const,
    ),
  );

beforeAll(async () => {
  base = await start();
}, 180_000);

afterAll(async () => {
  await base.stop();
  folder.remove();
});

test.each(NAMESPACES)('namespace %s keeps histories for 30 days and knows our search attributes', async (namespace) => {
  await withClient(async ({ connection }) => {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(['CampaignId', 'Channel']));
  });
});

test('the list of workflows has only the indexes that are asked, and all of them for an upgrade of its schema', async () => {
  if (base.temporal.kind !== 'server') return; // the CLI keeps its list elsewhere
  const { superUrl } = base.postgres;
  const indexes = () =>
    inDatabase(superUrl, 'temporal_visibility', async (client) => {
      const text = `SELECT indexdef FROM pg_indexes WHERE tablename = 'executions_visibility' ORDER BY indexname`;
      return (await client.query<{ indexdef: string }>(text)).rows.map(({ indexdef }) => indexdef);
    });
  const asked = await indexes();
  await restoreSpareIndexes(superUrl);
  const all = await indexes();
  expect([asked.length, all.length]).toEqual([13, 74]);
  expect(all).toEqual(expect.arrayContaining(asked));
  for (let times = 0; times < 2; times++) await dropSpareIndexes(superUrl);
  expect(await indexes()).toEqual(asked);
  await restoreSpareIndexes(superUrl);
  expect(await indexes()).toEqual(all);
  await dropSpareIndexes(superUrl);
});

test('time skipping is refused where it was not allowed', async () => {
  const begin = (namespace: string) =>
    withClient(({ connection }) =>
      connection.workflowService.startWorkflowExecution({
        namespace,
        workflowId: 'skipping',
        requestId: namespace,
        workflowType: { name: 'journey' },
        taskQueue: { name: 'without-worker' },
        timeSkippingConfig: { enabled: true },
      }),
    );
  if (base.temporal.kind !== 'server') return; // the CLI takes one value for all namespaces
  await expect(begin('tsunagi')).rejects.toThrow(/not enabled/);
  await expect(begin('rehearsal')).resolves.toHaveProperty('runId');
});

test('an execution is listed, but for a rehearsed one, whose history can be read', async () => {
  if (base.temporal.kind !== 'server') return;
  const begun = { workflowId: 'listed', taskQueue: 'without-worker' };
  const count = (namespace: string) =>
    withClient(async (client) => (await client.workflow.count(`WorkflowId = 'listed'`)).count, namespace);
  await withClient((client) => client.workflow.start('journey', begun), 'rehearsal');
  await withClient((client) => client.workflow.start('journey', begun));
  await eventually('the execution in the list', async () => (await count('tsunagi')) === 1);
  await expect(count('rehearsal')).resolves.toBe(0);
  const { events } = await withClient((client) => client.workflow.getHandle('listed').fetchHistory(), 'rehearsal');
  expect(events![0]!.workflowExecutionStartedEventAttributes).toBeTruthy();
});

describe('another user of this machine', () => {
  const onlyServer = () => base.temporal.kind === 'server'; // the CLI's server knows no TLS, which docs/security.md says
  const tls = () => join(folder.dir, 'temporal', 'tls');
  const ports = () => readJson<TemporalPorts>(join(folder.dir, 'temporal', 'ports.json'))!;

  test('is refused without the certificate, whatever the port', async () => {
    if (!onlyServer()) return;
    const { address } = base.temporal;
    const ca = readFileSync(join(tls(), 'ca.crt'));
    await expect(Connection.connect({ address, connectTimeout: '2s' })).rejects.toThrow();
    const known = { address, tls: { serverRootCACertificate: ca }, connectTimeout: '2s' };
    await expect(Connection.connect(known)).rejects.toThrow();
    const { metrics, internal, internalMembership, ...open } = ports();
    for (const port of [metrics, internal, internalMembership]) await expect(listens(port)).resolves.toBe(false);
    for (const [name, port] of Object.entries(open)) {
      expect([name, await listens(port)]).toEqual([name, true]);
      expect([name, await shakesHands(port, {})]).toEqual([name, false]);
      const own = { cert: readFileSync(join(tls(), 'client.crt')), key: readFileSync(join(tls(), 'client.key')) };
      expect([name, await shakesHands(port, own)]).toEqual([name, true]);
    }
  });

  test('can read neither certificate nor key, and no one can make another', () => {
    if (!onlyServer()) return;
    expect(statSync(tls()).mode & 0o777).toBe(0o700);
    for (const name of ['server', 'client']) expect(statSync(join(tls(), `${name}.key`)).mode & 0o777).toBe(0o600);
    expect(readdirSync(tls()).sort()).toEqual(['ca.crt', 'client.crt', 'client.key', 'server.crt', 'server.key']);
  });
});

/** Whether a plain connection to the port is taken. */
async function listens(port: number): Promise<boolean> {
  const socket = connectPlain({ host: '127.0.0.1', port });
  return opens(socket, 'connect');
}

/** Whether the port speaks TLS with our authority's certificate, and lets in who shows this one. */
async function shakesHands(port: number, own: { cert?: Buffer; key?: Buffer }): Promise<boolean> {
  const ca = readFileSync(join(folder.dir, 'temporal', 'tls', 'ca.crt'));
  const socket = connectTls({ host: '127.0.0.1', servername: 'localhost', port, ca, ALPNProtocols: ['h2'], ...own });
  // a server of TLS 1.3 checks our certificate after our side has ended; then it sends a ticket, or an alert
  return opens(socket, 'session');
}

async function opens(socket: Socket, event: string): Promise<boolean> {
  try {
    return await Promise.race([
      once(socket, event).then(() => true),
      once(socket, 'close').then(() => false),
      once(socket, 'error').then(() => false),
    ]);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('a command finds the servers and their certificates by the data folder', async () => {
  writeJson(join(folder.dir, 'secrets.json'), { app: 'unused' });
  expect(findTarget(folder.dir)).toMatchObject(base.temporalSettings);
});

test('a second start in the same folder is refused while the first one lives', async () => {
  await expect(start()).rejects.toThrow(/in use by process/);
});

test('a workflow survives kill -9 of Temporal, which comes back on its own', async () => {
  await startWorkflow('before-temporal-died');
  const { pid, address } = base.temporal;
  base.temporal.kill();
  await eventually('the restart of Temporal', () => base.temporal.pid !== pid && base.temporal.running());
  expect(base.temporal.address).toBe(address);
  expect(await stateOf('before-temporal-died')).toBe('RUNNING');
});

test('a workflow survives kill -9 of PostgreSQL under a running Temporal', async () => {
  await startWorkflow('before-postgres-died');
  const { pid } = base.postgres;
  base.postgres.kill();
  await eventually('the restart of PostgreSQL', () => base.postgres.pid !== pid && base.postgres.running());
  expect(await stateOf('before-postgres-died')).toBe('RUNNING');
  await eventually('a workflow to be started', () => startWorkflow('after-postgres-died').catch(() => undefined));
});

test('everything is there after stop and start, at the same address', async () => {
  const { address } = base.temporal;
  await base.stop();
  base = await start();
  expect(base.temporal.address).toBe(address);
  expect(await stateOf('before-temporal-died')).toBe('RUNNING');
});

test('a database of Temporal left half-made by a crash is made again', async () => {
  const { superUrl } = base.postgres;
  if (base.temporal.kind !== 'server') return;
  const admin = new Postgres({ connectionString: superUrl });
  await admin.connect();
  await admin.query('COMMENT ON DATABASE temporal IS NULL');
  await admin.query('COMMENT ON DATABASE temporal_visibility IS NULL');
  await admin.end();
  await base.stop();
  base = await start();
  await startWorkflow('in-a-new-database');
  expect(await stateOf('in-a-new-database')).toBe('RUNNING');
});
