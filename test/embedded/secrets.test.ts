import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createApiKey } from '../../db/access/api-keys';
import { Vault } from '../../db/privacy/vault';
import { freePort } from '../../embedded/ports';
import { type SupervisedProcess, superviseProcess, typescriptCommand } from '../../embedded/process';
import { connectTemporal } from '../../temporal/connection';
import { TEST_NAMESPACE } from '../support/base';
import { seedCampaign } from '../support/seed';
import { endAllOf } from '../support/schedules';
import { testBase, testDb, type TestDb } from '../support/test-db';
import { testFolder } from '../sandbox/support';
import { eventually } from '../support/eventually';

const ROOT = join(__dirname, '..', '..');
/** Ours alone, so that the whole machine's processes can be searched for it. */
const MARK = randomBytes(9).toString('hex');
const marked = (name: string): string => `${MARK}${name}`;
const folder = testFolder();
const masterKey = `${MARK}${'0'.repeat(64 - MARK.length)}`;
const codecKey = `${MARK}${'1'.repeat(64 - MARK.length)}`;
const taskQueue = `secrets-${MARK.slice(0, 6)}`;
const role = `role_${randomBytes(4).toString('hex')}`;
const outputs: string[] = [];
const processes: SupervisedProcess[] = [];
let t: TestDb;
let ports: { api: number; worker: number };
let apiKey: string;

function secretFile(name: string, text: string): string {
  const file = join(folder.dir, name);
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
}

const environment = (url: string): Record<string, string> => ({
  EMBEDDED: 'true',
  DATABASE_URL_FILE: secretFile('database', url),
  TEMPORAL_ADDRESS: testBase().temporalAddress,
  TEMPORAL_NAMESPACE: TEST_NAMESPACE,
  TASK_QUEUE: taskQueue,
  DEPLOYMENT: 'none',
  MASTER_KEY_FILE: secretFile('master', masterKey),
  CODEC_KEY_FILE: secretFile('codec', `k1 ${codecKey}`),
  SMTP_URL: `smtp://us:${marked('smtp')}@127.0.0.1:1`,
  SMS_URL: 'http://127.0.0.1:1',
  SMS_TOKEN_FILE: secretFile('sms', marked('sms')),
  MAINTENANCE_SECONDS: 'sendAlerts=1',
  ALERT_MAIL: 'alerts@x.example',
  ALERT_WEBHOOK: 'http://127.0.0.1:1/',
  ALERT_SECRET: marked('alert-secret'),
  OUTGOING_PRIVATE: '127.0.0.1',
  PRINT_DIR: join(folder.dir, 'print'),
  LOG_LEVEL: 'trace',
});

async function start(name: string, file: string, env: Record<string, string>, health: string): Promise<void> {
  const ready = async () => (await fetch(health)).ok;
  const command = typescriptCommand(join(ROOT, file));
  processes.push(
    await superviseProcess({ name, dir: folder.dir, log: () => undefined, env, ready, readyMs: 240_000, ...command }),
  );
}

beforeAll(async () => {
  t = await testDb();
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  await client.query(`create role ${role} login password '${marked('database')}' in role tsunagi_app`);
  await client.end();
  const url = new URL(t.url);
  url.username = role;
  url.password = marked('database');
  const env = environment(url.toString());
  const vault = new Vault(Buffer.from(masterKey, 'hex'));
  const { clientId, campaignId } = await seedCampaign({ ...t, vault }, { customers: [{}], status: 'running' });
  const person = await t.db
    .insertInto('persons')
    .values({ login: 'someone', name: 'auditor' })
    .returning('id')
    .executeTakeFirstOrThrow();
  apiKey = (await createApiKey(t.db, { personId: person.id, clientId, role: 'auditor' })).key;
  await t.db.updateTable('campaigns').set({ turn: 0 }).where('id', '=', campaignId).execute();
  const alert = { client_id: clientId, kind: 'doubtful', subject: 'lane:1', figures: '{}', opened_at: new Date() };
  await t.db
    .insertInto('alerts')
    .values(alert as never)
    .execute();
  const { id } = await t.db.selectFrom('alerts').select('id').executeTakeFirstOrThrow();
  const sends = (['mail', 'webhook'] as const).map((via) => ({ alert_id: id, via, next_at: new Date(0) }));
  await t.db
    .insertInto('alert_sends')
    .values(sends as never)
    .execute();
  ports = { api: await freePort(), worker: await freePort() };
  await start('api', 'api/server.ts', { ...env, API_PORT: String(ports.api) }, `http://127.0.0.1:${ports.api}/readyz`);
  const metrics = { ...env, METRICS_PORT: String(ports.worker) };
  await start('worker', 'worker.ts', metrics, `http://127.0.0.1:${ports.worker}/metrics`);
}, 500_000);
afterAll(async () => {
  for (const child of processes) await child.stop();
  const settings = { TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE };
  const temporal = await connectTemporal(settings);
  await endAllOf(temporal, taskQueue);
  await temporal.connection.close();
  await t.close();
  const client = new pg.Client({ connectionString: testBase().superUrl });
  await client.connect();
  await client.query(`drop role ${role}`);
  await client.end();
  folder.remove();
});

