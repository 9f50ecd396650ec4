import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { MeasuredConnection } from './connection';
import { openScaleDatabase } from './database';
import { type Figure, measureRow } from './measure';
import { reportOf } from './report';
import { type Bench, type Row } from './row';
import { ROWS } from './rows';
import { findSamples } from './samples';

export interface ScaleOptions {
  journeys: number;
  /** Only rows whose name has this text. */
  match?: string;
  /** File for all figures, with the plans of what is not ok. */
  json?: string;
}

const log = pino({ level: 'silent' });
const SLOW_MS = 2_000;

/**
 * Measures every recurring query and claim of the product on a database with `journeys` journeys, and prints a table.
 * Returns the exit code: 1 when one is over its limit, reads a whole large table, or fails.
 */
export async function runScale(options: ScaleOptions): Promise<number> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const scale = await openScaleDatabase(options.journeys, say);
  const on = await MeasuredConnection.open(scale.superUrl, scale.database);
  try {
    const samples = await findSamples(scale.connected.db);
    const figures = await withBench(on, { vault: scale.vault, samples }, (bench) =>
      measureAll(
        on,
        bench,
        ROWS.filter(({ name }) => name.includes(options.match ?? '')),
        say,
      ),
    );
    process.stdout.write(`${reportOf(figures, options.journeys)}\n`);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 1)}\n`);
    return figures.every(({ verdict }) => verdict === 'ok') ? 0 : 1;
  } finally {
    await on.close();
    await scale.close();
  }
}

/** Measures `rows` one after another; names those that take long. */
export async function measureAll(
  on: MeasuredConnection,
  bench: Bench,
  rows: Row[],
  say: (line: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const row of rows) {
    const started = performance.now();
    figures.push(await measureRow(on, bench, row));
    const ms = performance.now() - started;
    if (ms > SLOW_MS) say(`${row.name}: ${(ms / 1000).toFixed(1)} s to measure`);
  }
  return figures;
}

/** Runs `work` with the product's parts over the measured connection, its API included. */
export async function withBench<Result>(
  on: MeasuredConnection,
  parts: Pick<Bench, 'vault' | 'samples'>,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-scale-'));
  const { db, pool, scoped } = on;
  const env = { DATABASE_URL: 'postgres://unused', MASTER_KEY_FILE: '/unused', RATE_SCALE: '10000' };
  const app = createApp({ config: loadConfig(env), db, pool, scoped, vault: parts.vault, log });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work({ ...parts, db, pool, scoped, docs: new CampaignDocs(), log, dir, get: getter(server) });
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(dir, { recursive: true, force: true });
  }
}

function getter(server: Server): Bench['get'] {
  const { port } = server.address() as AddressInfo;
  return async (path, { key }) => {
    const headers: Record<string, string> = key === '' ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    return text;
  };
}
