import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { type Role } from '../../domain/access/access';
import { type Figure, interleave, type Measurement, medianOf, quantile } from '../measurement';
import { openScaleDatabase } from '../scale/database';
import { findSamples, type Samples } from '../scale/samples';

/** What a page waits for: the call in full, as a browser sends it. */
interface PageCall {
  name: string;
  role: Role;
  request: (samples: Samples, turn: number) => { path: string; body?: object };
}

/** What 95 of 100 calls may take. */
const LISTS_MS = 150;
const BOARD_MS = 50;
const RUNS = 60;
/** Asks for no data. */
const HEALTH = 'GET /healthz';

const CALLS: PageCall[] = [
  { name: HEALTH, role: 'operator', request: () => ({ path: '/healthz' }) },
  {
    name: 'board',
    role: 'manager',
    request: ({ large }) => ({ path: `/api/campaigns/${large.campaignId}/board` }),
  },
  { name: 'campaigns', role: 'manager', request: () => ({ path: '/api/campaigns?limit=50' }) },
  {
    name: 'people: by state',
    role: 'manager',
    request: ({ large }, turn) => ({
      path: `/api/campaigns/${large.campaignId}/journeys?state=${turn % 2 === 0 ? 'notified' : 'call_due'}&limit=50`,
    }),
  },
  {
    name: 'customer: journey and timeline',
    role: 'auditor',
    request: (samples, turn) => ({ path: `/api/journeys/${samples.customer(samples.large, 'answered', turn)}` }),
  },
  ...(['customerId', 'contractNumber'] as const).map((by): PageCall => ({
    name: `search: by ${by}`,
    role: 'operator',
    request: (samples, turn) => ({
      path: '/api/customers/search',
      body: { by, value: String(samples.customer(samples.large, 'waiting', turn)), purpose: 'inquiry' },
    }),
  })),
  {
    name: 'returns: to read',
    role: 'operator',
    request: () => ({ path: '/api/returns?enterable=true&limit=50' }),
  },
  { name: 'calls: due', role: 'operator', request: () => ({ path: '/api/call-tasks?limit=50' }) },
  { name: 'holds: due', role: 'operator', request: () => ({ path: '/api/holds?limit=50' }) },
  { name: 'decisions', role: 'approver', request: () => ({ path: '/api/decisions?limit=50' }) },
  { name: 'menu: what waits', role: 'operator', request: () => ({ path: '/api/work' }) },
];

/** The calls of the console's pages over HTTP, as a browser makes them, on the database of a million journeys. */
export const pages: Measurement = {
  name: 'console',
  what: "the calls of the console's pages over HTTP with 1,000,000 journeys behind them, p95",
  async run({ quick, count = quick ? 20_000 : 1_000_000, rounds = 3 }, say) {
    const scale = await openScaleDatabase(count, say);
    const { db, pool, scoped } = scale.connected;
    const env = { DATABASE_URL: 'postgres://unused', MASTER_KEY_FILE: '/unused', RATE_SCALE: '10000' };
    const log = pino({ level: 'silent' });
    const server = createServer(createApp({ config: loadConfig(env), db, pool, scoped, vault: scale.vault, log }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const samples = await findSamples(db);
      const p95: Record<string, number[]> = {};
      const names = CALLS.map(({ name }) => name);
      await interleave(names, rounds, async (name) => {
        const call = CALLS.find((one) => one.name === name)!;
        const caller = { personId: samples.persons[0]!, clientId: samples.large.clientId, role: call.role };
        const { key } = await createApiKey(db, caller);
        (p95[name] ??= []).push(quantile(await timed(call, samples, { origin, key }), 0.95));
      });
      return figuresOf(p95, count);
    } finally {
      server.closeAllConnections();
      server.close();
      await scale.close();
    }
  },
};

/** The board, and the slowest of the other calls. */
function figuresOf(p95: Record<string, number[]>, count: number): Figure[] {
  const worst = Object.keys(p95)
    .filter((name) => name !== 'board' && name !== HEALTH)
    .sort((a, b) => medianOf(p95[b]!) - medianOf(p95[a]!))[0]!;
  const at = `at ${count.toLocaleString('en')}, over HTTP`;
  return [
    {
      name: `board ${at}, p95`,
      of: `GET, ${RUNS} calls a round`,
      unit: 'ms',
      values: p95.board!,
      limit: { most: BOARD_MS },
    },
    {
      name: `board ${at}, against a call without a query`,
      of: `p95 ÷ p95 of ${HEALTH}`,
      unit: '×',
      values: p95.board!.map((ms, round) => ms / p95[HEALTH]![round]!),
    },
    {
      name: `slowest of lists, search and timeline ${at}, p95`,
      of: `${worst}; ${CALLS.length} calls`,
      ...{ unit: 'ms', values: p95[worst]!, limit: { most: LISTS_MS }, detail: p95 },
    },
  ];
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
  return times.slice(RUNS / 6); // the first ones warm it up
}
