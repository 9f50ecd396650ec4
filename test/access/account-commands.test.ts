import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountCreate, accountReset, accountUnlock, keyCreate, keyList, keyRevoke } from '../../cli/account-commands';
import { type Api, type ApiClient, openApi } from '../support/api';
import { accessLedger, Browser, PASSWORD } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
let client: string;
const dir = mkdtempSync(join(tmpdir(), 'accounts-'));
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  const row = await api.t.db.selectFrom('clients').select('code').where('id', '=', own.clientId).executeTakeFirst();
  client = row!.code;
  const file = join(dir, 'master.key');
  writeFileSync(file, `${Buffer.alloc(32, 7).toString('hex')}\n`, { mode: 0o600 });
  process.env.DATABASE_URL = api.t.url;
  process.env.MASTER_KEY_FILE = file;
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await api.t.close();
});

const asked = { json: true, lang: 'en' as const };
async function run(command: (say: (line: string) => void) => Promise<number>) {
  const lines: string[] = [];
  const code = await command((line) => void lines.push(line));
  return { code, said: lines.map((line) => JSON.parse(line) as Record<string, unknown>)[0]! };
}

it('makes the first administrator, who then signs in', async () => {
  const options = { ...asked, login: 'root', name: '管理', role: 'administrator' as const, code: true };
  const { code, said } = await run((say) => accountCreate(options, say));
  expect([code, said.ok]).toEqual([0, true]);
  const redeemed = { login: 'root', code: said.code, password: PASSWORD };
  expect((await new Browser(api).post('/api/session/redeem', redeemed)).body.stage).toBe('enrol');
  expect(await run((say) => accountCreate(options, say))).toMatchObject({ code: 1, said: { code: 'login_taken' } });
});

it('resets and unlocks an account', async () => {
  const options = { ...asked, login: 'reset-me', name: 'x', code: false };
  expect((await run((say) => accountCreate(options, say))).said.code).toBeUndefined();
  const reset = await run((say) => accountReset({ ...asked, login: 'reset-me', secondFactor: true }, say));
  const redeemed = { login: 'reset-me', code: reset.said.code, password: PASSWORD };
  expect((await new Browser(api).post('/api/session/redeem', redeemed)).body.stage).toBe('choose_grant');
  const wrong = { login: 'reset-me', password: 'wrong wrong wrong' };
  for (let n = 0; n < 5; n += 1) await new Browser(api).post('/api/session', wrong);
  await api.t.db.deleteFrom('rate_counters').execute();
  const right = { login: 'reset-me', password: PASSWORD };
  expect((await new Browser(api).post('/api/session', right)).status).toBe(401);
  expect((await run((say) => accountUnlock({ ...asked, login: 'reset-me' }, say))).code).toBe(0);
  expect((await new Browser(api).post('/api/session', right)).status).toBe(200);
  const unknown = await run((say) => accountUnlock({ ...asked, login: 'unknown' }, say));
  expect(unknown).toMatchObject({ code: 1, said: { ok: false, code: 'not_found' } });
});

it('makes, lists and revokes keys of a program, within its role', async () => {
  const login = 'minato-system';
  const role = 'client_approver' as const;
  await run((say) => accountCreate({ ...asked, login, name: 'x', role, client, code: false }, say));
  const key = { ...asked, login, name: 'nightly', role, client, days: 30, actions: ['campaign.read' as const] };
  const made = await run((say) => keyCreate(key, say));
  await api.send('get', '/api/campaigns', made.said.key as string).expect(200);
  await api.send('get', '/api/lanes', made.said.key as string).expect(403);
  for (const change of [{ role: 'manager' as const }, { actions: ['campaign.start' as const] }]) {
    expect((await run((say) => keyCreate({ ...key, ...change }, say))).said.code).toBe('key_too_wide');
  }
  expect((await run((say) => keyCreate({ ...key, days: 400 }, say))).said.code).toBe('invalid_request');
  const listed = await run((say) => keyList({ ...asked, login }, say));
  expect(listed.said.keys).toMatchObject([{ name: 'nightly', role, ended: false, lastUsedAt: expect.any(String) }]);
  await run((say) => keyRevoke({ ...asked, login, id: made.said.id as number }, say));
  await api.send('get', '/api/campaigns', made.said.key as string).expect(401);
});

it.each([
  ['ja', /APIキー1件を取り消しました/, /APIキーはそのまま使えます/],
  ['en', /its API keys have ended \(1\)/, /API keys still work/],
] as const)('ends the API keys with the second factor, and says so (%s)', async (lang, ended, stay) => {
  const login = `keys-${lang}`;
  const role = 'client_approver' as const;
  await run((say) => accountCreate({ ...asked, login, name: 'x', role, client, code: false }, say));
  const made = await run((say) => keyCreate({ ...asked, login, name: 'n', role, client, days: 30 }, say));
  const call = () => api.send('get', '/api/campaigns', made.said.key as string);
  const reset = async (secondFactor: boolean) => {
    const lines: string[] = [];
    await accountReset({ json: false, lang, login, secondFactor }, (line) => void lines.push(line));
    return lines.join('\n');
  };
  expect(await reset(false)).toMatch(stay);
  await call().expect(200);
  expect(await reset(true)).toMatch(ended);
  await call().expect(401);
});

it('leaves its acts in the ledger', async () => {
  const entries = (await accessLedger(api)).filter(({ by }) => by === 'cli');
  const kinds = new Set(entries.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    ['account_created', 'account_reset', 'account_unlocked', 'key_created', 'key_revoked', 'role_given'].sort(),
  );
});
