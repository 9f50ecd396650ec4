import { once } from 'node:events';
import { type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type request from 'supertest';
import { httpServer, SERVER_LIMITS } from '../../api/http/listen';
import { STYLES_PATH } from '../../api/customer-pages/layout';
import { contract } from '../../api/contract';
import { type RouteContract } from '../../api/http/route';
import { administratorHeaders } from '../access/sign-in-fixture';
import { accessRule, RIGHTS } from '../../domain/access/access';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let administrator: Record<string, string>;
beforeAll(async () => {
  api = await openApi();
  own = await api.client({ customers: [{}], rights: RIGHTS });
  administrator = await administratorHeaders(api);
});
afterAll(() => api.t.close());

const COMMON = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-robots-tag': 'noindex',
  'x-xss-protection': '0',
};
const API_POLICY = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';style-src 'self';img-src 'self'";
const OF_ANSWER = ['content-type', 'content-length', 'content-language', 'date', 'connection', 'keep-alive', 'vary'];
const OTHERS = [...OF_ANSWER, 'x-request-id', 'transfer-encoding', 'permissions-policy', 'www-authenticate'];

describe('the whole set of headers', () => {
  it.each<[string, string, boolean, object]>([
    ['a list', '/api/campaigns', true, { 'content-security-policy': API_POLICY, 'cache-control': 'no-store' }],
    [
      'the contract',
      '/api/openapi.json',
      false,
      { 'content-security-policy': API_POLICY, 'cache-control': 'no-store' },
    ],
    ['a probe', '/healthz', false, { 'content-security-policy': API_POLICY, 'cache-control': 'no-store' }],
    ['an unknown address', '/nowhere', false, { 'content-security-policy': API_POLICY, 'cache-control': 'no-store' }],
    [
      "a customer's page",
      '/m/AAAAAAAAAAAAAAAAAAAAAA',
      false,
      { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' },
    ],
    [
      'a page to stop mail',
      '/s/AAAAAAAAAAAAAAAAAAAAAA',
      false,
      { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' },
    ],
    [
      'an unreadable address',
      '/m/%E0%A4%A',
      false,
      { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' },
    ],
    [
      'the style sheet',
      STYLES_PATH,
      false,
      { 'content-security-policy': API_POLICY, 'cache-control': 'public, max-age=31536000, immutable' },
    ],
  ])('of %s', async (_, path, signedIn, more) => {
    const { headers } = await api.send('get', path, signedIn ? own.keys.manager.key : undefined);
    const set = Object.fromEntries(Object.entries(headers).filter(([name]) => !OTHERS.includes(name)));
    expect(set).toEqual({ ...COMMON, ...more });
    expect(headers['permissions-policy']).toMatch(
      /^(?=.*camera=\(\))(?=.*geolocation=\(\))(?=.*payment=\(\))[a-z-]+=\(\)/,
    );
    expect(JSON.stringify(headers)).not.toMatch(/unsafe|express/i);
  });

  it('no page holds a script or a style of its own', async () => {
    const { text } = await api.send('get', '/m/AAAAAAAAAAAAAAAAAAAAAA').expect(404);
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
  });
});

describe('figures', () => {
  it('are for the administrator only', async () => {
    await api.send('get', '/metrics').expect(401);
    await api.send('get', '/metrics', own.keys.manager.key).expect(403);
    await api.send('get', '/metrics', own.keys.administrator.key).expect(200);
  });
});

/** Those for an open session go through the same reader; their own tests open one. */
const routes = Object.entries<RouteContract>(contract).filter(([, { body, signIn }]) => body && !signIn);
const filled = ({ path, query }: RouteContract) =>
  path.replace(/\{\w+\}/g, '1') + (query?.shape.campaign ? `?campaign=${own.campaignId}` : '');
const typeOf = ({ body }: RouteContract) => (body!.kind === 'json' ? 'application/json' : body!.types[0]!);
/** Keys of every role; a public route is called without a key. */
const keyFor = (route: RouteContract) =>
  Object.values(own.keys).map(({ key }) => (route.action === 'public' ? undefined : key));

/** Where no key is let in, an administrator signed in. */
const begin = (route: RouteContract, key: string | undefined) =>
  accessRule(route.action)?.freshCode
    ? api.send(route.method, filled(route)).set(administrator)
    : api.send(route.method, filled(route), key);

/** The answer of the role that is let in. */
async function answerOf(route: RouteContract, send: (key: string | undefined) => request.Test) {
  for (const key of keyFor(route)) {
    const response = await send(key);
    if (![401, 403].includes(response.status)) return response;
  }
  throw new Error('no role may call it');
}

describe('every route with a body', () => {
  it.each(routes)('%s refuses one that is packed', async (_, route) => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, 0x20));
    const { status, body } = await answerOf(route, (key) =>
      begin(route, key)
        .set({ 'Content-Type': typeOf(route), 'Content-Encoding': 'gzip', 'Idempotency-Key': 'x', 'If-Match': '"1"' })
        .serialize((body) => body as never)
        .send(bomb),
    );
    expect([status, (body as { code: string }).code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each(routes.filter(([, { body }]) => body!.kind !== 'stream'))('%s has an end', async (_, route) => {
    const limit = route.body!.kind === 'json' ? 100 * 1024 : (route.body as { limit: number }).limit;
    expect(limit).toBeLessThanOrEqual(20 * 1024 * 1024);
    const { status, body } = await answerOf(route, (key) =>
      begin(route, key)
        .set({ 'Content-Type': typeOf(route), 'Idempotency-Key': 'x', 'If-Match': '"1"' })
        .send(' '.repeat(limit + 1)),
    );
    expect([status, (body as { code: string }).code]).toEqual([413, 'payload_too_large']);
  });
});

describe('JSON', () => {
  const pause = (body: string | Buffer, type = 'application/json') =>
    api
      .send('post', `/api/campaigns/${own.campaignId}/pause`, own.keys.manager.key)
      .set({ 'Content-Type': type, 'Idempotency-Key': String(Math.random()) })
      .serialize((raw) => raw as never)
      .send(body);
  it.each<[string, string | Buffer, string | undefined, number, string]>([
    ['nested deeply', `{"reason":${'['.repeat(40)}${']'.repeat(40)}}`, undefined, 400, 'malformed_json'],
    ['nested beyond any stack', '['.repeat(100_000), undefined, 400, 'malformed_json'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), undefined, 400, 'malformed_json'],
    ['in another encoding', '{"reason":"x"}', 'application/json; charset=utf-16le', 415, 'unsupported_media_type'],
    ['with a NUL', '{"reason":"a\\u0000b"}', undefined, 400, 'invalid_request'],
    ['with half a character', '{"reason":"a\\ud800b"}', undefined, 400, 'invalid_request'],
    ['a number', '1', undefined, 400, 'invalid_request'],
    ['a prototype', '{"__proto__":{"reason":"x"}}', undefined, 400, 'invalid_request'],
  ])('%s is refused', async (_, body, type, status, code) => {
    const response = await pause(body, type);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  it('brackets in a text are text', async () => {
    const response = await pause(JSON.stringify({ reason: `"\\${'['.repeat(60)}` }));
    expect(response.body.code).toBe('campaign_wrong_state'); // a draft: it was read
  });
});

describe('connections', () => {
  let server: Server;
  let reached = 0;
  beforeAll(async () => {
    const limits = {
      ...SERVER_LIMITS,
      headersTimeout: 200,
      requestTimeout: 400,
      checkInterval: 50,
      maxHeaderSize: 2048,
    };
    server = httpServer((req, res) => {
      reached += 1;
      req.resume().on('end', () => res.end(String(Object.keys(req.headers).length)));
    }, limits).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  /** First line of what the server sends until it closes the connection by itself. */
  async function statusLine(text: string): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(text);
    let answer = '';
    for await (const part of socket) answer += String(part);
    return answer.split('\r\n')[0]!;
  }

  it('that never end their headers are cut', async () => {
    expect(await statusLine('GET / HTTP/1.1\r\nHost: x\r\nX-A: ')).toBe('HTTP/1.1 408 Request Timeout');
    expect(reached).toBe(0);
  });
  it('that never end their body are cut', async () => {
    expect(await statusLine('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')).toBe(
      'HTTP/1.1 408 Request Timeout',
    );
  });
  it('with too large headers, or none for the host, are refused', async () => {
    const large = `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(3000)}\r\n\r\n`;
    expect(await statusLine(large)).toBe('HTTP/1.1 431 Request Header Fields Too Large');
    expect(await statusLine('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
  });
  it('with too many headers are read so far', async () => {
    const many = Array.from({ length: 200 }, (_, i) => `a${i}: b\r\n`).join('');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.end(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${many}\r\n`);
    let answer = '';
    for await (const part of socket) answer += String(part);
    expect(Number(answer.split('\r\n\r\n')[1]!.match(/\d+/g)!.at(-1))).toBeLessThanOrEqual(SERVER_LIMITS.maxHeaders);
  });
  it('of the server itself have such limits', () => {
    expect(SERVER_LIMITS).toMatchObject({ headersTimeout: 10_000, requestTimeout: 900_000, maxHeaderSize: 16_384 });
  });
});
