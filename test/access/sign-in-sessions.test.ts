import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { type Api, type ApiClient, openApi } from '../support/api';
import { accessLedger, Browser, freshCode, makeUser, PASSWORD, signIn, type User } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
let other: ApiClient;
let user: User;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  other = await api.client();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await api.t.db.deleteFrom('rate_counters').execute();
  user = await makeUser(api, [{ clientId: own.clientId, role: 'manager' }]);
});

const shift = (set: { last_seen_at?: Date; expires_at?: Date }) =>
  api.t.db
    .updateTable('sessions')
    .set(set as { expires_at: Date })
    .where('person_id', '=', user.personId)
    .execute();
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const statusOf = async (browser: Browser) => (await browser.get('/api/campaigns')).status;

describe('cookie', () => {
  const cookieOf = async (PUBLIC_URL: string) => {
    const config = loadConfig({ DATABASE_URL: api.t.url, MASTER_KEY_FILE: '/unused', PUBLIC_URL });
    const log = pino({ level: 'silent' });
    const app = createApp({ config, db: api.t.db, pool: api.t.pool, scoped: api.t.scoped, vault: api.t.vault, log });
    const response = await request(app).post('/api/session').send({ login: user.login, password: PASSWORD });
    return (response.headers['set-cookie'] as unknown as string[])[0]!;
  };

  it.each([
    ['https://tsunagi.example', /^__Host-tsunagi_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/],
    ['http://127.0.0.1:8080', /^tsunagi_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/],
  ])('of %s is read by no script, and by no other site', async (url, form) => {
    expect(await cookieOf(url)).toMatch(form);
  });

  it('holds a token of which the database keeps only the hash', async () => {
    const browser = await signIn(api, user);
    const token = browser.cookies.get('tsunagi_session')!;
    const { rows } = await api.t.pool.query('select s::text as row from sessions s');
    expect(rows.length).toBeGreaterThan(0);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});

describe('limits', () => {
  it('ends a session that was not used for half an hour', async () => {
    const browser = await signIn(api, user);
    await shift({ last_seen_at: ago(29) });
    expect(await statusOf(browser)).toBe(200);
    await shift({ last_seen_at: ago(31) });
    expect(await statusOf(browser)).toBe(401);
  });

  it('ends with the account, however that was closed', async () => {
    const browser = await signIn(api, user);
    const closed = { disabled_at: new Date() };
    await api.t.db.updateTable('accounts').set(closed).where('person_id', '=', user.personId).execute();
    expect(await statusOf(browser)).toBe(401);
  });

  it('moves the idle limit with use, and never beyond the absolute one', async () => {
    const browser = await signIn(api, user);
    await shift({ last_seen_at: ago(20), expires_at: new Date(Date.now() + 5 * 60_000) });
    const { body } = await browser.get('/api/session');
    expect(body.idleUntil).toBe(body.expiresAt);
    await shift({ last_seen_at: ago(20), expires_at: new Date(Date.now() - 1) });
    expect(await statusOf(browser)).toBe(401);
  });

  it('is not kept alive by requests that a page repeats by itself', async () => {
    const browser = await signIn(api, user);
    const seen = ago(20);
    await shift({ last_seen_at: seen });
    for (const path of ['/api/campaigns', '/api/session']) {
      expect((await browser.get(path, { 'X-Tsunagi-Passive': '1' })).status).toBe(200);
    }
    const lastSeen = await api.t.db
      .selectFrom('sessions')
      .select('last_seen_at')
      .where('person_id', '=', user.personId)
      .executeTakeFirstOrThrow();
    expect(lastSeen.last_seen_at).toBe(seen.getTime());
    await browser.post('/api/session/grant', { grantId: 0 }, { 'X-Tsunagi-Passive': '1' }); // an act is use
    const { body } = await browser.get('/api/session', { 'X-Tsunagi-Passive': '1' });
    expect(Date.parse(body.idleUntil)).toBeGreaterThan(Date.now() + 29 * 60_000);
  });

  it('gives twelve hours in all, and ten minutes to finish signing in', async () => {
    const half = new Browser(api);
    const first = await half.post('/api/session', { login: user.login, password: PASSWORD });
    const minutes = (body: { expiresAt: string }) => Math.round((Date.parse(body.expiresAt) - Date.now()) / 60_000);
    expect(minutes(first.body)).toBe(10);
    const done = await half.post('/api/session/second-factor', { code: await freshCode(api, user) });
    expect(minutes(done.body)).toBe(12 * 60);
  });
});

describe('before a sign-in', () => {
  it('a browser learns how to sign in, however often it asks', async () => {
    for (let i = 0; i < 40; i++) {
      const { status, body } = await new Browser(api).get('/api/session');
      expect([status, body]).toEqual([200, { stage: 'signed_out', oidc: false }]);
    }
    const wrong = await request(api.app).get('/api/campaigns').set('Authorization', 'Bearer tk_none');
    expect(wrong.status).toBe(401);
  });

  it('a session that has ended is signed out, and its cookie goes', async () => {
    const browser = await signIn(api, user);
    await shift({ expires_at: new Date(Date.now() - 1) });
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
    expect(browser.cookies.has('tsunagi_session')).toBe(false);
  });
});

describe('requests of other sites', () => {
  const act = '/api/session/grant';
  it.each([
    ['without the token', { 'X-CSRF-Token': '' }],
    ['with another token', { 'X-CSRF-Token': 'A'.repeat(43) }],
    ['from another origin', { Origin: 'https://evil.example' }],
    ['from another site that names no origin', { Origin: '', 'Sec-Fetch-Site': 'cross-site' }],
    ['from another host of ours', { Origin: '', 'Sec-Fetch-Site': 'same-site' }],
    ['from a page without an origin', { Origin: 'null' }],
  ])('%s are refused', async (_how, headers) => {
    const browser = await signIn(api, user);
    const { body } = await browser.post(act, { grantId: 1 }, headers);
    expect(body.code).toBe('csrf_refused');
    const campaign = await browser.post(`/api/campaigns/${own.campaignId}/submit`, {}, headers);
    expect(campaign.body.code).toBe('csrf_refused');
  });

  it('do not sign in', async () => {
    const login = { login: user.login, password: PASSWORD };
    const { body, headers } = await new Browser(api).post('/api/session', login, { Origin: 'https://evil.example' });
    expect([body.code, headers['set-cookie']]).toEqual(['csrf_refused', undefined]);
  });

  it('need no token when they bring an API key, and none is taken from a cookie beside it', async () => {
    await api.act(`/api/campaigns/${own.campaignId}/submit`, own.keys.manager.key).expect(200);
    const browser = await signIn(api, user);
    const cookie = `tsunagi_session=${browser.cookies.get('tsunagi_session')}`;
    const sent = request(api.app).get('/api/campaigns').set('Cookie', cookie).set('Authorization', 'Bearer tk_none');
    expect((await sent).status).toBe(401);
  });

  it('get an answer for one session with the token of that session only', async () => {
    const [one, two] = [await signIn(api, user), await signIn(api, user)];
    const { body } = await one.post('/api/session/grant', { grantId: 1 }, { 'X-CSRF-Token': two.csrf });
    expect(body.code).toBe('csrf_refused');
  });
});

describe('roles', () => {
  it('are chosen among those granted, change with another token, and go at once', async () => {
    const both = await makeUser(api, [
      { clientId: own.clientId, role: 'operator' },
      { clientId: other.clientId, role: 'auditor' },
    ]);
    const browser = await signIn(api, both);
    const { body } = await browser.get('/api/session');
    expect([body.stage, body.grants.length]).toEqual(['choose_grant', 2]);
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
    const seen = [];
    for (const grant of body.grants as { id: number }[]) {
      const before = browser.cookies.get('tsunagi_session');
      await browser.post('/api/session/grant', { grantId: grant.id });
      expect(browser.cookies.get('tsunagi_session')).not.toBe(before);
      seen.push((await browser.get('/api/campaigns')).body.items.map((item: { id: number }) => item.id));
    }
    expect(seen).toEqual([[own.campaignId], [other.campaignId]]);
    await api.t.db
      .updateTable('grants')
      .set({ ended_at: new Date() })
      .where('person_id', '=', both.personId)
      .where('role', '=', 'auditor')
      .execute();
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
  });

  it("are not another person's", async () => {
    const browser = await signIn(api, user);
    const stranger = await makeUser(api, [{ clientId: other.clientId, role: 'manager' }]);
    const grant = await api.t.db
      .selectFrom('grants')
      .select('id')
      .where('person_id', '=', stranger.personId)
      .executeTakeFirstOrThrow();
    expect((await browser.post('/api/session/grant', { grantId: grant.id })).status).toBe(404);
  });
});

describe('ending', () => {
  it('is one session by sign-out, all of them everywhere, and one by its id', async () => {
    const [one, two, three] = [await signIn(api, user), await signIn(api, user), await signIn(api, user)];
    await one.post('/api/session/sign-out');
    expect([await statusOf(one), await statusOf(two)]).toEqual([401, 200]);
    const { items } = (await two.get('/api/account/sessions')).body as { items: { id: number; current: boolean }[] };
    expect(items.map(({ current }) => current)).toEqual([false, true]);
    await two.post(`/api/account/sessions/${items[0]!.id}/revoke`);
    expect([await statusOf(three), await statusOf(two)]).toEqual([401, 200]);
    const four = await signIn(api, user);
    expect((await two.post('/api/session/sign-out', { everywhere: true })).body).toEqual({ revoked: 2 });
    expect([await statusOf(two), await statusOf(four)]).toEqual([401, 401]);
    expect(two.cookies.has('tsunagi_session')).toBe(false);
    const ended = (await accessLedger(api)).filter((entry) => entry.kind === 'sessions_ended');
    expect(ended.slice(-3).map((entry) => (entry.sessions as number[]).length)).toEqual([1, 1, 2]);
  });

  it("is not of another person's session", async () => {
    const stranger = await makeUser(api, [{ clientId: own.clientId, role: 'manager' }]);
    const theirs = await signIn(api, stranger);
    const { items } = (await theirs.get('/api/account/sessions')).body as { items: { id: number }[] };
    const mine = await signIn(api, user);
    expect((await mine.post(`/api/account/sessions/${items[0]!.id}/revoke`)).status).toBe(404);
    expect(await statusOf(theirs)).toBe(200);
  });

  it('comes to all others with a new password, and needs the present one', async () => {
    const [one, two] = [await signIn(api, user), await signIn(api, user)];
    const password = 'まったく別の長い合い言葉 2026';
    const wrong = await one.post('/api/account/password', { current: 'not the one I use', password });
    expect(wrong.body.code).toBe('password_wrong');
    const before = one.cookies.get('tsunagi_session');
    expect((await one.post('/api/account/password', { current: PASSWORD, password })).status).toBe(200);
    expect(one.cookies.get('tsunagi_session')).not.toBe(before);
    expect([await statusOf(one), await statusOf(two)]).toEqual([200, 401]);
    expect((await new Browser(api).post('/api/session', { login: user.login, password: PASSWORD })).status).toBe(401);
    expect((await new Browser(api).post('/api/session', { login: user.login, password })).status).toBe(200);
  });

  it('comes to all others with a new authenticator', async () => {
    const [one, two] = [await signIn(api, user), await signIn(api, user)];
    const { secret } = (await one.post('/api/account/second-factor')).body as { secret: string };
    const code = await freshCode(api, { ...user, secret });
    expect((await one.post('/api/account/second-factor/confirm', { code })).status).toBe(200);
    expect([await statusOf(one), await statusOf(two)]).toEqual([200, 401]);
  });

  it.each([
    ['too short', 'short but ok', null],
    ['too short', 'elevenchars', 'too_short'],
    ['common', 'Password123!', 'too_common'],
    ['common', 'tsunagi2026tsunagi', 'too_common'],
    ['one piece again and again', 'abcabcabcabc', 'too_common'],
    ['a run of keys', 'qwertyuiopasd', 'too_common'],
    ['another run', '1q2w3e4r5t6y7u', 'too_common'],
    ['long enough without any rule', '一二三四五六七八九十百千', null],
  ])('a new password that is %s (%s)', async (_why, password, code) => {
    const browser = await signIn(api, user);
    const { status, body } = await browser.post('/api/account/password', { current: PASSWORD, password });
    expect([status, body.issues?.[0]?.code ?? null]).toEqual([code ? 400 : 200, code]);
  });

  it('a new password does not hold the login', async () => {
    const browser = await signIn(api, user);
    const { body } = await browser.post('/api/account/password', { current: PASSWORD, password: `x ${user.login} y` });
    expect(body.issues[0].code).toBe('holds_login');
  });
});

it('keeps idempotency keys of a session apart from those of others', async () => {
  const lane = { channel: 'mail', ratePerMinute: 60, burst: 1, opens: '09:00', closes: '19:00', dailyCapacity: null };
  const open = async (name: string, browser: Browser) =>
    (await browser.post('/api/lanes', { ...lane, name }, { 'Idempotency-Key': 'same' })).status;
  const [one, two] = [await signIn(api, user), await signIn(api, user)];
  expect([await open('one', one), await open('one', one), await open('two', one)]).toEqual([201, 201, 422]);
  expect(await open('two', two)).toBe(201);
});
