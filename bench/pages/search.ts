import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { importAudience } from '../../db/audience/import/import-audience';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { Vault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { exampleColumns } from '../../examples/columns';
import { insertDraft, makeAudienceFile } from '../audience/audience-file';
import { cpuMeter, difference } from '../cpu';
import { withScratchDatabase } from '../scratch';
import { type Db } from '../../db/platform/types';

interface Options {
  customers: number;
  searches: number;
  seed: number;
}

/**
 * Imports customers into a fresh PostgreSQL and searches them through the API, several times by each kind of value.
 * Prints one line of JSON with the rows and, in ms, p50 and p95 by kind and overall. `cpuMs` is the CPU of one search
 * in all processes, independent of the machine's other `load`.
 */
async function benchSearch({ customers, searches, seed }: Options): Promise<void> {
  await withScratchDatabase(async ({ db, pool, scoped, dir, url: databaseUrl, postmaster }) => {
    const ids = await insertDraft(db);
    const file = join(dir, 'audience.csv');
    await makeAudienceFile(file, { rows: Math.ceil(customers * 1.1), seed }); // some have several contracts
    const doc = { zone: 'Asia/Tokyo', columns: await exampleColumns() } as CampaignDoc;
    const vault = new Vault(Buffer.alloc(32, 1));
    const summary = await importAudience({ db, pool, vault, ...ids, doc, body: createReadStream(file) });
    await sql`analyze`.execute(db);
    const env = { DATABASE_URL: databaseUrl, MASTER_KEY_FILE: '/unused', RATE_SCALE: '10000' };
    const app = createApp({ config: loadConfig(env), db, pool, scoped, vault, log: pino({ level: 'silent' }) });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/customers/search`;
    const { key } = await createApiKey(db, { personId: ids.personId, clientId: ids.clientId, role: 'operator' });
    const cpu = cpuMeter({ worker: process.pid, temporal: process.pid, postmaster });
    const before = cpu();
    const times = await measure(url, key, await wanted(file), searches);
    const used = difference(cpu(), before);
    server.close();
    const all = [...times.values()].flat();
    const cpuMs = Math.round((1e4 * (used.worker + used.postgres)) / all.length) / 10;
    const ways = Object.fromEntries([...times].map(([way, ms]) => [way, quantiles(ms)]));
    const figures = {
      customers: summary.customers,
      rows: await sizes(db),
      ...quantiles(all),
      cpuMs,
      load: loadavg()[0],
      ways,
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  });
}

type Row = Record<string, string>;
type Way = (row: Row) => object;

/** Values to search by, read from the imported file: whole values, and prefixes that many customers share. */
async function wanted(file: string): Promise<{ rows: Row[]; ways: Map<string, Way> }> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(400_000) });
  await handle.close();
  const text = iconv.decode(buffer.subarray(0, bytesRead), 'cp932');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const rows: Row[] = parse(whole, { columns: true, relax_column_count: true });
  const of = (by: string, title: string, cut?: number) => (row: Row) => {
    const value = row[title]!.normalize('NFKC').replace(/\s/g, '');
    return { by, value: cut === undefined ? value : Array.from(value).slice(0, cut).join('') };
  };
  const ways = new Map([
    ['name', of('name', '氏名')],
    ['family name', of('name', '氏名', 2)],
    ['kana', of('kana', '氏名カナ')],
    ['kana, 2 signs', of('kana', '氏名カナ', 2)],
    ['kana, 5 signs', of('kana', '氏名カナ', 5)],
    ['mobile', of('phone', '携帯電話')],
    ['postal code', of('postalCode', '郵便番号')],
    ['contract number', of('contractNumber', '契約番号')],
  ]);
  return { rows, ways };
}
async function measure(
  url: string,
  key: string,
  { rows, ways }: { rows: Row[]; ways: Map<string, Way> },
  searches: number,
): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>([...ways.keys()].map((way) => [way, []]));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  for (let at = 0; at < searches; at++) {
    const row = rows[(at * 7) % rows.length]!;
    for (const [way, of] of ways) {
      const body = JSON.stringify({ ...of(row), purpose: 'inquiry', limit: 50 });
      const started = performance.now();
      const response = await fetch(url, { method: 'POST', headers, body });
      await response.text();
      if (response.status === 200) times.get(way)!.push(performance.now() - started);
      else if (response.status !== 400) throw new Error(`${way}: ${response.status}`); // an empty cell
    }
  }
  return times;
}

async function sizes(db: Db): Promise<Record<string, number>> {
  const { rows: found } = await sql<{ keys: number; mb: number }>`
    select sum(cardinality(keys))::bigint as keys,
      round(pg_total_relation_size('search_keys') / 1048576.0)::int as mb from search_keys`.execute(db);
  return { searchKeys: found[0]!.keys, searchMb: found[0]!.mb };
}

function quantiles(ms: number[]): { searches: number; p50: number; p95: number } {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { searches: ms.length, p50: at(0.5), p95: at(0.95) };
}

program
  .option('--customers <count>', 'customers', Number, 200_000)
  .option('--searches <count>', 'searches of each way', Number, 250)
  .option('--seed <number>', 'same seed, same file', Number, 1)
  .action(benchSearch)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
