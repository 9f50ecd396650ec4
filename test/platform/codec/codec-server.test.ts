import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../../api/app';
import { KeyRing } from '../../../temporal/codec/key-ring';
import { AesPayloadCodec } from '../../../temporal/codec/payload-codec';
import { loadConfig } from '../../../config/settings';
import { type Api, type ApiClient, openApi, ROLES } from '../../support/api';
import { makeUser, ORIGIN, signIn } from '../../access/sign-in-fixture';

const UI = 'https://temporal.closing.example';
const dir = mkdtempSync(join(tmpdir(), 'tsunagi-codec-'));
const ring = join(dir, 'codec');
writeFileSync(ring, `k1 ${'11'.repeat(32)}\n`, { mode: 0o600 });
const codec = new AesPayloadCodec(new KeyRing(ring));
let api: Api;
let own: ApiClient;
let app: Express;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused', CODEC_UI_ORIGIN: UI });
  const log = pino({ level: 'silent' });
  app = createApp({ config, db: api.t.db, pool: api.t.pool, scoped: api.t.scoped, vault: api.t.vault, codec, log });
  api.app = app;
});
afterAll(async () => {
  await api.t.close();
  rmSync(dir, { recursive: true });
});

const PLAIN = { metadata: { encoding: base64('json/plain') }, data: base64('{"journeyId":7}') };
function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
async function encrypted() {
  const metadata = { encoding: Buffer.from('json/plain') };
  const [payload] = await codec.encode([{ metadata, data: Buffer.from('{"journeyId":7}') }]);
  const text = (value: Uint8Array) => Buffer.from(value).toString('base64');
  const { encoding, key } = payload!.metadata!;
  return { metadata: { encoding: text(encoding!), key: text(key!) }, data: text(payload!.data!) };
}
const ask = (path: string, key: string | undefined, body: object) => {
  const sent = request(app).post(path);
  return (key ? sent.set('Authorization', `Bearer ${key}`) : sent).send(body);
};
const entries = async () => {
  const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
};

test('an auditor has payloads opened, plain ones as they are; the ledger counts them', async () => {
  const before = (await entries()).length;
  const { body } = await ask('/codec/decode', own.keys.auditor.key, { payloads: [await encrypted(), PLAIN] }).expect(
    200,
  );
  expect(body).toEqual({ payloads: [PLAIN, PLAIN] });
  const added = (await entries()).slice(before);
  expect(added).toEqual([
    expect.objectContaining({ kind: 'payloads_decoded', by: `person:${own.keys.auditor.personId}`, payloads: 1 }),
  ]);
  expect(JSON.stringify(added)).not.toContain('journeyId');
});

test('an administrator has payloads encrypted with the newest key', async () => {
  const { body } = await ask('/codec/encode', own.keys.administrator.key, { payloads: [PLAIN] }).expect(200);
  const [payload] = (body as { payloads: { metadata: object }[] }).payloads;
  expect(payload!.metadata).toEqual({ encoding: base64('aes-gcm'), key: base64('k1') });
  const again = await ask('/codec/decode', own.keys.administrator.key, body as object).expect(200);
  expect(again.body).toEqual({ payloads: [PLAIN] });
});

test.each(ROLES.filter((role) => role !== 'auditor' && role !== 'administrator'))('%s may do neither', async (role) => {
  const { key } = own.keys[role];
  await ask('/codec/decode', key, { payloads: [await encrypted()] }).expect(403);
  await ask('/codec/encode', key, { payloads: [PLAIN] }).expect(403);
});

test('without signing in neither is allowed, and an auditor may not encrypt', async () => {
  await ask('/codec/decode', undefined, { payloads: [await encrypted()] }).expect(401);
  await ask('/codec/decode', `tk_${'A'.repeat(43)}`, { payloads: [await encrypted()] }).expect(401);
  await ask('/codec/encode', own.keys.auditor.key, { payloads: [PLAIN] }).expect(403);
});

test('a payload of a key that is not there is named by it', async () => {
  const strange = { ...(await encrypted()), metadata: { encoding: base64('aes-gcm'), key: base64('k9') } };
  const { body } = await ask('/codec/decode', own.keys.auditor.key, { payloads: [strange] }).expect(422);
  expect(body).toMatchObject({ code: 'payload_unreadable' });
  expect(JSON.stringify(body)).toContain('k9');
});

test.each<[string, object, number]>([
  ['too many payloads', { payloads: Array.from({ length: 201 }, () => PLAIN) }, 400],
  ['no base64', { payloads: [{ metadata: { encoding: '!' } }] }, 400],
  ['something else', { payload: 1 }, 400],
  ['too much', { payloads: [{ data: 'A'.repeat(200_000) }] }, 413],
])('%s is refused', async (_, body, status) => {
  await ask('/codec/decode', own.keys.auditor.key, body).expect(status);
});

describe("Temporal's UI", () => {
  const preflight = (origin: string) =>
    request(app)
      .options('/codec/decode')
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'content-type,x-namespace');

  test('may ask from the configured origin', async () => {
    const { headers } = await preflight(UI).expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': UI,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': expect.stringContaining('X-Namespace') as string,
    });
  });

  test.each(['https://evil.example', 'https://temporal.closing.example.evil.example', 'null'])(
    'may not from %s, not even with a key',
    async (origin) => {
      const { headers } = await preflight(origin).expect(403);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      const sent = ask('/codec/decode', own.keys.auditor.key, { payloads: [PLAIN] }).set('Origin', origin);
      expect((await sent.expect(403)).headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  test('opens payloads by the session of an auditor who has signed in; no other site can, nor anything else', async () => {
    const user = await makeUser(api, [{ clientId: own.clientId, role: 'auditor' }]);
    const browser = await signIn(api, user);
    const body = { payloads: [await encrypted()] };
    const opened = await browser.post('/codec/decode', body, { Origin: UI, 'X-CSRF-Token': '' });
    expect(opened.status).toBe(200);
    expect(opened.headers['access-control-allow-origin']).toBe(UI);
    expect(opened.body).toEqual({ payloads: [PLAIN] });
    const elsewhere = await browser.post('/codec/decode', body, { Origin: 'https://evil.example' });
    expect(elsewhere.status).toBe(403);
    const unmarked = await browser.post('/codec/decode', body, { Origin: ORIGIN, 'X-CSRF-Token': '' });
    expect(unmarked.status).toBe(403);
    const other = await browser.post('/api/session/sign-out', {}, { Origin: UI, 'X-CSRF-Token': '' });
    expect(other.status).toBe(403);
  });
});
