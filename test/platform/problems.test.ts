import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey, revokeApiKey } from '../../db/access/api-keys';
import { connectDb } from '../../db/platform/connect';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import { errorText } from '../../domain/texts/errors';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
});
afterAll(() => api.t.close());

const key = () => own.keys.manager.key;
const pausing = () =>
  api
    .send('post', `/api/campaigns/${own.campaignId}/pause`, key())
    .set('Idempotency-Key', 'x')
    .set('Content-Type', 'application/json');

describe('a problem', () => {
  it.each([
    [undefined, 'ja', '見つかりません'],
    ['en', 'en', 'Not found'],
    ['fr, en;q=0.5', 'en', 'Not found'],
    ['en;q=0.3, ja', 'ja', '見つかりません'],
    ['de', 'ja', '見つかりません'],
  ])('asked for in %s is answered in %s', async (accepted, language, title) => {
    const sent = api.send('get', '/api/campaigns/999999', key());
    const response = await (accepted ? sent.set('Accept-Language', accepted) : sent).expect(404);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.headers['content-language']).toBe(language);
    expect(response.body).toEqual({
      type: 'urn:tsunagi:problem:not_found',
      title,
      status: 404,
      code: 'not_found',
      detail: expect.any(String),
      instance: `urn:uuid:${response.body.errorId}`,
      errorId: response.headers['x-request-id'],
      params: {},
      issues: [],
    });
  });

  it.each([
    ['ja', '数値が期待されました'],
    ['en', 'expected'],
  ])('lists wrong fields in %s', async (language, word) => {
    const { body } = await api
      .send('get', '/api/campaigns?limit=x&status=y', key())
      .set('Accept-Language', language)
      .expect(400);
    expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual(['query.limit', 'query.status']);
    expect(JSON.stringify(body.issues)).toContain(word);
  });

  it.each(Object.keys(ERRORS) as ErrorCode[])('%s has a text in both languages', (code) => {
    for (const language of ['ja', 'en'] as const) {
      const text = errorText(code, language);
      expect(text.title.length * text.advice.length).toBeGreaterThan(0);
      expect(/[\u3040-\u30ff\u4e00-\u9fff]/.test(text.title)).toBe(language === 'ja');
    }
  });
});

it.each([
  ['an unknown path', () => api.send('get', '/api/nothing', key()), 404, 'not_found'],
  ['an unknown method', () => api.send('put', '/api/campaigns', key()), 405, 'method_not_allowed'],
  ['an id that is none', () => api.send('get', '/api/campaigns/abc', key()), 400, 'invalid_request'],
  ['a broken path', () => api.send('get', '/api/campaigns/%E0%A4%A', key()), 400, 'invalid_request'],
  ['a cursor of another caller', () => api.send('get', '/api/campaigns?cursor=abc', key()), 400, 'invalid_request'],
  ['broken JSON', () => pausing().send('{"reason":'), 400, 'malformed_json'],
  ['a missing field', () => pausing().send('{}'), 400, 'invalid_request'],
  ['an empty body', () => pausing(), 400, 'invalid_request'],
  [
    'a form',
    () => pausing().set('Content-Type', 'application/x-www-form-urlencoded').send('a=b'),
    415,
    'unsupported_media_type',
  ],
  ['a large body', () => pausing().send(JSON.stringify({ reason: 'x'.repeat(200_000) })), 413, 'payload_too_large'],
])('%s is refused by its own name', async (_what, send, status, code) => {
  const response = await send();
  expect([response.status, response.body.code]).toEqual([status, code]);
});

it('405 says which methods there are', async () => {
  const { headers } = await api.send('put', '/api/campaigns').expect(405);
  expect(headers['allow']).toBe('POST, GET, HEAD');
});

it('sends security headers and keeps answers out of caches', async () => {
  const { headers } = await api.send('get', '/api/campaigns', key()).expect(200);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['x-powered-by']).toBeUndefined();
});

