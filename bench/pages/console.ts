import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { type Role } from '../../domain/access/access';
import { openScaleDatabase } from '../scale/database';
import { findSamples, type Samples } from '../scale/samples';

/** What a page waits for: the call in full, as a browser sends it, and how long 95 of 100 may take, in ms. */
interface PageCall {
  name: string;
  limitMs: number;
  role: Role;
  request: (samples: Samples, turn: number) => { path: string; body?: object };
}

const LISTS_MS = 150;
const BOARD_MS = 50;
const RUNS = 60;

const CALLS: PageCall[] = [
  {
    name: 'board',
    limitMs: BOARD_MS,
    role: 'manager',
    request: ({ large }) => ({ path: `/api/campaigns/${large.campaignId}/board` }),
  },
  { name: 'campaigns', limitMs: LISTS_MS, role: 'manager', request: () => ({ path: '/api/campaigns?limit=50' }) },
  {
    name: 'people: by state',
    limitMs: LISTS_MS,
    role: 'manager',
    request: ({ large }, turn) => ({
      path: `/api/campaigns/${large.campaignId}/journeys?state=${turn % 2 === 0 ? 'notified' : 'call_due'}&limit=50`,
    }),
  },
  {
    name: 'customer: journey and timeline',
    limitMs: LISTS_MS,
    role: 'auditor',
    request: (samples, turn) => ({ path: `/api/journeys/${samples.customer(samples.large, 'answered', turn)}` }),
  },
  ...(['customerId', 'contractNumber'] as const).map((by): PageCall => ({
    name: `search: by ${by}`,
    limitMs: LISTS_MS,
    role: 'operator',
    request: (samples, turn) => ({
      path: '/api/customers/search',
      body: { by, value: String(samples.customer(samples.large, 'waiting', turn)), purpose: 'inquiry' },
    }),
  })),
  {
    name: 'returns: to read',
    limitMs: LISTS_MS,
    role: 'operator',
    request: () => ({ path: '/api/returns?enterable=true&limit=50' }),
  },
  { name: 'calls: due', limitMs: LISTS_MS, role: 'operator', request: () => ({ path: '/api/call-tasks?limit=50' }) },
  { name: 'holds: due', limitMs: LISTS_MS, role: 'operator', request: () => ({ path: '/api/holds?limit=50' }) },
  { name: 'decisions', limitMs: LISTS_MS, role: 'approver', request: () => ({ path: '/api/decisions?limit=50' }) },
  { name: 'menu: what waits', limitMs: LISTS_MS, role: 'operator', request: () => ({ path: '/api/work' }) },
];

/**
 * Times the calls of the console's pages over HTTP on a database filled with `journeys` customers, and prints a table of
 * p50 and p95. Returns the exit code: 1 when a p95 is over its limit.
 */
export async function runConsoleBench(journeys: number): Promise<number> {
  const scale = await openScaleDatabase(journeys, (line) => void process.stderr.write(`${line}\n`));
  const { db, pool, scoped } = scale.connected;
  const env = { DATABASE_URL: 'postgres://unused', MASTER_KEY_FILE: '/unused', RATE_SCALE: '10000' };
  const log = pino({ level: 'silent' });
  const server = createServer(createApp({ config: loadConfig(env), db, pool, scoped, vault: scale.vault, log }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const samples = await findSamples(db);
    const rows: { name: string; limitMs: number; p50: number; p95: number }[] = [];
    for (const call of CALLS) {
      const { key } = await createApiKey(db, {
        personId: samples.persons[0]!,
        clientId: samples.large.clientId,
        role: call.role,
      });
      rows.push({ name: call.name, limitMs: call.limitMs, ...(await timed(call, samples, { origin, key })) });
    }
    process.stdout.write(`${tableOf(rows, journeys)}\n`);
    return rows.every(({ p95, limitMs }) => p95 <= limitMs) ? 0 : 1;
  } finally {
    server.closeAllConnections();
    server.close();
    await scale.close();
  }
}

async function timed(call: PageCall, samples: Samples, { origin, key }: { origin: string; key: string }) {
  const times: number[] = [];
  for (let turn = 0; turn < RUNS; turn++) {
    const { path, body } = call.request(samples, turn);
    const headers = {
      authorization: `Bearer ${key}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    };
    const sent = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
    const started = performance.now();
    const response = await fetch(`${origin}${path}`, sent);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    times.push(performance.now() - started);
  }
  const sorted = times.slice(RUNS / 6).sort((a, b) => a - b); // the first ones warm it up
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { p50: at(0.5), p95: at(0.95) };
}

function tableOf(rows: { name: string; limitMs: number; p50: number; p95: number }[], journeys: number): string {
  const line = (name: string, ...cells: string[]) => name.padEnd(34) + cells.map((cell) => cell.padStart(10)).join('');
  return [
    line(
      `${journeys.toLocaleString('en')} customers, load ${loadavg()[0]!.toFixed(1)}`,
      'p50 ms',
      'p95 ms',
      'limit',
      '',
    ),
    ...rows.map(({ name, p50, p95, limitMs }) =>
      line(name, p50.toFixed(1), p95.toFixed(1), String(limitMs), p95 <= limitMs ? 'ok' : 'over'),
    ),
  ].join('\n');
}
