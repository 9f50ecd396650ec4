import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { pino } from 'pino';
import request, { type Response } from 'supertest';
import { createApp } from '../../api/app';
import { LIMITS, networkOf } from '../../api/http/rate-limit';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { ensureLinks } from '../../db/customers/links';
import { releaseExport } from '../privacy/exports-support';
import { type Api, type ApiClient, openApi } from '../support/api';
import { eventually } from '../support/eventually';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ status: 'running', customers: [{}, {}, {}, {}] });
  await releaseExport(api, own, 'codes', own.campaignId);
});
afterAll(() => api.t.close());
beforeEach(() => api.t.db.deleteFrom('rate_counters').execute());

/** The app with all limits times `scale`, believing one proxy on this machine. */
function scaled(scale: number, from = '192.0.2.1') {
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused', RATE_SCALE: String(scale) });
  const { db, pool, scoped, vault } = api.t;
  const app = createApp({ config, db, pool, scoped, vault, log: pino({ level: 'silent' }) });
  const call = (method: 'get' | 'post', path: string) => request(app)[method](path).set('X-Forwarded-For', from);
  return call;
}

const statuses = (responses: Response[]) => responses.map((response) => response.status);
async function times<T>(count: number, work: () => PromiseLike<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await work());
  return results;
}

function expectLimited(response: Response, identifier: string) {
  expect(response.status).toBe(429);
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  expect(response.headers['ratelimit-policy']).toContain(`"${identifier}"; q=`);
  expect(response.headers.ratelimit).toMatch(new RegExp(`"${identifier}"; r=0; t=\\d+`));
}

describe('files that are carried away', () => {
  const exportBy = (call: ReturnType<typeof scaled>, key: string) => () =>
    call('get', `/api/campaigns/${own.campaignId}/second-factor-codes`)
      .set('Authorization', `Bearer ${key}`)
      .set('Accept', 'text/csv');

  it('are limited per key, per person over all keys, and per address over all persons', async () => {
    const call = scaled(0.1); // 3 per key, 6 per person, 30 per address
    const { personId } = own.keys.manager;
    const keys = await times(3, () =>
      createApiKey(api.t.db, { personId, clientId: own.clientId, role: 'manager' }).then(({ key }) => key),
    );
    const first = await times(4, exportBy(call, keys[0]!));
    expect(statuses(first)).toEqual([200, 200, 200, 429]);
    expectLimited(first[3]!, 'export-caller');
    expect(statuses(await times(3, exportBy(call, keys[1]!)))).toEqual([200, 200, 200]);
    expectLimited(await exportBy(call, keys[2]!)(), 'export-account');
    await api.t.db.updateTable('rate_counters').set({ points: 30 }).execute();
    expectLimited(await exportBy(call, own.keys.client_approver.key)(), 'export-address');
    expect((await exportBy(scaled(0.1, '192.0.2.2'), own.keys.client_approver.key)()).status).toBe(200);
  });

  it('leave data shown on screen unlimited', async () => {
    const call = scaled(0.1);
    const read = () => call('get', '/api/campaigns').set('Authorization', `Bearer ${own.keys.manager.key}`);
    expect(new Set(statuses(await times(8, read)))).toEqual(new Set([200]));
  });
});

describe("a customer's second factor", () => {
  const wrong = { birthYear: '1950', birthMonth: '1', birthDay: '1' };
  async function pages(from: number, to: number) {
    const links = own.customers.slice(from, to).map(({ id: customerId }) => customerId);
    const { clientId, campaignId } = own;
    const expiresAt = Date.parse('2028-01-01T00:00:00Z');
    await api.t.db
      .transaction()
      .execute((trx) => ensureLinks(trx, api.t.vault, { clientId, campaignId, customerIds: links, expiresAt }));
    return links.map((id) => `/m/${api.t.vault.linkToken({ campaignId, customerId: id, kind: 'page', version: 1 })}`);
  }
  const post = (call: ReturnType<typeof scaled>, page: string) => () => call('post', page).type('form').send(wrong);

  it('is limited per customer beyond the lock of the link, and answered as a page', async () => {
    const [page] = await pages(0, 1);
    const call = scaled(0.5); // 10 a day
    expect(new Set(statuses(await times(10, post(call, page!))))).toEqual(new Set([403, 429]));
    const response = await post(call, page!)();
    expectLimited(response, 'factor-account');
    expect(response.type).toBe('text/html');
  });

  it('is limited per address, whichever customers are tried, and right ones do not count', async () => {
    const call = scaled(0.02); // 2 per address, 1 per customer
    const tried = await Promise.all((await pages(1, 4)).map((page) => post(call, page)()));
    expect(statuses(tried).sort()).toEqual([403, 403, 429]);
    const rules = [LIMITS.factor.account, LIMITS.factor.address, LIMITS.signIn.account, LIMITS.signIn.address];
    expect(rules.every((rule) => rule.failures)).toBe(true);
  });
});