it('logs the pattern of a route, never the address', async () => {
  api.logged.length = 0;
  await api.send('get', '/api/campaigns/123456?cursor=secret', key());
  await api.send('get', '/elsewhere/secret-token', key());
  await api.send('get', '/m/secret-token');
  const lines = api.logged.map((line) => JSON.parse(line));
  expect(lines.map((line) => [line.method, line.route])).toEqual([
    ['GET', '/api/campaigns/{id}'],
    ['GET', '(none)'],
    ['GET', '/m/:token'],
  ]);
  expect(api.logged.join()).not.toMatch(/secret|123456/);
  expect(lines[0]).toMatchObject({ status: 404, requestId: expect.any(String), ms: expect.any(Number) });
});

describe('an API key', () => {
  const reading = (text: string) => api.send('get', '/api/campaigns', text);
  const make = (expiresAt?: number) =>
    createApiKey(api.t.db, { personId: own.keys.auditor.personId, clientId: own.clientId, role: 'auditor', expiresAt });

  it('works until it expires or is revoked', async () => {
    const made = await make(Date.now() + 3_600_000);
    await reading(made.key).expect(200);
    await revokeApiKey(api.t.db, made.id);
    const refused = await reading(made.key).expect(401);
    expect(refused.body.code).toBe('unauthenticated');
    expect(refused.headers['www-authenticate']).toBe('Bearer');
    await reading((await make(Date.now() - 1000)).key).expect(401);
  });

  it('is kept as a hash, and its use noted at most once a minute', async () => {
    const made = await make();
    const row = () => api.t.db.selectFrom('api_keys').selectAll().where('id', '=', made.id).executeTakeFirstOrThrow();
    expect((await row()).last_used_at).toBeNull();
    await reading(made.key).expect(200);
    const used = await row();
    expect(used.last_used_at).not.toBeNull();
    expect(used.key_hash.toString('latin1')).not.toContain(made.key);
    await reading(made.key).expect(200);
    expect((await row()).last_used_at).toBe(used.last_used_at);
  });

  it('guessed too often from one address is refused for a while; good keys still work', async () => {
    const guess = () => reading(`tk_${'x'.repeat(43)}`);
    for (let n = 0; n < 30; n++) await guess();
    const { body, headers } = await guess().expect(429);
    expect(body.code).toBe('rate_limited');
    expect(headers['retry-after']).toBeDefined();
    await reading(key()).expect(200);
  });
});

it('logs who called and why it was refused, by ids and codes', async () => {
  const own = await api.client();
  await api.t.db.deleteFrom('rate_counters').execute(); // the tests before have tried unknown keys too
  api.logged.length = 0;
  await api.send('get', '/api/campaigns/123456', own.keys.manager.key);
  await api.send('get', '/metrics', own.keys.manager.key);
  await api.send('get', '/api/campaigns', 'tk_unknown');
  const lines = api.logged.map((line) => JSON.parse(line) as object);
  const { id } = await api.t.db
    .selectFrom('api_keys')
    .select('id')
    .where('person_id', '=', own.keys.manager.personId)
    .executeTakeFirstOrThrow();
  const caller = `key:${id}`;
  expect(lines).toMatchObject([
    { status: 404, caller, code: 'not_found' },
    { status: 403, caller, code: 'forbidden' },
    { status: 401, code: 'unauthenticated' },
  ]);
  expect(lines[2]).not.toHaveProperty('caller');
  expect(api.logged.join()).not.toContain(own.keys.manager.key);
});

it('says so when the database is away, and tells the log, not the caller, why', async () => {
  const away = connectDb({ url: 'postgres://unknown:secret@127.0.0.1:1/none' });
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused' });
  const app = createApp({ config, ...away, vault: api.t.vault, log });
  const { body } = await request(app).get('/api/campaigns').set('Authorization', `Bearer ${key()}`).expect(503);
  expect(body.code).toBe('database_unavailable');
  expect(logged.join()).toContain(body.errorId);
  expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  await request(app).get('/healthz').expect(200);
  expect((await request(app).get('/readyz').expect(503)).body).toMatchObject({ database: 'down', temporal: 'down' });
  await away.db.destroy();
});
