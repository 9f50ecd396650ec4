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
import { type Figure, type Measurement } from '../measurement';
import { measureRow, type RowFigure } from './measure';
import { reportOf } from './report';
import { type Bench, type Row } from './row';
import { ROWS } from './rows';
import { actRows } from './rows/acts';
import { loopRows } from './rows/loops';
import { maintenanceRows } from './rows/maintenance';
import { readRows } from './rows/reads';
import { findSamples } from './samples';

const log = pino({ level: 'silent' });
const SLOW_MS = 2_000;
const GROUPS: Record<string, Row[]> = {
  'outbox, lanes and campaigns': loopRows,
  'maintenance jobs': maintenanceRows,
  'what desks take and book': actRows,
  'GET routes': readRows,
};

/**
 * Every recurring query and claim of the product on a database with a million journeys. The table of all rows and the
 * plans of what is not ok are written to the folder.
 */
export const scale: Measurement = {
  name: 'scale',
  what: 'every recurring query, claim and GET on a database with 1,000,000 journeys, against its limit',
  async run({ quick, count = quick ? 20_000 : 1_000_000, match = '', folder }, say) {
    const database = await openScaleDatabase(count, say);
    const on = await MeasuredConnection.open(database.superUrl, database.database);
    try {
      const samples = await findSamples(database.connected.db);
      const rows = ROWS.filter(({ name }) => name.includes(match));
      const done = await withBench(on, { vault: database.vault, samples }, (bench) => measureAll(on, bench, rows, say));
      const table = reportOf(done, count);
      writeFileSync(join(folder, 'scale.txt'), `${table}\n`);
      writeFileSync(join(folder, 'scale.json'), `${JSON.stringify(done, null, 1)}\n`);
      say(table);
      return figuresOf(done, count);
    } finally {
      await on.close();
      await database.close();
    }
  },
};

/** For each group of rows the one that is nearest to its limit or furthest over it, and how many are not as they must be. */
function figuresOf(done: RowFigure[], journeys: number): Figure[] {
  const worst = Object.entries(GROUPS).flatMap(([group, rows]): Figure[] => {
    const measured = done.filter(({ name }) => rows.some((row) => row.name === name));
    const judged = measured.flatMap((figure) => {
      const ms = rows.find(({ name }) => name === figure.name)!.together ? figure.together : figure.median;
      return ms === null ? [] : [{ ...figure, ms }];
    });
    const [slowest] = judged.sort((a, b) => b.ms / b.limitMs - a.ms / a.limitMs);
    if (!slowest) return [];
    const { name, ms, limitMs } = slowest;
    const of = `worst of ${measured.length} ÷ its limit: ${name}, ${ms} of ${limitMs} ms`;
    return [
      {
        name: `${group} at ${journeys.toLocaleString('en')}`,
        of,
        unit: '×',
        values: [ms / limitMs],
        limit: { most: 1 },
      },
    ];
  });
  const wrong = done.filter(({ verdict }) => verdict === 'scan' || verdict === 'failed').map(({ name }) => name);
  const of = `of ${done.length} rows${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`;
  return [
    ...worst,
    { name: 'whole tables read, or failed', of, unit: 'rows', values: [wrong.length], limit: { most: 0 } },
  ];
}

/** Measures `rows` one after another; names those that take long. */
export async function measureAll(
  on: MeasuredConnection,
  bench: Bench,
  rows: Row[],
  say: (line: string) => void,
): Promise<RowFigure[]> {
  const figures: RowFigure[] = [];
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
