import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';
import { type Base, startBase } from '../../embedded/base';
import { eventually, testFolder } from '../sandbox/support';

const NAMESPACES = ['tsunagi', 'rehearsal'];
const folder = testFolder();
let base: Base;

const start = () =>
  startBase({
    dir: folder.dir,
    log: () => undefined,
    namespaces: NAMESPACES,
    dynamicConfig: {
      'frontend.WorkflowTimeSkippingEnabled': [{ value: true, constraints: { namespace: 'rehearsal' } }],
    },
  });

async function withClient<T>(work: (client: Client) => Promise<T>, namespace = 'tsunagi'): Promise<T> {
  const connection = await Connection.connect({ address: base.temporal.address });
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
  eventually(() =>
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

test('a second start in the same folder is refused while the first one lives', async () => {
  await expect(start()).rejects.toThrow(/in use by process/);
});

test('a workflow survives kill -9 of Temporal, which comes back on its own', async () => {
  await startWorkflow('before-temporal-died');
  const { pid, address } = base.temporal;
  base.temporal.kill();
  await eventually(() => base.temporal.pid !== pid && base.temporal.running());
  expect(base.temporal.address).toBe(address);
  expect(await stateOf('before-temporal-died')).toBe('RUNNING');
});

test('a workflow survives kill -9 of PostgreSQL under a running Temporal', async () => {
  await startWorkflow('before-postgres-died');
  const { pid } = base.postgres;
  base.postgres.kill();
  await eventually(() => base.postgres.pid !== pid && base.postgres.running());
  expect(await stateOf('before-postgres-died')).toBe('RUNNING');
  await eventually(() => startWorkflow('after-postgres-died').catch(() => undefined));
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
