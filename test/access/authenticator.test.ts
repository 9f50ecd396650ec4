import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { createHttpApp } from '../../sandbox/authenticator/http';
import { type KnownAccount, openAccounts } from '../../sandbox/demo/accounts';
import { createPeople } from '../../sandbox/demo/people';
import { type Api, openApi } from '../support/api';
import { Browser, ORIGIN } from './sign-in-fixture';
import { listen, urlOf } from '../sandbox/operators-support';

let api: Api;
let server: Server;
let dir: string;
let file: string;
beforeAll(async () => {
  api = await openApi();
  server = await listen(api.app);
  dir = mkdtempSync(join(tmpdir(), 'authenticator-'));
  file = join(dir, 'authenticator.json');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
  await api.t.close();
});

/** Opens the demo's accounts; `cutOffAt` ends it with the save of that number, as a kill would. */
async function open(people: { clientId: number; suffix: string }, known: KnownAccount[], cutOffAt = Infinity) {
  let saves = 0;
  let kept = known;
  const save = (accounts: KnownAccount[]) => {
    kept = structuredClone(accounts);
    if (++saves === cutOffAt) throw new Error('cut off');
  };
  const { db, vault } = api.t;
  const of = { clientId: people.clientId, suffix: people.suffix, api: { base: urlOf(server), origin: ORIGIN } };
  await openAccounts({ db, vault, ...of, known, save }).catch((error: Error) => {
    if (error.message !== 'cut off') throw error;
  });
  return kept;
}

/** Signs in with what the page shows, once the code of the enrolment is behind. */
async function signInByPage(login: string) {
  await api.t.db.updateTable('accounts').set({ totp_step: 0 }).execute();
  const { text } = await request(createHttpApp(file)).get('/').expect(200);
  const row = text.slice(text.indexOf(`<code>${login}</code>`));
  const [, password, code] = /<code>[^<]*<\/code><\/td><td><code>([^<]*)<\/code><\/td>\s*<td><code[^>]*>(\d{6})</.exec(
    row,
  )!;
  const browser = new Browser(api);
  await browser.post('/api/session', { login, password });
  return (await browser.post('/api/session/second-factor', { code })).body as { stage: string; grants: object[] };
}

test('each person signs in with what the authenticator shows; the visitor may take every role', async () => {
  const people = await createPeople(api.t.db);
  const accounts = await open(people, []);
  expect(accounts.map(({ ready }) => ready)).toEqual(Array(9).fill(true));
  writeFileSync(file, JSON.stringify(accounts));
  expect(await signInByPage(`hirai-${people.suffix}`)).toMatchObject({ stage: 'open' });
  const visitor = await signInByPage(`kengaku-${people.suffix}`);
  expect(visitor.stage).toBe('choose_grant');
  expect(visitor.grants).toHaveLength(7);
});

test.each([1, 2, 3, 4, 6])('cut off at save %i, a second start comes to accounts that all work', async (at) => {
  const people = await createPeople(api.t.db);
  const half = await open(people, [], at);
  expect(half.length).toBeLessThan(9);
  const accounts = await open(people, half);
  expect(accounts.map(({ ready }) => ready)).toEqual(Array(9).fill(true));
  writeFileSync(file, JSON.stringify(accounts));
  for (const { login } of accounts.slice(0, 3)) {
    expect((await signInByPage(login)).stage).toMatch(/^(open|choose_grant)$/);
  }
});

test('the codes change each half minute, and the page says when', async () => {
  const account = { name: '青木 <悠>', login: 'aoki', password: 'x', secret: 'JBSWY3DPEHPK3PXP', roles: ['manager'] };
  writeFileSync(file, JSON.stringify([account]));
  const at = (seconds: number) => request(createHttpApp(file, () => seconds * 1000)).get('/api/codes');
  const [first, same, next] = [(await at(60)).body, (await at(89)).body, (await at(90)).body];
  expect([first.secondsLeft, same.secondsLeft, next.secondsLeft]).toEqual([30, 1, 30]);
  expect(same.people).toEqual(first.people);
  expect(next.people[0].code).not.toBe(first.people[0].code);
  expect(first.people[0]).not.toHaveProperty('secret');
  const page = await request(createHttpApp(file)).get('/?lang=en');
  expect(page.text).toContain('青木 &lt;悠&gt;');
  expect(page.text).not.toContain(account.secret);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
});

test('before there are accounts the page says so', async () => {
  const { text } = await request(createHttpApp(join(dir, 'none.json')))
    .get('/')
    .expect(200);
  expect(text).toContain('アカウントの準備中です。');
});