const get = async (port: number, path: string, init?: RequestInit) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  outputs.push(await response.text(), JSON.stringify([...response.headers]));
  return response.status;
};

test('API and worker hold the secrets, so a search for them can find something', () => {
  for (const { pid } of processes) {
    const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environ).toContain(marked('smtp'));
    expect(environ).not.toContain(marked('sms')); // given by a file
  }
});

test('nothing of them is in what the API answers, errors among it', async () => {
  const key = { authorization: `Bearer ${apiKey}` };
  const body = '{"payloads":[{"metadata":{"encoding":"YWVzLWdjbQ==","key":"azk="},"data":"AAAA"}]}';
  const json = { 'content-type': 'application/json' };
  expect(await get(ports.api, '/api/campaigns', { headers: key })).toBe(200);
  expect(await get(ports.api, '/codec/decode', { method: 'POST', body, headers: { ...key, ...json } })).toBe(422);
  expect(await get(ports.api, '/api/campaigns', { headers: { authorization: `Bearer ${marked('wrong')}` } })).toBe(401);
  expect(await get(ports.api, '/api/campaigns/0', { headers: key })).toBeGreaterThanOrEqual(400);
  expect(await get(ports.api, '/m/aaaaaaaaaaaaaaaaaaaaaa')).toBe(404);
  await get(ports.api, '/webhooks/sms?m=1', { method: 'POST', body: 'MessageSid=x' });
  for (const path of ['/metrics', '/healthz', '/readyz', '/api/openapi.json', '/api/clock']) await get(ports.api, path);
  await get(ports.worker, '/metrics');
  expect(outputs.length).toBeGreaterThan(10);
  expect(outputs.filter((output) => output.includes(MARK))).toEqual([]);
});

test('nothing of them is in the logs, also not of what could not be sent', async () => {
  await eventually('the failures of the alerts', async () => {
    const rows = await t.db.selectFrom('alert_sends').select('failure').execute();
    return rows.every(({ failure }) => failure !== null);
  });
  const logs = readdirSync(join(folder.dir, 'logs')).map((name) =>
    readFileSync(join(folder.dir, 'logs', name), 'utf8'),
  );
  expect(logs.every((text) => text.length > 100)).toBe(true);
  expect(logs.filter((text) => text.includes(MARK))).toEqual([]);
});

test('nothing of them is on a command line of this machine', () => {
  const { stdout } = spawnSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' });
  expect(stdout).toContain('worker.ts');
  expect(stdout).not.toContain(MARK);
});

test('neither master key nor payload key is in the database', async () => {
  const tables = await t.pool.query<{ name: string }>(
    `select format('%I', tablename) as name from pg_tables where schemaname = 'public'`,
  );
  expect(tables.rows.length).toBeGreaterThan(30);
  for (const { name } of tables.rows) {
    const { rows } = await t.pool.query(`select 1 from ${name} t where t::text like $1`, [`%${MARK}%`]);
    expect([name, rows.length]).toEqual([name, 0]);
  }
});

test.each<[string, string, Record<string, string>]>([
  ['settings that are wrong', 'worker.ts', { DATABASE_URL: marked('no-url'), SMS_TOKEN: marked('twice') }],
  ['settings that are unsafe', 'api/server.ts', { EMBEDDED: 'false', DATABASE_URL: `postgres://a:${marked('')}@db/x` }],
  ['a database that refuses us', 'worker.ts', { DATABASE_URL: `postgres://a:${marked('')}@127.0.0.1:1/x` }],
  ['a master key file that is none', 'api/server.ts', { MASTER_KEY_FILE: 'bad' }],
  ['a key ring that is none', 'worker.ts', { CODEC_KEY_FILE: 'bad' }],
])('a start that fails says nothing of them: %s', (_, file, change) => {
  const bad = secretFile('bad', marked('not a key'));
  const changed = Object.entries(change).map(([name, value]) => [name, value === 'bad' ? bad : value]);
  const { DATABASE_URL_FILE: _file, ...env } = environment(t.url);
  const all = {
    PATH: process.env.PATH,
    ...env,
    DATABASE_URL: t.url,
    ...Object.fromEntries(changed),
  } as NodeJS.ProcessEnv;
  const { command, args } = typescriptCommand(join(ROOT, file));
  const { stdout, stderr, status } = spawnSync(command, args, { env: all, encoding: 'utf8', timeout: 90_000 });
  expect(status).not.toBe(0);
  expect(stderr.length).toBeGreaterThan(10);
  expect(stdout + stderr).not.toContain(MARK);
});
