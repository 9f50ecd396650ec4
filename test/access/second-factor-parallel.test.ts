import { type Api, type ApiClient, openApi } from '../support/api';
import { Browser, freshCode, makeUser, PASSWORD, signIn } from './sign-in-fixture';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
});
afterAll(() => api.t.close());
beforeEach(() => api.t.db.deleteFrom('rate_counters').execute());

async function begun() {
  const user = await makeUser(api, [{ clientId: own.clientId, role: 'manager' }]);
  const browser = new Browser(api);
  await browser.post('/api/session', { login: user.login, password: PASSWORD });
  const { cookies, csrf } = browser;
  /** The same browser, as it was: each answer may give it another token. */
  const again = () => Object.assign(new Browser(api), { cookies: new Map(cookies), csrf });
  return { user, send: (code: string) => again().post('/api/session/second-factor', { code }) };
}
const ROUNDS = [1, 2, 3];

it.each(ROUNDS)('of many right codes at once one opens the session, the others are refused (%i)', async () => {
  const { user, send } = await begun();
  const code = await freshCode(api, user);
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(code)));
  const seen = answers.map(({ status }) => status).sort();
  expect(seen.filter((status) => status === 200)).toHaveLength(1);
  expect(seen.filter((status) => status >= 500)).toEqual([]);
});

it.each(ROUNDS)('many wrong codes at once are all counted: the fifth ends the session (%i)', async () => {
  const { user, send } = await begun();
  const answers = await Promise.all(Array.from({ length: 9 }, () => send('000000')));
  expect(answers.map(({ status }) => status).filter((status) => ![401, 403].includes(status))).toEqual([]);
  const { failures, revoked_why } = await api.t.db
    .selectFrom('sessions')
    .select(['failures', 'revoked_why'])
    .where('person_id', '=', user.personId)
    .executeTakeFirstOrThrow();
  expect([failures, revoked_why]).toEqual([5, 'failures']);
});

it('an action whose session ends beside it is answered as signed out', async () => {
  const admin = await makeUser(api, [{ clientId: null, role: 'administrator' }]);
  const one = await makeUser(api, []);
  const browser = await signIn(api, admin);
  const act = () => browser.post(`/api/accounts/${one.personId}/require-password`);
  const signOut = () => browser.post('/api/session/sign-out', { everywhere: true });
  const answers = await Promise.all([act(), act(), signOut(), act(), act()]);
  for (const { status } of answers) expect([200, 401]).toContain(status);
});
