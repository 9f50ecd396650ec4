import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { issueCode } from '../../db/access/accounts';
import { linkSubject } from '../../db/access/sign-in';
import { type Api, type ApiClient, openApi } from '../support/api';
import { accessLedger, Browser, codeOf, freshCode, makeUser, ORIGIN, type User } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
let idp: ChildProcess;
let issuer: string;
const dir = mkdtempSync(join(tmpdir(), 'oidc-'));
const CALLBACK = '/api/session/oidc/callback';

beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  writeFileSync(join(dir, 'secret'), 'the-secret-of-tsunagi\n');
  idp = spawn(process.execPath, [join(__dirname, 'oidc-provider.mjs'), `${ORIGIN}${CALLBACK}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [line] = (await once(idp.stdout!, 'data')) as [Buffer];
  issuer = line.toString().trim();
  api.app = appWith({});
});
afterAll(async () => {
  idp.stdin!.end();
  await once(idp, 'exit');
  rmSync(dir, { recursive: true });
  await api.t.close();
});
beforeEach(async () => {
  await api.t.db.deleteFrom('rate_counters').execute();
});

function appWith(env: Record<string, string | undefined>) {
  const config = loadConfig({
    DATABASE_URL: api.t.url,
    MASTER_KEY_FILE: '/unused',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'tsunagi',
    OIDC_CLIENT_SECRET_FILE: join(dir, 'secret'),
    ...env,
  });
  const log = pino({ level: 'error' }, { write: (line: string) => void api.logged.push(line) });
  return createApp({ ...api.t, config, log });
}
interface Next {
  sub?: string;
  claims?: object;
  amr?: string[];
  bend?: object;
  forged?: boolean;
  denied?: boolean;
}
let subjects = 0;
const asks = (user: User | { login: string }, next: Next = {}): Promise<Response> => {
  subjects += 1;
  const answer = { sub: `s-${subjects}`, amr: ['pwd', 'mfa'], claims: { preferred_username: user.login }, ...next };
  return fetch(`${issuer}/next`, { method: 'POST', body: JSON.stringify(answer) });
};

/** Goes to the provider with what our side said, as a browser would; answers where it is sent back to. */
async function atProvider(url: string): Promise<URL> {
  const jar = new Map<string, string>();
  for (let at = url, hops = 0; hops < 20; hops += 1) {
    if (at.startsWith(ORIGIN)) return new URL(at);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=');
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    at = new URL(location, at).href;
  }
  throw new Error(`the provider never sent back from ${url}`);
}

const start = async (browser: Browser) => (await browser.post('/api/session/oidc')).body.url as string;
const back = async (browser: Browser, { pathname, search }: URL) => {
  const { status, headers } = await browser.get(`${pathname}${search}`);
  return [status, headers['location']];
};
const REFUSED = [303, `${ORIGIN}/?signIn=oidc_refused`];
const manager = () => makeUser(api, [{ clientId: own.clientId, role: 'manager' }]);
const stageOf = async (browser: Browser) => {
  const { body } = await browser.get('/api/session');
  return (body.stage ?? body.code) as string;
};

/** An account whose owner has signed in through the provider before, as `sub`. */
async function linkedManager(sub: string) {
  const user = await manager();
  const subject = api.t.vault.ownHash('oidc', `${issuer}\n${sub}`);
  await api.t.db.transaction().execute((trx) => linkSubject(trx, user.personId, subject));
  return user;
}

async function through({ sub = `sub-${(subjects += 1)}`, ...other }: Next = {}, user?: User) {
  const named = other.claims && 'preferred_username' in other.claims;
  const who = user ?? (await (named ? manager() : linkedManager(sub)));
  const next = { sub, ...other };
  await asks(who, next);
  const browser = new Browser(api);
  const sent = await atProvider(await start(browser));
  return { user: who, browser, sent, answer: await back(browser, sent) };
}

it('signs in with code, PKCE, state and nonce, and takes the second factor of the provider', async () => {
  const browser = new Browser(api);
  await asks(await linkedManager('asks-all'), { sub: 'asks-all' });
  const url = new URL(await start(browser));
  const asked = Object.fromEntries(url.searchParams);
  expect(asked).toMatchObject({ response_type: 'code', client_id: 'tsunagi', code_challenge_method: 'S256' });
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]!.length).toBeGreaterThanOrEqual(43);
  expect(await back(browser, await atProvider(url.href))).toEqual([303, `${ORIGIN}/`]);
  expect(await stageOf(browser)).toBe('open');
  expect((await browser.get('/api/campaigns')).status).toBe(200);
  const last = (await accessLedger(api)).at(-1);
  expect(last).toMatchObject({ kind: 'signed_in', via: 'oidc', second: true });
});

it.each([
  ['nothing', undefined],
  ['a password only', ['pwd']],
])('asks for our own code when the provider says %s', async (_what, amr) => {
  const { user, browser } = await through({ amr });
  expect(await stageOf(browser)).toBe('second_factor');
  await browser.post('/api/session/second-factor', { code: await freshCode(api, user) });
  expect(await stageOf(browser)).toBe('open');
});

it.each<[string, Next]>([
  ['another nonce', { bend: { nonce: 'another' } }],
  ['no nonce', { bend: { nonce: null } }],
  ['another audience', { bend: { aud: 'another' } }],
  ['another issuer', { bend: { iss: 'http://127.0.0.1:1' } }],
  ['an end that is past', { bend: { exp: 1_000_000 } }],
  ["a stranger's signature", { forged: true }],
  ['a refusal', { denied: true }],
  ['no login', { claims: {} }],
  ['a login that has no account', { claims: { preferred_username: 'unknown-login' } }],
])('refuses an answer with %s', async (_what, next) => {
  const { browser, answer } = await through(next);
  expect(answer).toEqual(REFUSED);
  expect(await stageOf(browser)).toBe('signed_out');
});

it('refuses an answer to a request with another nonce than ours', async () => {
  await asks(await manager());
  const browser = new Browser(api);
  const url = new URL(await start(browser));
  url.searchParams.set('nonce', 'chosen-by-another');
  expect(await back(browser, await atProvider(url.href))).toEqual(REFUSED);
});

it.each(['state', 'code'])('refuses an answer with another %s', async (name) => {
  await asks(await manager());
  const browser = new Browser(api);
  const sent = await atProvider(await start(browser));
  sent.searchParams.set(name, 'A'.repeat(43));
  expect(await back(browser, sent)).toEqual(REFUSED);
});

it('refuses an answer that was meant for another client', async () => {
  await asks(await manager());
  const browser = new Browser(api);
  const url = new URL(await start(browser));
  url.searchParams.set('client_id', 'another');
  expect(await back(browser, await atProvider(url.href))).toEqual(REFUSED);
});

it('takes an answer once, and from the browser that asked', async () => {
  const { browser, sent } = await through();
  browser.cookies.delete('tsunagi_session');
  expect(await back(browser, sent)).toEqual(REFUSED);

  await asks(await manager());
  const mine = new Browser(api);
  const stolen = await atProvider(await start(mine));
  const thief = new Browser(api);
  await start(thief);
  expect(await back(thief, stolen)).toEqual(REFUSED);
});

it('takes no code again under a new state of its own', async () => {
  const { sent } = await through();
  const browser = new Browser(api);
  const fresh = await atProvider(await start(browser));
  fresh.searchParams.set('code', sent.searchParams.get('code')!);
  expect(await back(browser, fresh)).toEqual(REFUSED);
});

const giveCode = async (browser: Browser, user: User, code?: string) => {
  await browser.get('/api/session');
  return browser.post('/api/session/second-factor', { code: code ?? (await freshCode(api, user)) });
};

describe('the first sign-in to an account that is there already', () => {
  it("opens nothing before the account's own second factor, whatever the provider says, and is linked by it", async () => {
    const user = await manager();
    const sub = 'newly-come';
    const { browser, answer } = await through({ sub }, user);
    expect([answer, await stageOf(browser)]).toEqual([[303, `${ORIGIN}/`], 'second_factor']);
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
    expect((await through({ sub }, user)).answer[1]).toBe(`${ORIGIN}/`); // not linked by trying
    expect((await giveCode(browser, user, codeOf(user.secret, 9))).body.code).toBe('second_factor_wrong');
    expect(await stageOf((await through({ sub }, user)).browser)).toBe('second_factor');
    await giveCode(browser, user);
    expect(await stageOf(browser)).toBe('open');
    const kinds = (await accessLedger(api))
      .filter(({ by }) => by === `person:${user.personId}`)
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['oidc_linked', 'signed_in']);
    expect(await stageOf((await through({ sub }, user)).browser)).toBe('open');
  });

  it('is refused while the account has no second factor of its own', async () => {
    const invited = await makeUser(api, [{ clientId: null, role: 'administrator' }], { secondFactor: false });
    const { browser, answer } = await through({}, invited);
    expect([answer, await stageOf(browser)]).toEqual([REFUSED, 'signed_out']);
  });

  it('leaves the account to the first of two subjects that gives the factor', async () => {
    const user = await manager();
    const one = await through({ sub: 'one-of-two' }, user);
    const two = await through({ sub: 'two-of-two' }, user);
    await giveCode(one.browser, user);
    expect((await giveCode(two.browser, user)).body.code).toBe('oidc_refused');
    expect([await stageOf(one.browser), await stageOf(two.browser)]).toEqual(['open', 'second_factor']);
  });

  it('comes again after a reset of the second factor: the former link opens nothing', async () => {
    const { user } = await through({ sub: 'in-wrong-hands' });
    const asked = { personId: user.personId, secondFactor: true };
    await api.t.db.transaction().execute((trx) => issueCode(trx, api.t.vault, asked));
    expect((await through({ sub: 'in-wrong-hands' }, user)).answer).toEqual(REFUSED);
  });
});

it('keeps an account to the subject that its owner linked', async () => {
  const { user, answer } = await through({ sub: 'the-first' });
  expect(answer).toEqual([303, `${ORIGIN}/`]);
  expect((await through({ sub: 'the-second' }, user)).answer).toEqual(REFUSED);
  expect((await through({ sub: 'the-first', claims: { preferred_username: 'renamed' } })).answer[1]).toBe(`${ORIGIN}/`);
});

it('refuses a closed account', async () => {
  const { user } = await through({ sub: 'closed' });
  await api.t.db
    .updateTable('accounts')
    .set({ disabled_at: new Date() })
    .where('person_id', '=', user.personId)
    .execute();
  expect((await through({ sub: 'closed' }, user)).answer).toEqual(REFUSED);
});

it('makes accounts only where it is set so, and then without a role', async () => {
  const before = api.app;
  api.app = appWith({ OIDC_CREATE_ACCOUNTS: 'true' });
  const { browser } = await through({ claims: { preferred_username: 'newcomer', name: '新谷' } });
  const { body } = await browser.get('/api/session');
  api.app = before;
  expect(body).toMatchObject({ stage: 'choose_grant', grants: [], person: { name: '新谷' } });
});

it.each([
  [true, `${ORIGIN}/`],
  ['true', `${ORIGIN}/`],
  ['false', REFUSED[1]],
  ['yes', REFUSED[1]],
  [false, REFUSED[1]],
  [undefined, REFUSED[1]],
])('takes an address of mail as login when email_verified is %s', async (verified, to) => {
  const before = api.app;
  api.app = appWith({ OIDC_LOGIN_CLAIM: 'email', OIDC_SCOPE: 'openid email' });
  const sub = `mail-${String(verified)}-${typeof verified}`;
  const user = await linkedManager(sub);
  const { answer } = await through({ sub, claims: { email: user.login, email_verified: verified } }, user);
  api.app = before;
  expect(answer[1]).toBe(to);
});

it('is not there without a provider in the settings', async () => {
  const before = api.app;
  api.app = appWith({ OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET_FILE: undefined });
  const { body } = await new Browser(api).post('/api/session/oidc');
  api.app = before;
  expect(body.code).toBe('not_found');
});
