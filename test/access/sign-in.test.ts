import argon2 from '@node-rs/argon2';
import pg from 'pg';
import { nameHash } from '../../db/access/accounts';
import { watchAlerts } from '../../db/platform/alerts/alerts';
import { ROLES, type Api, type ApiClient, openApi } from '../support/api';
import { accessLedger, Browser, codeOf, freshCode, makeUser, PASSWORD, signIn, type User } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await api.t.db.deleteFrom('rate_counters').execute();
});

const manager = (options?: { secondFactor?: boolean }) =>
  makeUser(api, [{ clientId: own.clientId, role: 'manager' }], options);
const trySignIn = (login: string, password: string) => new Browser(api).post('/api/session', { login, password });
const failuresOf = (user: User) =>
  accessLedger(api).then((all) => all.filter((entry) => entry.person === user.personId));

/** The statements and password checks of one request, in their order. */
async function workOf(work: () => Promise<unknown>): Promise<string[]> {
  const done: string[] = [];
  const { prototype } = pg.Query as unknown as { prototype: { submit: (connection: unknown) => unknown } };
  const { submit } = prototype;
  const watched = jest.spyOn(prototype, 'submit').mockImplementation(function (this: unknown, connection: unknown) {
    done.push((this as { text: string }).text.replace(/\s+/g, ' '));
    return submit.call(this, connection);
  });
  const { verify } = argon2;
  const checked = jest.spyOn(argon2, 'verify').mockImplementation((...args) => {
    done.push('argon2');
    return verify(...args);
  });
  await work();
  watched.mockRestore();
  checked.mockRestore();
  return done;
}