it('personal data of one customer after another is limited like searches', async () => {
  const call = scaled(0.05); // 3 a minute
  const read = () =>
    call('post', `/api/customers/${own.customers[0]!.id}/personal`)
      .set('Authorization', `Bearer ${own.keys.operator.key}`)
      .send({ purpose: 'inquiry', reference: 'INQ-42', fields: ['name'] });
  const answers = await times(4, read);
  expect(statuses(answers)).toEqual([200, 200, 200, 429]);
  expectLimited(answers[3]!, 'search-caller');
});

it('counters hold no address, and end', async () => {
  const call = scaled(1, '192.0.2.77');
  await call('get', '/api/campaigns').expect(401);
  const [row] = await api.t.db.selectFrom('rate_counters').selectAll().execute();
  expect(row).toMatchObject({ points: 1 });
  expect(row!.expire).toBeGreaterThan(Date.now());
  expect(row!.key).toMatch(/^[0-9a-f]{32}$/);
  await api.t.db
    .updateTable('rate_counters')
    .set({ points: 30, expire: Date.now() - 1 })
    .execute();
  await call('get', '/api/campaigns').expect(401); // a new window
  expect(await api.t.db.selectFrom('rate_counters').select('points').execute()).toEqual([{ points: 1 }]);
});

it('counters are deleted an hour after their end', async () => {
  const rows = () => api.t.db.selectFrom('rate_counters').select('key').orderBy('key').execute();
  const setTimer = jest.spyOn(globalThis, 'setTimeout');
  await scaled(1)('get', '/api/campaigns').expect(401);
  const removals = setTimer.mock.calls.filter(([, ms]) => ms === 300_000).map(([remove]) => remove);
  setTimer.mockRestore();
  expect(removals).toHaveLength(1); // for all limits of the process
  const hourAgo = Date.now() - 3_600_000;
  await api.t.db
    .insertInto('rate_counters')
    .values([
      { key: 'kept', points: 1, expire: hourAgo + 60_000 },
      { key: 'over', points: 1, expire: hourAgo - 1 },
    ])
    .execute();
  removals[0]!();
  await eventually('what is over to be removed', async (see) => !see(await rows()).some(({ key }) => key === 'over'));
  expect((await rows()).map(({ key }) => key)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 'kept']);
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:aa01::1', '2001:db8:0:aa00::/56'],
  ['2001:db8:0:aaff:1:2:3:4', '2001:db8:0:aa00::/56'],
  ['2001:db8:0:ab00::1', '2001:db8:0:ab00::/56'],
  ['', ''],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

it('requests fail while they cannot be counted', async () => {
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused' });
  const { db, scoped, vault } = api.t;
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1 });
  const app = createApp({ config, db, pool, scoped, vault, log: pino({ level: 'silent' }) });
  await request(app).get('/api/campaigns').expect(503);
  await pool.end();
});

it('X-Forwarded-For of a stranger counts for nothing', async () => {
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused', TRUSTED_PROXIES: '203.0.113.0/24' });
  const { db, pool, scoped, vault } = api.t;
  const app = createApp({ config, db, pool, scoped, vault, log: pino({ level: 'silent' }) });
  let from = 0;
  const call = () => request(app).get('/api/campaigns').set('X-Forwarded-For', `192.0.2.${from++}`);
  expect(statuses(await times(31, call)).at(-1)).toBe(429);
});

describe('two processes', () => {
  let dir: string;
  let servers: { port: number; child: ChildProcessWithoutNullStreams }[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'limits-'));
    await writeFile(join(dir, 'master.key'), `${'07'.repeat(32)}\n`, { mode: 0o600 });
    servers = await Promise.all([start(), start()]);
  });
  afterAll(async () => {
    for (const { child } of servers) child.kill('SIGKILL');
    await rm(dir, { recursive: true });
  });

  async function start() {
    const root = join(__dirname, '..', '..');
    const env = { PATH: process.env.PATH, DATABASE_URL: api.t.url, MASTER_KEY_FILE: join(dir, 'master.key') };
    const child = spawn(process.execPath, ['--import', 'tsx', 'api/server.ts'], {
      cwd: root,
      env: { ...env, EMBEDDED: 'true', API_PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1' },
    });
    for await (const line of createInterface(child.stdout)) {
      const { port } = JSON.parse(line) as { port?: number };
      if (port) return { port, child };
    }
    throw new Error(`the API ended with ${String((await once(child, 'close'))[0])}`);
  }

  it('share one count', async () => {
    const limit = LIMITS.authentication.address.limit;
    const ports = Array.from({ length: limit + 10 }, (_, i) => servers[i % 2]!.port);
    const answers = await Promise.all(ports.map((port) => fetch(`http://127.0.0.1:${port}/api/campaigns`)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(limit);
    expect(refused).toHaveLength(10);
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
  });
});
