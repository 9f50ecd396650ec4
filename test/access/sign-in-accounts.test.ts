import { contract } from '../../api/contract';
import { type RouteContract } from '../../api/http/route';
import { createApiKey } from '../../db/access/api-keys';
import { nameHash } from '../../db/access/accounts';
import { type Api, type ApiClient, openApi } from '../support/api';
import { accessLedger, Browser, codeOf, makeUser, PASSWORD, signIn, type User } from './sign-in-fixture';
import { type Role } from '../../domain/access/access';

let api: Api;
let own: ApiClient;
let other: ApiClient;
let admin: Browser;
let administrator: User;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  other = await api.client();
  administrator = await makeUser(api, [{ clientId: null, role: 'administrator' }]);
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await api.t.db.deleteFrom('rate_counters').execute();
  admin = await signIn(api, administrator);
});

const user = (role: Role = 'manager') => makeUser(api, [{ clientId: own.clientId, role }]);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const stale = (personId: number) =>
  api.t.db
    .updateTable('sessions')
    .set({ second_at: new Date(Date.now() - 16 * 60_000) })
    .where('person_id', '=', personId)
    .execute();

describe('accounts', () => {
  it('begin with a one-time code that works once, and only with the login it was made for', async () => {
    const grants = [{ clientId: own.clientId, role: 'approver' }];
    const made = await admin.post('/api/accounts', { login: 'Mori.Kaede', name: '森 楓', grants });
    expect(made.status).toBe(201);
    expect(made.body.account).toMatchObject({
      login: 'mori.kaede',
      state: 'invited',
      codeOpen: true,
      lockedUntil: null,
    });
    const { code } = made.body as { code: string };
    const redeem = (login: string, password = PASSWORD) =>
      new Browser(api).post('/api/session/redeem', { login, code, password });
    expect((await redeem((await user()).login)).body.code).toBe('sign_in_failed');
    expect((await redeem('mori.kaede', 'mori.kaede!!')).body.issues[0].code).toBe('holds_login');
    expect((await redeem('mori.kaede')).body.stage).toBe('enrol');
    expect((await redeem('mori.kaede')).body.code).toBe('sign_in_failed');
    const { body } = await admin.get(`/api/accounts/${made.body.account.id}`);
    expect(body).toMatchObject({ state: 'active', codeOpen: false, grants: [{ role: 'approver' }] });
    expect((await admin.post('/api/accounts', { login: 'mori.kaede', name: 'x' })).body.code).toBe('login_taken');
  });

  it('get no second day out of a code', async () => {
    const made = await admin.post('/api/accounts', { login: 'sugi', name: '杉' });
    expect(Date.parse(made.body.expiresAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    await api.t.db
      .updateTable('accounts')
      .set({ reset_expires_at: new Date(Date.now() - 1) })
      .where('person_id', '=', made.body.account.id)
      .execute();
    const late = { login: 'sugi', code: made.body.code, password: PASSWORD };
    expect((await new Browser(api).post('/api/session/redeem', late)).body.code).toBe('sign_in_failed');
  });

  it('that are reset lose their sessions and lock, keep the authenticator, and lose it where asked', async () => {
    const one = await user();
    const browser = await signIn(api, one);
    await api.t.db
      .insertInto('sign_in_failures')
      .values({
        name_hash: nameHash(api.t.vault, one.login),
        failures: 9,
        locked_until: new Date(Date.now() + 3_600_000),
        last_at: new Date(),
      })
      .execute();
    expect((await admin.get(`/api/accounts/${one.personId}`)).body.lockedUntil).not.toBeNull();
    const path = `/api/accounts/${one.personId}/reset`;
    const { code } = (await admin.post(path, { reason: 'forgotten' })).body as { code: string };
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
    const again = new Browser(api);
    const redeemed = await again.post('/api/session/redeem', { login: one.login, code, password: PASSWORD });
    expect(redeemed.body.stage).toBe('second_factor');
    const second = (await admin.post(path, { reason: 'device_lost', secondFactor: true })).body as { code: string };
    const fresh = { login: one.login, code: second.code, password: PASSWORD };
    expect((await new Browser(api).post('/api/session/redeem', fresh)).body.stage).toBe('enrol');
  });

  it('that are locked are let in again by an administrator', async () => {
    const one = await user();
    const wrong = { login: one.login, password: 'wrong wrong wrong' };
    for (let n = 0; n < 5; n += 1) await new Browser(api).post('/api/session', wrong);
    await api.t.db.deleteFrom('rate_counters').execute();
    const right = () => new Browser(api).post('/api/session', { login: one.login, password: PASSWORD });
    expect((await right()).status).toBe(401);
    const { body } = await admin.post(`/api/accounts/${one.personId}/unlock`);
    expect(body.lockedUntil).toBeNull();
    expect((await right()).status).toBe(200);
  });

  it('that are closed lose sessions, keys and sign-in at once', async () => {
    const one = await user();
    const browser = await signIn(api, one);
    const { key } = (await browser.post('/api/api-keys', { name: 'x', expiresAt: inDays(1) })).body as { key: string };
    await api.send('get', '/api/campaigns', key).expect(200);
    expect((await admin.post(`/api/accounts/${one.personId}/close`, { reason: 'left' })).body.state).toBe('closed');
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
    await api.send('get', '/api/campaigns', key).expect(401);
    const right = { login: one.login, password: PASSWORD };
    expect((await new Browser(api).post('/api/session', right)).body.code).toBe('sign_in_failed');
    await admin.post(`/api/accounts/${one.personId}/reopen`);
    expect((await new Browser(api).post('/api/session', right)).status).toBe(200);
  });

  it('are given roles that fit, once at a time, and lose them with all that stands on them', async () => {
    const one = await makeUser(api, []);
    const path = `/api/accounts/${one.personId}/grants`;
    const give = async (grant: object) => (await admin.post(path, grant)).body;
    expect(await give({ clientId: own.clientId, role: 'administrator' })).toMatchObject({ code: 'invalid_request' });
    expect(await give({ clientId: null, role: 'manager' })).toMatchObject({ code: 'invalid_request' });
    const foreign = { clientId: own.clientId, role: 'manager', campaigns: [other.campaignId] };
    expect(await give(foreign)).toMatchObject({ code: 'invalid_request' });
    const given = await give({ clientId: own.clientId, role: 'manager', campaigns: [own.campaignId] });
    expect(given.grants).toMatchObject([{ role: 'manager', campaigns: [own.campaignId] }]);
    expect((await give({ clientId: own.clientId, role: 'manager' })).code).toBe('grant_exists');
    const browser = await signIn(api, one);
    const { key } = (await browser.post('/api/api-keys', { name: 'x', expiresAt: inDays(1) })).body as { key: string };
    await admin.post(`${path}/${given.grants[0].id}/end`);
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
    await api.send('get', '/api/campaigns', key).expect(401);
  });

  it.each(['reset', 'unlock', 'close', 'reopen', 'grants', 'grants/1/end'])(
    'of the administrator who asks are left alone: %s',
    async (act) => {
      const body = { reason: act === 'close' ? 'left' : 'other', clientId: own.clientId, role: 'manager' };
      const { body: answer } = await admin.post(`/api/accounts/${administrator.personId}/${act}`, body);
      expect(answer.code).toBe('own_account');
    },
  );

  it('that must have a new password get nothing before it, in open sessions too', async () => {
    const one = await user();
    const browser = await signIn(api, one);
    await admin.post(`/api/accounts/${one.personId}/require-password`);
    expect((await browser.get('/api/campaigns')).body).toMatchObject({ code: 'sign_in_unfinished' });
    const password = 'まったく別の長い合い言葉 2026';
    const { body } = await browser.post('/api/account/password', { current: PASSWORD, password });
    expect(body.stage).toBe('open');
    expect((await browser.get('/api/campaigns')).status).toBe(200);
  });

  it('without a second factor make one before they take their first role', async () => {
    const one = await makeUser(api, [], { secondFactor: false });
    const browser = new Browser(api);
    await browser.post('/api/session', { login: one.login, password: PASSWORD });
    await admin.post(`/api/accounts/${one.personId}/grants`, { clientId: own.clientId, role: 'auditor' });
    expect((await browser.get('/api/session')).body.stage).toBe('enrol');
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
  });

  const changes = Object.values<RouteContract>(contract).filter(({ action }) => action === 'account.edit');
  it.each(changes.map(({ path }) => path))(
    'are changed by a person with a fresh code only, not in an older session and by no API key: %s',
    async (route) => {
      const one = await user();
      const path = route.replace('{id}', `${one.personId}`).replace(/\{\w+\}/, '1');
      const body = { login: 'late', name: 'x', reason: 'other', secondFactor: true, clientId: null, role: 'auditor' };
      const rows = () =>
        Promise.all((['accounts', 'grants', 'sessions'] as const).map((table) => api.t.db.selectFrom(table).selectAll().where('person_id', '=', one.personId).execute())); // prettier-ignore
      const before = await rows();
      const { key } = await createApiKey(api.t.db, { ...administrator, clientId: null, role: 'administrator' });
      expect((await api.act(path, key, body)).body).toMatchObject({ status: 403, code: 'session_needed' });
      await stale(administrator.personId);
      expect((await admin.post(path, body)).body).toMatchObject({ status: 403, code: 'fresh_code_needed' });
      expect(await rows()).toEqual(before);
      const login = { login: one.login, password: PASSWORD };
      expect((await new Browser(api).post('/api/session', login)).body.stage).toBe('second_factor');
    },
  );

  it('that get a new authenticator lose their API keys, and the answer says how many', async () => {
    const one = await user();
    const make = () => createApiKey(api.t.db, { personId: one.personId, clientId: own.clientId, role: 'manager' });
    const keys = [await make(), await make()];
    const path = `/api/accounts/${one.personId}/reset`;
    expect((await admin.post(path, { reason: 'forgotten' })).body.keysEnded).toBe(0);
    for (const { key } of keys) await api.send('get', '/api/campaigns', key).expect(200);
    expect((await admin.post(path, { reason: 'misuse_suspected', secondFactor: true })).body.keysEnded).toBe(2);
    for (const { key } of keys) await api.send('get', '/api/campaigns', key).expect(401);
    const entry = (await accessLedger(api)).at(-1);
    expect(entry).toMatchObject({ kind: 'account_reset', person: one.personId, keys: keys.map(({ id }) => id) });
  });

  it("have their sessions and keys listed and ended, and no other person's", async () => {
    const one = await user();
    const browser = await signIn(api, one);
    await browser.post('/api/api-keys', { name: 'export', expiresAt: inDays(30) });
    const keys = await admin.get(`/api/accounts/${one.personId}/api-keys`);
    expect(keys.body.items).toMatchObject([{ name: 'export', state: 'active' }]);
    const stranger = await user();
    const keyId = keys.body.items[0].id as number;
    expect((await admin.post(`/api/accounts/${stranger.personId}/api-keys/${keyId}/revoke`)).status).toBe(404);
    const ended = await admin.post(`/api/accounts/${one.personId}/api-keys/${keyId}/revoke`);
    expect(ended.body.items[0].state).toBe('revoked');
    expect((await admin.get(`/api/accounts/${one.personId}/sessions`)).body.items).toHaveLength(1);
    expect((await admin.post(`/api/accounts/${one.personId}/sessions/revoke`)).body).toEqual({ revoked: 1 });
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
  });
});

describe('API keys', () => {
  it('are shown once, kept as a hash, and listed by prefix with their last use', async () => {
    const browser = await signIn(api, await user());
    const made = await browser.post('/api/api-keys', { name: '夜間の取り込み', expiresAt: inDays(365) });
    expect(made.status).toBe(201);
    const { key } = made.body as { key: string };
    expect(made.body.apiKey).toMatchObject({ role: 'manager', prefix: key.slice(0, 9), lastUsedAt: null });
    await api.send('get', '/api/campaigns', key).expect(200);
    const { items } = (await browser.get('/api/api-keys')).body;
    expect(items[0].lastUsedAt).not.toBeNull();
    expect(JSON.stringify(items)).not.toContain(key);
    const { rows } = await api.t.pool.query('select k::text as row from api_keys k');
    expect(JSON.stringify(rows)).not.toContain(key.slice(3));
    await browser.post(`/api/api-keys/${items[0].id}/revoke`);
    await api.send('get', '/api/campaigns', key).expect(401);
  });

  it.each([
    ['a wider role', { role: 'administrator' }, 'key_too_wide'],
    ['a role beside', { role: 'approver' }, 'key_too_wide'],
    ['an action that the role lacks', { actions: ['account.read'] }, 'key_too_wide'],
    ["another client's campaign", { campaigns: [-1] }, 'key_too_wide'],
    ['a right that was not granted', { rights: ['personal.protected'] }, 'key_too_wide'],
    ['an end too far off', { expiresAt: inDays(367) }, 'invalid_request'],
    ['an end that is past', { expiresAt: inDays(-1) }, 'invalid_request'],
    ['no end', { expiresAt: undefined }, 'invalid_request'],
  ])('are not made with %s', async (_what, change, code) => {
    const browser = await signIn(api, await user());
    const campaigns = 'campaigns' in change ? [other.campaignId] : null;
    const body = { name: 'x', expiresAt: inDays(1), ...change, campaigns };
    expect((await browser.post('/api/api-keys', body)).body.code).toBe(code);
  });

  it('can be narrower than their person: by role, actions and campaigns', async () => {
    const browser = await signIn(api, await user());
    const make = async (body: object) =>
      (await browser.post('/api/api-keys', { name: 'x', expiresAt: inDays(1), ...body })).body.key as string;
    const submit = `/api/campaigns/${own.campaignId}/submit`;
    expect((await api.act(submit, await make({ actions: ['campaign.read'] }))).status).toBe(403);
    await api.send('get', '/api/campaigns', await make({ actions: ['campaign.read'] })).expect(200);
    const limited = await make({ campaigns: [own.campaignId] });
    expect((await api.send('get', '/api/lanes', limited)).status).toBe(403);
    await api.send('get', `/api/campaigns/${own.campaignId}`, limited).expect(200);
    expect((await api.act(submit, await make({ role: 'client_viewer' }))).status).toBe(403);
  });

  it('are not made for what no key may do', async () => {
    const body = { name: 'x', expiresAt: inDays(1), actions: ['account.edit'] };
    expect((await admin.post('/api/api-keys', body)).body.code).toBe('key_too_wide');
    expect((await admin.post('/api/api-keys', { ...body, actions: ['account.read'] })).status).toBe(201);
  });

  it('are never made by a key, nor in a session whose second factor is old', async () => {
    const one = await user();
    const { key } = await createApiKey(api.t.db, { personId: one.personId, clientId: own.clientId, role: 'manager' });
    const body = { name: 'x', expiresAt: inDays(1) };
    expect((await api.act('/api/api-keys', key, body)).status).toBe(401);
    const browser = await signIn(api, one);
    await stale(one.personId);
    expect((await browser.post('/api/api-keys', body)).body.code).toBe('fresh_code_needed');
  });
});

it('leaves ids in the ledger and no name, login, code or key', async () => {
  const { body } = await admin.post('/api/accounts', {
    login: 'hanako.tanaka@example.jp',
    name: '田中 花子',
    grants: [{ clientId: own.clientId, role: 'operator' }],
  });
  const browser = new Browser(api);
  await browser.post('/api/session/redeem', { login: 'hanako.tanaka@example.jp', code: body.code, password: PASSWORD });
  const { secret } = (await browser.post('/api/account/second-factor')).body as { secret: string };
  const done = await browser.post('/api/account/second-factor/confirm', { code: codeOf(secret) });
  const key = await browser.post('/api/api-keys', { name: '田中の鍵', expiresAt: inDays(1) });
  const id = key.body.apiKey.id as number;
  await browser.post(`/api/api-keys/${id}/revoke`);
  await browser.post('/api/session/sign-out');
  const entries = await accessLedger(api);
  const since = entries.findIndex((entry) => entry.person === body.account.id);
  expect(entries.slice(since).map(({ kind }) => kind)).toEqual([
    ...['account_created', 'role_given', 'password_set', 'second_factor_set', 'signed_in'],
    ...['key_created', 'key_revoked', 'sessions_ended'],
  ]);
  const text = JSON.stringify(entries) + api.logged.join('\n');
  const secrets = [body.code, secret, key.body.key, ...(done.body.recoveryCodes as string[])] as string[];
  for (const value of ['tanaka', '田中', '花子', PASSWORD, ...secrets]) expect(text).not.toContain(value);
});
