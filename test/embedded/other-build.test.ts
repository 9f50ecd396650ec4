import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../embedded/postgres/postgres';
import { testFolder } from '../sandbox/support';
import { testBase, testDb } from '../support/test-db';

const ROOT = join(__dirname, '..', '..');
const folder = testFolder();
afterAll(() => folder.remove());

/** Runs a process of the product to its end. */
async function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  return { code, said };
}

/** Databases, tables and applied migrations of a data folder. */
async function contents(dir: string, change?: (client: Client) => Promise<void>): Promise<unknown> {
  const server = await startPostgres({ dir, log: () => undefined });
  const admin = new Client({ connectionString: server.superUrl });
  await admin.connect();
  if (change) await admin.query('create database tsunagi');
  const url = new URL(server.superUrl);
  url.pathname = '/tsunagi';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await change?.(client);
  const databases = await admin.query('select datname from pg_database order by 1');
  const roles = await admin.query(String.raw`select rolname from pg_roles where rolname not like 'pg\_%' order by 1`);
  const tables = await client.query(
    "select relname, relnatts from pg_class where relnamespace = 'public'::regnamespace",
  );
  const migrations = await client.query('select * from kysely_migration order by name');
  await client.end();
  await admin.end();
  await server.stop();
  return [databases.rows, roles.rows, tables.rows, migrations.rows];
}

test('the demo refuses a data folder of another build, says how to start anew, and changes nothing in it', async () => {
  const before = await contents(join(folder.dir, 'postgres'), async (client) => {
    await client.query('create table kysely_migration (name text primary key, timestamp text not null)');
    await client.query("insert into kysely_migration values ('0001_spine', '2026-01-01')");
  });
  const { code, said } = await run(['cli/main.ts', 'demo', '--exit', '--data', folder.dir]);
  expect(code).toBe(1);
  expect(said).toContain(`${folder.dir} のデータは別の版(移行 0001_spine)で作られており`);
  expect(said).toContain('--data で新しいフォルダーを指定するか');
  expect(said).toContain(`The data in ${folder.dir} was made by another version (migration 0001_spine)`);
  expect(said).toContain('name a new folder with --data, or rename or delete this one');
  expect(await contents(join(folder.dir, 'postgres'))).toEqual(before);
  for (const file of ['secrets.json', 'ports.json', 'demo.json'])
    expect(existsSync(join(folder.dir, file))).toBe(false);
});

describe('a database of another build', () => {
  let t: Awaited<ReturnType<typeof testDb>>;
  beforeAll(async () => {
    t = await testDb();
    const owner = new Client({ connectionString: t.ownerUrl });
    await owner.connect();
    await owner.query("update kysely_migration set name = '0001_spine' where name = '0001_baseline'");
    await owner.end();
  });
  afterAll(() => t.close());

  test.each([['worker.ts'], ['api/server.ts'], ['cli/main.ts', 'migrate']])(
    '%s %s ends with code 1',
    async (...args) => {
      const { code, said } = await run(args, {
        EMBEDDED: 'true',
        OUTGOING_PRIVATE: '127.0.0.0/8',
        DATABASE_URL: t.url,
        DATABASE_OWNER_URL: t.ownerUrl,
        TEMPORAL_ADDRESS: testBase().temporalAddress,
        TEMPORAL_NAMESPACE: 'tsunagi-test',
        TASK_QUEUE: `other-build-${process.pid}`,
        DEPLOYMENT: 'none',
        MASTER_KEY_FILE: join(folder.dir, 'master.key'),
      });
      expect(code).toBe(1);
      expect(said).toContain('このデータベースは別の版(移行 0001_spine)で作られており');
      expect(said).toContain('made by another version (migration 0001_spine)');
    },
  );
});
