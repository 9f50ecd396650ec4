import request from 'supertest';
import { openApi, type Api } from '../../support/api';

const HOST = 'desk.example.jp';
const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob: data:;connect-src 'self';base-uri 'none';" +
  "form-action 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types 'none'";

let api: Api;
beforeAll(async () => {
  api = await openApi({ CONSOLE_URL: `https://${HOST}`, PUBLIC_URL: 'https://closing.example.jp' });
});
afterAll(() => api.t.close());

const get = (path: string, host = HOST, accept = 'text/html') =>
  request(api.app).get(path).set('Host', host).set('Accept', accept);

test('every address of the console gets its start page, with a policy that allows nothing inline or from elsewhere', async () => {
  for (const path of ['/', '/campaigns/12/people?state=notified']) {
    const { status, headers, text } = await get(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(headers['content-security-policy']).toBe(POLICY);
    expect(text).toContain('<div id="console">');
    expect(text.match(/<script[^>]*>[^<]|<style|\son\w+=/g)).toBeNull();
  }
});

test.each([
  ['ja', 'fr', undefined],
  ['ja', 'ja-JP,en;q=0.5', undefined],
  ['en', 'en-GB,ja;q=0.5', undefined],
  ['ja', 'en-GB', 'ja'],
  ['en', 'ja-JP', 'en'],
])(
  'its scripts are those in %s for a browser that asks for %s and a reader who chose %s',
  async (lang, asked, chosen) => {
    const start = get('/').set('Accept-Language', asked);
    if (chosen) start.set('Cookie', `other=1; tsunagi_language=${chosen}`);
    expect((await start).text).toContain(`src="/assets/${lang}/`);
  },
);

test('scripts come compressed and may be kept, since a change gives them another name', async () => {
  const script = /src="(\/assets\/[^"]+\.js)"/.exec((await get('/')).text)![1]!;
  const { status, headers } = await get(script, HOST, '*/*').set('Accept-Encoding', 'gzip, br');
  expect([status, headers['content-type'], headers['content-encoding'], headers['cache-control']]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'br',
    'public, max-age=31536000, immutable',
  ]);
});

test.each([
  ['on the customers’ host', '/campaigns', 'closing.example.jp', 'text/html'],
  ['for a file that is not part of it', '/assets/none.js', HOST, '*/*'],
  ['for a program', '/campaigns', HOST, 'application/json'],
  ['for an unknown path of the API', '/api/none', HOST, 'text/html'],
])('there is no console %s', async (_, path, host, accept) => {
  const { status, body } = await get(path, host, accept);
  expect([status, (body as { code: string }).code]).toEqual([404, 'not_found']);
});
