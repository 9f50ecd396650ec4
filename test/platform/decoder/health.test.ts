import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import QRCode from 'qrcode';
import { sql } from 'kysely';
import { type BounceListener, startBounceListener } from '../../../activities/delivery/bounce-listener';
import { newPieceCode } from '../../../db/journeys/step-writes';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { costlyMails, finderPatterns, manyKeys, nestedForms, slowSvg } from '../../support/hostile-inputs';
import { startPulse } from '../../support/pulse';

let api: Api;
let own: ApiClient;
let server: Server;
let bounces: BounceListener;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const deps = { db: api.t.db, vault: api.t.vault, log: pino({ level: 'silent' }) };
  bounces = await startBounceListener({ ...deps, config: { BOUNCE_DOMAIN: 'bounce.example' } }, 0);
});
afterAll(async () => {
  await bounces.close();
  server.closeAllConnections();
  server.close();
  await api.t.close();
});

const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

/** Sends a body as a person of this role, and says how it was answered. */
async function send(path: string, role: 'manager' | 'operator', type: string, body: Buffer | string) {
  const headers = {
    authorization: `Bearer ${own.keys[role].key}`,
    'content-type': type,
    'idempotency-key': randomUUID(),
  };
  const answer = await fetch(url(path), { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
  const { code } = (await answer.json()) as { code?: string };
  return `${answer.status} ${code}`;
}

const scan = (bytes: Buffer, type = 'image/png') => send('/api/returns?kind=form', 'operator', type, bytes);

/** The longest that any transaction has been open, in ms. */
async function longestTransaction(): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select max(extract(epoch from clock_timestamp() - xact_start) * 1000)::float8 as ms
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(api.t.db);
  return rows[0]?.ms ?? 0;
}

/** Each is made before the count begins, and then sent. */
it.each<[string, () => (() => Promise<unknown>) | Promise<() => Promise<unknown>>, expected: unknown]>([
  [
    'a campaign file of 90,000 keys',
    () => {
      const text = manyKeys();
      return () => send('/api/campaigns', 'manager', 'application/yaml', text);
    },
    '422 campaign_file_invalid',
  ],
  [
    'twelve SVGs sent as PNG',
    () => () => Promise.all(Array.from({ length: 12 }, () => scan(slowSvg()))),
    Array(12).fill('422 scan_unreadable'),
  ],
  // its memory ends first; on a busy machine its time may
  [
    'a PDF of nested forms',
    () => () => scan(nestedForms(), 'application/pdf'),
    expect.stringMatching(/^422 (?:scan|code)_unreadable$/),
  ],
  [
    'an image of finder patterns',
    async () => {
      const image = await finderPatterns();
      return () => scan(image);
    },
    '422 code_unreadable',
  ],
  [
    'mails of a megabyte',
    () => async () => {
      const transport = createTransport({ host: '127.0.0.1', port: bounces.port, ignoreTLS: true });
      const to = 'b+7K2M9QX4TB1C@bounce.example';
      for (const make of Object.values(costlyMails)) {
        await transport.sendMail({ envelope: { from: '', to }, raw: make() });
      }
      transport.close();
      return bounces.counts.recorded;
    },
    0,
  ],
])(
  'the health check answers in 100 ms during %s: refused, and no transaction is held open',
  async (_, prepare, expected) => {
    const input = await prepare();
    const ages: number[] = [];
    const stop = startPulse(async () => {
      const answer = await fetch(url('/healthz'));
      await answer.arrayBuffer();
      expect(answer.status).toBe(200);
    });
    const watch = setInterval(() => void longestTransaction().then((ms) => ages.push(ms)), 250);
    const came = await input();
    clearInterval(watch);
    const { due, missed } = await stop();
    expect(came).toEqual(expected);
    expect(missed).toBeLessThanOrEqual(2 + due / 2); // its own work for the answer; a process that is held misses them all
    expect(Math.max(0, ...ages)).toBeLessThan(2_000);
  },
  120_000,
);

it('and what is sent next is read', async () => {
  expect(await scan(await QRCode.toBuffer(newPieceCode(), { width: 200 }))).toBe('404 not_found');
});
