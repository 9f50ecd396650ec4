import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '../../embedded/postgres/postgres';
import { testFolder } from '../sandbox/support';
import { eventually } from '../support/eventually';

const folder = testFolder();
const lines: string[] = [];
const log = (line: string) => void lines.push(line);
let server: Postgres;

async function query<Row extends object>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.superUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  server = await startPostgres({ dir: folder.dir, log });
  await query('CREATE TABLE letters (word text)');
  await query(`INSERT INTO letters VALUES ('髙橋 𠮷')`);
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

test('a row committed before kill -9 is there after the next start, on the same port', async () => {
  const { port, pid } = server;
  server.kill();
  await eventually('the end of PostgreSQL', () => !server.running());
  server = await startPostgres({ dir: folder.dir, log });
  expect(server.port).toBe(port);
  expect(server.pid).not.toBe(pid);
  expect(await query('SELECT word FROM letters')).toEqual([{ word: '髙橋 𠮷' }]);
});

test('a server that outlived its starter is gone on with', async () => {
  const { pid } = server;
  server = await startPostgres({ dir: folder.dir, log });
  expect(server.pid).toBe(pid);
  expect(lines.at(-1)).toContain('still running');
});

test('a pid file with the number of another process stops neither the start nor that process', async () => {
  await server.stop();
  const stale = `${process.pid}\n${join(folder.dir, 'data')}\n1\n1\n\n127.0.0.1\n\nready\n`;
  writeFileSync(join(folder.dir, 'data', 'postmaster.pid'), stale);
  server = await startPostgres({ dir: folder.dir, log });
  expect(server.pid).not.toBe(process.pid);
  expect(await query('SELECT count(*)::int AS n FROM letters')).toEqual([{ n: 1 }]);
});

test('only the right password opens it, and the password is for the owner’s eyes only', async () => {
  const url = new URL(server.superUrl);
  url.password = 'guess';
  await expect(new Client({ connectionString: url.href }).connect()).rejects.toThrow(/password authentication/);
  expect(statSync(join(folder.dir, 'password')).mode & 0o777).toBe(0o600);
});

test.each([
  ['server_encoding', 'UTF8'],
  ['fsync', 'on'],
  ['synchronous_commit', 'on'],
  ['listen_addresses', '127.0.0.1'],
  ['max_connections', '300'],
])('%s is %s', async (name, value) => {
  expect(await query(`SHOW ${name}`)).toEqual([{ [name]: value }]);
});

test('a refused row leaves no value in the log', async () => {
  await query('CREATE UNIQUE INDEX ON letters (word)');
  await expect(query(`INSERT INTO letters VALUES ('髙橋 𠮷')`)).rejects.toThrow(/duplicate key/);
  expect(existsSync(join(folder.dir, 'postgres.log'))).toBe(true);
  expect(readFileSync(join(folder.dir, 'postgres.log'), 'utf8')).not.toContain('髙橋');
});

test('data of another major version is refused with the way out', async () => {
  await server.stop();
  const file = join(folder.dir, 'data', 'PG_VERSION');
  const version = readFileSync(file, 'utf8');
  writeFileSync(file, '9\n');
  await expect(startPostgres({ dir: folder.dir, log })).rejects.toThrow(/written by PostgreSQL 9.*pg_dumpall/);
  writeFileSync(file, version);
  server = await startPostgres({ dir: folder.dir, log });
});
