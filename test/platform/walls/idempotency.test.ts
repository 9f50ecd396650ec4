import { randomUUID } from 'node:crypto';
import { createApiKey } from '../../../db/access/api-keys';
import { claimIdempotencyKey } from '../../../db/platform/idempotency';
import { type Api, type ApiClient, approveAll, EXAMPLE, ledgerKinds, openApi } from '../../support/api';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await api.client();
});

const create = (idempotencyKey: string, text = EXAMPLE, key = own.keys.manager.key) =>
  api
    .send('post', '/api/campaigns', key)
    .set('Content-Type', 'application/yaml')
    .set('Idempotency-Key', idempotencyKey)
    .send(text);
const campaigns = async () =>
  (await api.t.db.selectFrom('campaigns').select('id').where('client_id', '=', own.clientId).execute()).length;
const keyIdOf = async (personId: number) =>
  (await api.t.db.selectFrom('api_keys').select('id').where('person_id', '=', personId).executeTakeFirstOrThrow()).id;

it('answers the same request with the stored response and acts once', async () => {
  const key = randomUUID();
  const first = await create(key).expect(201);
  const again = await create(key).expect(201);
  expect(again.body).toEqual(first.body);
  expect(again.headers['etag']).toBe(first.headers['etag']);
  expect(await campaigns()).toBe(2);
});

it('refuses other contents under the same key, on this route and on others', async () => {
  const key = randomUUID();
  await create(key).expect(201);
  expect((await create(key, EXAMPLE + '\n# changed\n').expect(422)).body.code).toBe('idempotency_key_reused');
  const path = `/api/campaigns/${own.campaignId}/submit`;
  const other = await api.send('post', path, own.keys.manager.key).set('Idempotency-Key', key).expect(422);
  expect(other.body.code).toBe('idempotency_key_reused');
});

it('takes the order of JSON fields for nothing', async () => {
  const contentHash = (await api.act(`/api/campaigns/${own.campaignId}/submit`, own.keys.manager.key).expect(200)).body
    .contentHash;
  const approve = (text: string) =>
    api
      .send('post', `/api/campaigns/${own.campaignId}/approve`, own.keys.approver.key)
      .set('Idempotency-Key', 'same')
      .set('Content-Type', 'application/json')
      .send(text);
  await approve(`{"contentHash":"${contentHash}","comment":"ok"}`).expect(200);
  await approve(`{ "comment": "ok", "contentHash": "${contentHash}" }`).expect(200);
});

it('is of one API key: another one may use the same value, and hears of its own act', async () => {
  const key = randomUUID();
  const other = await api.client();
  const second = (
    await createApiKey(api.t.db, { clientId: own.clientId, personId: own.keys.approver.personId, role: 'manager' })
  ).key;
  const first = await create(key).expect(201);
  const ids = [
    first,
    await create(key, EXAMPLE, second).expect(201),
    await create(key, EXAMPLE, other.keys.manager.key),
  ];
  expect(new Set(ids.map(({ body }) => body.id)).size).toBe(3);
  const rows = await api.t.db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', ids[2]!.body.id)
    .executeTakeFirstOrThrow();
  expect([rows.client_id, await campaigns()]).toEqual([other.clientId, 3]);
});

it.each(['post /api/campaigns', 'post /api/campaigns/1/start', 'post /api/campaigns/1/stop'])(
  '%s is refused without a key',
  async (route) => {
    const path = route.slice('post '.length);
    const sent = api.send('post', path, own.keys.manager.key);
    const contents = path.endsWith('stop') ? { reason: 'x' } : {};
    const { body } = await sent.set('Content-Type', 'application/json').send(contents).expect(400);
    expect(body.code).toBe('idempotency_key_missing');
  },
);

it('answers 409 while the first request is under way, and acts when that one has died', async () => {
  const key = randomUUID();
  const caller = `key:${await keyIdOf(own.keys.manager.personId)}`;
  const claim = { caller, key, requestHash: Buffer.alloc(32) };
  const underWay = await api.t.db.startTransaction().execute();
  await claimIdempotencyKey(underWay, claim);
  expect((await create(key).expect(409)).body.code).toBe('idempotency_in_progress');
  await underWay.rollback().execute();
  await create(key).expect(201);
});

it('acts once however many send it at the same time', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => create(key)));
  const statuses = new Set(answers.map((answer) => answer.status));
  expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect(await campaigns()).toBe(2);
});

it('stores nothing of what failed: the same key works once the cause is gone', async () => {
  const key = randomUUID();
  const start = () =>
    api.send('post', `/api/campaigns/${own.campaignId}/start`, own.keys.manager.key).set('Idempotency-Key', key);
  await start().expect(409);
  await approveAll(api, own);
  await start().expect(200);
  await start().expect(200);
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind === 'started')).toHaveLength(1);
});

it('a stop whose answer was lost half-way is not stopped twice', async () => {
  await approveAll(api, own);
  await api.act(`/api/campaigns/${own.campaignId}/start`, own.keys.manager.key).expect(200);
  const stop = () =>
    api
      .send('post', `/api/campaigns/${own.campaignId}/stop`, own.keys.manager.key)
      .set('Idempotency-Key', 'stop')
      .send({ reason: '指示' });
  const first = await stop().expect(200);
  await api.t.db
    .updateTable('idempotency_keys')
    .set({ status: null, response: null })
    .where('key', '=', 'stop')
    .execute();
  const second = await stop().expect(200);
  expect(second.body).toEqual(first.body);
  expect((await ledgerKinds(api.t, own.campaignId)).filter((kind) => kind === 'stopped')).toHaveLength(1);
});
