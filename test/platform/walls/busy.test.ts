import { ON_PURPOSE } from '../../support/database/lock-order';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../../api/app';
import { loadConfig } from '../../../config/settings';
import { connectDb } from '../../../db/platform/connect';
import { transact } from '../../../db/platform/transact';
import { type Db } from '../../../db/platform/types';
import { type Api, type ApiClient, ledgerKinds, openApi } from '../../support/api';
import { eventually } from '../../support/eventually';
import { testBase } from '../../support/test-db';

let api: Api;
let own: ApiClient;
let other: pg.Client;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client({ status: 'running', customers: [{}] });
  // a superuser may wait as long as it likes: of two who block each other, the API always notices first
  const { superUrl } = testBase();
  other = new pg.Client({ connectionString: superUrl.replace(/\/[^/]*$/, new URL(api.t.url).pathname) });
  await other.connect();
  await other.query(`set deadlock_timeout = '1min'`);
  await other.query('begin');
});
afterEach(() => other.end());

const lockCampaign = () =>
  other.query(`select from campaigns where id = $1 for no key update ${ON_PURPOSE}`, [own.campaignId]);
const lockLedger = () =>
  other.query('select from ledger_heads where chain = $1 for no key update', [`campaign:${own.campaignId}`]);
const waitingForOther = async () => {
  const { rows } = await other.query<{ waits: boolean }>(
    'select exists (select from pg_locks l where not l.granted and pg_backend_pid() = any (pg_blocking_pids(l.pid))) as waits',
  );
  return rows[0]!.waits;
};
const pause = (key = randomUUID()) =>
  api.send('post', `/api/campaigns/${own.campaignId}/pause`, own.keys.manager.key).set('Idempotency-Key', key);

test('a call that the database undoes because of a deadlock is made again, and acts once', async () => {
  await api.act(`/api/campaigns/${own.campaignId}/pause`, own.keys.manager.key, { reason: '確認' }).expect(200);
  await api.act(`/api/campaigns/${own.campaignId}/resume`, own.keys.manager.key, { reason: '確認' }).expect(200);
  await lockLedger();
  const called = pause().send({ reason: '文面の確認' });
  const answered = called.then((answer) => answer);
  await eventually('the call to wait for the other', waitingForOther);
  await lockCampaign(); // given only once the call, which holds it, has been undone
  await other.query('commit');
  expect(await answered).toMatchObject({ status: 200, body: { status: 'paused' } });
  expect(await ledgerKinds(api.t, own.campaignId)).toEqual(['paused', 'resumed', 'paused']);
});

test('a call that is not given a lock in time is answered 503, and the same key acts later', async () => {
  const impatient = connectDb({ url: api.t.url, lockMs: 50 });
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused' });
  const app = createApp({ config, ...impatient, vault: api.t.vault, log: pino({ level: 'silent' }) });
  const key = randomUUID();
  const send = () =>
    request(app)
      .post(`/api/campaigns/${own.campaignId}/pause`)
      .set({ Authorization: `Bearer ${own.keys.manager.key}`, 'Idempotency-Key': key })
      .send({ reason: '文面の確認' });
  await lockCampaign();
  const busy = await send();
  expect(busy).toMatchObject({ status: 503, body: { code: 'database_busy' }, headers: { 'retry-after': '5' } });
  expect(busy.body.hint).toContain('Idempotency-Key');
  await other.query('commit');
  expect(await send()).toMatchObject({ status: 200, body: { status: 'paused' } });
  await impatient.db.destroy();
});

const failing = (...codes: (string | undefined)[]) => {
  let tried = 0;
  const execute = async () => {
    const code = codes[tried++];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    return tried;
  };
  return { transaction: () => ({ execute }) } as unknown as Db;
};

test.each<[string, (string | undefined)[], unknown]>([
  ['a deadlock, then none', ['40P01', undefined], 2],
  ['a serialisation failure and a deadlock, then none', ['40001', '40P01', undefined], 3],
  ['deadlocks without end', ['40P01', '40P01', '40P01', undefined], { code: '40P01' }],
  ['a lock not given in time', ['55P03', undefined], { code: '55P03' }],
  ['a bad value', ['22003', undefined], { code: '22003' }],
])('%s', async (_what, codes, outcome) => {
  const done = await transact(failing(...codes), async () => 0).catch((error: unknown) => error);
  if (typeof outcome === 'number') expect(done).toBe(outcome);
  else expect(done).toMatchObject(outcome as object);
});
