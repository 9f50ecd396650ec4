import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from 'commander';
import { importAudience } from '../audience/import-audience';
import { connectDb, type Db } from '../db/connect';
import { migrate } from '../db/migrate';
import { ensureDatabase } from '../db/roles';
import { Vault } from '../db/vault';
import { type CampaignDoc } from '../domain/campaign';
import { startPostgres } from '../engine/postgres';
import { exampleColumns } from '../examples/columns';

/** Imports a made-up file into a fresh PostgreSQL and prints one line of JSON. */
async function benchImport({ rows, seed }: { rows: number; seed: number }): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'));
  await chmod(dir, 0o711); // PostgreSQL runs as another user
  const postgres = await startPostgres({ dir, log: () => undefined });
  try {
    const { superUrl } = postgres;
    const passwords = { ownerPassword: 'bench-only', appPassword: 'bench-only' };
    const urls = await ensureDatabase({ superUrl, database: 'bench', ...passwords });
    await migrate({ url: urls.ownerUrl });
    const { db, pool } = connectDb({ url: urls.appUrl });
    const ids = await insertCampaign(db);
    const file = join(dir, 'audience.csv');
    await generate(file, { rows, seed });
    const doc = { zone: 'Asia/Tokyo', columns: await exampleColumns() } as CampaignDoc;
    const started = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    const body = createReadStream(file);
    const summary = await importAudience({ db, pool, vault: new Vault(Buffer.alloc(32, 1)), ...ids, doc, body });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const used = process.cpuUsage(cpu);
    const figures = {
      rows: summary.rows,
      refused: summary.refused,
      customers: summary.customers,
      seconds: round(seconds),
      rowsPerSecond: Math.round(summary.rows / seconds),
      nodeCpuSeconds: round((used.user + used.system) / 1e6),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    await db.destroy();
  } finally {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;

/** In a process of its own, so that its memory is not counted. */
async function generate(file: string, { rows, seed }: { rows: number; seed: number }): Promise<void> {
  const script = join(__dirname, '..', 'examples', 'make-customers.ts');
  const options = ['--out', file, '--rows', String(rows), '--seed', String(seed)];
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...options]);
}

async function insertCampaign(db: Db): Promise<{ clientId: number; campaignId: number; personId: number }> {
  const insert = async (table: 'clients' | 'persons' | 'campaigns', values: object) => {
    const row = await db
      .insertInto(table)
      .values(values as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  };
  const clientId = await insert('clients', { code: 'bench', name: 'Bench' });
  const personId = await insert('persons', { login: 'bench', name: 'Bench' });
  return { clientId, personId, campaignId: await insert('campaigns', { client_id: clientId, name: 'Bench' }) };
}

program
  .option('--rows <count>', 'data rows', Number, 100_000)
  .option('--seed <number>', 'same seed, same file', Number, 1)
  .action(benchImport)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