describe('password', () => {
  it('and code open a session in the only role there is, and each step brings another token', async () => {
    const user = await manager();
    const browser = new Browser(api);
    const first = await browser.post('/api/session', { login: user.login.toUpperCase(), password: PASSWORD });
    expect(first.body).toMatchObject({ stage: 'second_factor', grant: null, grants: [], secondFactor: true });
    const halfWay = browser.cookies.get('tsunagi_session');
    expect((await browser.get('/api/campaigns')).body.code).toBe('sign_in_unfinished');
    const second = await browser.post('/api/session/second-factor', { code: codeOf(user.secret) });
    expect(second.body).toMatchObject({ stage: 'open', grant: { clientId: own.clientId, role: 'manager' } });
    expect((await browser.get('/api/campaigns')).status).toBe(200);
    browser.cookies.set('tsunagi_session', halfWay!);
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
  });

  const wide = (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  it.each<[string, (code: string) => string]>([
    ['with a space in the middle', (code) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['in full width', wide],
    ['in full width with a full-width space', (code) => `${wide(code.slice(0, 3))}　${wide(code.slice(3))}`],
    ['with spaces around it', (code) => ` ${code} `],
  ])('takes a one-time code %s', async (_how, typed) => {
    const user = await manager();
    const browser = new Browser(api);
    await browser.post('/api/session', { login: user.login, password: PASSWORD });
    const { body } = await browser.post('/api/session/second-factor', { code: typed(codeOf(user.secret)) });
    expect(body).toMatchObject({ stage: 'open' });
  });

  it('is kept as argon2id with at least 19 MiB and two passes, and is of no use without the master key', async () => {
    const user = await manager();
    const { password_hash: hash } = await api.t.db
      .selectFrom('accounts')
      .select('password_hash')
      .where('person_id', '=', user.personId)
      .executeTakeFirstOrThrow();
    const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash!) ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
    expect(await argon2.verify(hash!, PASSWORD.normalize('NFKC'))).toBe(false);
  });

  it('gives the same answer for unknown, wrong, closed and locked', async () => {
    const [known, closed, locked] = [await manager(), await manager(), await manager()];
    await api.t.db
      .updateTable('accounts')
      .set({ disabled_at: new Date() })
      .where('person_id', '=', closed.personId)
      .execute();
    for (let n = 0; n < 5; n += 1) await trySignIn(locked.login, 'wrong wrong wrong');
    const answers = [
      await trySignIn('unknown-login', PASSWORD),
      await trySignIn(known.login, 'wrong wrong wrong'),
      await trySignIn(closed.login, PASSWORD),
      await trySignIn(locked.login, PASSWORD),
    ];
    const said = answers.map(({ status, body, headers }) => {
      const { instance: _i, errorId: _e, ...rest } = body;
      return JSON.stringify([status, rest, headers['set-cookie'], headers['retry-after']]);
    });
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain('sign_in_failed');
  });

  it('costs the same work whether or not there is such an account, is it locked or not', async () => {
    const [user, locked] = [await manager(), await manager()];
    for (const login of [user.login, 'unknown-again', ...Array<string>(5).fill(locked.login)]) {
      await trySignIn(login, 'wrong wrong wrong');
    }
    const unknown = await workOf(() => trySignIn('unknown-again', 'wrong wrong wrong'));
    expect(unknown.filter((step) => step === 'argon2')).toHaveLength(1);
    expect(unknown.length).toBeGreaterThan(5);
    expect(await workOf(() => trySignIn(user.login, 'wrong wrong wrong'))).toEqual(unknown);
    expect(await workOf(() => trySignIn(locked.login, PASSWORD))).toEqual(unknown);
  });

  it('is taken however its characters are written', async () => {
    const user = await manager();
    const { status } = await trySignIn(user.login, PASSWORD.replace('1923', '１９２３'));
    expect(status).toBe(200);
  });
});

describe('lock', () => {
  const until = async (user: User) => {
    const row = await api.t.db
      .selectFrom('sign_in_failures')
      .selectAll()
      .where('name_hash', '=', nameHash(api.t.vault, user.login))
      .executeTakeFirst();
    return row;
  };
  const lapse = async (user: User) => {
    const row = await until(user);
    await api.t.db
      .updateTable('sign_in_failures')
      .set({ locked_until: new Date(Date.now() - 1) })
      .where('name_hash', '=', row!.name_hash)
      .execute();
    await api.t.db.deleteFrom('rate_counters').execute();
  };
  const minutes = async (user: User) => Math.round(((await until(user))!.locked_until! - Date.now()) / 60_000);

  it('comes with the fifth wrong try, doubles with each one after it, and goes with a whole sign-in', async () => {
    const user = await manager();
    for (let n = 0; n < 4; n += 1) await trySignIn(user.login, 'wrong wrong wrong');
    expect((await until(user))!.locked_until).toBeNull();
    const lengths = [];
    for (let n = 0; n < 8; n += 1) {
      await trySignIn(user.login, 'wrong wrong wrong');
      lengths.push(await minutes(user));
      expect((await trySignIn(user.login, PASSWORD)).status).toBe(401);
      await lapse(user);
    }
    expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    const browser = await signIn(api, user);
    expect((await browser.get('/api/session')).body.stage).toBe('open');
    expect(await until(user)).toBeUndefined();
    const locks = (await failuresOf(user)).filter((entry) => entry.kind === 'sign_in_locked');
    expect(locks.map((entry) => entry.failures)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('counts all tries of ten at once', async () => {
    const user = await manager();
    await Promise.all(Array.from({ length: 10 }, () => trySignIn(user.login, 'wrong wrong wrong')));
    expect((await until(user))!.locked_until).toBeGreaterThan(Date.now());
    expect((await trySignIn(user.login, PASSWORD)).status).not.toBe(200);
  });

  it('counts wrong codes with wrong passwords: a right password between them clears nothing', async () => {
    const user = await manager();
    for (let n = 0; n < 5; n += 1) {
      const browser = new Browser(api);
      await browser.post('/api/session', { login: user.login, password: PASSWORD });
      await browser.post('/api/session/second-factor', { code: '000000' });
    }
    expect((await trySignIn(user.login, PASSWORD)).body.code).toBe('sign_in_failed');
  });

  it('opens one alert for the installation, which closes when no login is locked any more', async () => {
    const user = await manager();
    const alerts = () =>
      api.t.db.selectFrom('alerts').selectAll().where('kind', '=', 'sign_in_locked').orderBy('id', 'desc').execute();
    for (let n = 0; n < 5; n += 1) await trySignIn(user.login, 'wrong wrong wrong');
    await watchAlerts(api.t.db, { slow: false, vias: [] });
    expect((await alerts())[0]).toMatchObject({ client_id: null, closed_at: null, subject: 'sign-in' });
    await api.t.db.deleteFrom('sign_in_failures').execute();
    await watchAlerts(api.t.db, { slow: false, vias: [] });
    expect((await alerts())[0]!.closed_at).not.toBeNull();
  });

  it('names an account that exists by its id, one that does not by nothing', async () => {
    const user = await manager();
    await trySignIn(user.login, 'wrong wrong wrong');
    await trySignIn('taro.yamada@example.jp', 'wrong wrong wrong');
    const entries = (await accessLedger(api)).slice(-2);
    expect(entries[0]).toMatchObject({ kind: 'sign_in_failed', person: user.personId, at: 'password' });
    expect(entries[1]).toEqual({
      kind: 'sign_in_failed',
      at: 'password',
      locked: false,
      t: expect.anything(),
      c: null,
    });
    expect(JSON.stringify(await accessLedger(api)) + api.logged.join()).not.toMatch(/taro|yamada/);
  });
});

describe('second factor', () => {
  it.each(ROLES)('is made before anything else by a %s, with ten recovery codes', async (role) => {
    const clientId = role === 'administrator' ? null : own.clientId;
    const user = await makeUser(api, [{ clientId, role }], { secondFactor: false });
    const browser = new Browser(api);
    const { body } = await browser.post('/api/session', { login: user.login, password: PASSWORD });
    expect(body).toMatchObject({ stage: 'enrol', grants: [] });
    expect((await browser.get('/api/alerts')).body.code).toBe('sign_in_unfinished');
    const { body: proposed } = await browser.post('/api/account/second-factor');
    expect(proposed.uri).toMatch(/^otpauth:\/\/totp\/Tsunagi:u-/);
    expect(proposed.qr).toMatch(/^<svg /);
    const wrong = await browser.post('/api/account/second-factor/confirm', { code: '000000' });
    expect(wrong.body.code).toBe('second_factor_wrong');
    const done = await browser.post('/api/account/second-factor/confirm', { code: codeOf(proposed.secret) });
    expect(new Set(done.body.recoveryCodes).size).toBe(10);
    expect(done.body.session).toMatchObject({ stage: 'open', secondFactor: true, recoveryCodesLeft: 10 });
  });

  it('takes each code once, also in another session', async () => {
    const user = await manager();
    const code = codeOf(user.secret);
    const [one, two] = [new Browser(api), new Browser(api)];
    for (const browser of [one, two]) await browser.post('/api/session', { login: user.login, password: PASSWORD });
    expect((await one.post('/api/session/second-factor', { code })).status).toBe(200);
    expect((await two.post('/api/session/second-factor', { code })).body.code).toBe('second_factor_wrong');
    expect((await one.post('/api/session/second-factor', { code })).body.code).toBe('second_factor_wrong');
  });

  it('takes no code of two steps before', async () => {
    const user = await manager();
    const browser = new Browser(api);
    await browser.post('/api/session', { login: user.login, password: PASSWORD });
    const old = await browser.post('/api/session/second-factor', { code: codeOf(user.secret, -3) });
    expect(old.body.code).toBe('second_factor_wrong');
  });

  it('ends the session with the fifth wrong code', async () => {
    const user = await manager();
    const browser = new Browser(api);
    await browser.post('/api/session', { login: user.login, password: PASSWORD });
    for (let n = 0; n < 5; n += 1) await browser.post('/api/session/second-factor', { code: '000000' });
    expect((await browser.get('/api/session')).body.stage).toBe('signed_out');
  });

  it('can be a recovery code, once; new ones end those before', async () => {
    const user = await manager();
    const browser = await signIn(api, user);
    const { recoveryCodes } = (await browser.post('/api/account/recovery-codes')).body as { recoveryCodes: string[] };
    const use = async (recoveryCode: string) => {
      const other = new Browser(api);
      await other.post('/api/session', { login: user.login, password: PASSWORD });
      return other.post('/api/session/second-factor', { recoveryCode });
    };
    const first = await use(recoveryCodes[0]!.toLowerCase().replaceAll('-', ' '));
    expect(first.body).toMatchObject({ stage: 'open', recoveryCodesLeft: 9 });
    expect((await use(recoveryCodes[0]!)).body.code).toBe('second_factor_wrong');
    await browser.post('/api/account/recovery-codes');
    expect((await use(recoveryCodes[1]!)).body.code).toBe('second_factor_wrong');
  });

  it('is asked for afresh before it is replaced, and its secret opens in no other row', async () => {
    const user = await manager();
    const browser = await signIn(api, user);
    await api.t.db
      .updateTable('sessions')
      .set({ second_at: new Date(Date.now() - 16 * 60_000) })
      .where('person_id', '=', user.personId)
      .execute();
    expect((await browser.post('/api/account/second-factor')).body.code).toBe('fresh_code_needed');
    await browser.post('/api/session/second-factor', { code: await freshCode(api, user) });
    expect((await browser.post('/api/account/second-factor')).status).toBe(200);

    const thief = await manager();
    const { totp_secret } = await api.t.db
      .selectFrom('accounts')
      .select('totp_secret')
      .where('person_id', '=', thief.personId)
      .executeTakeFirstOrThrow();
    await api.t.db
      .updateTable('accounts')
      .set({ totp_secret, totp_step: 0 })
      .where('person_id', '=', user.personId)
      .execute();
    const other = new Browser(api);
    await other.post('/api/session', { login: user.login, password: PASSWORD });
    expect((await other.post('/api/session/second-factor', { code: codeOf(thief.secret) })).status).toBe(403);
  });
});
