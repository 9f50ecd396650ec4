import { contract } from '../../../api/contract';
import { rolesOf, type RouteContract } from '../../../api/http/route';
import { type Role } from '../../../domain/access/access';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { type Browser, freshCode, makeUser, signIn, type User } from '../sign-in-fixture';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
});
afterAll(() => api.t.close());

const asked = Object.entries<RouteContract>(contract).filter(([, { freshCode: code }]) => code);
const body = { contentHash: '0'.repeat(64), reason: 'x', comment: 'x' };
const pathOf = ({ path }: RouteContract) => path.replace(/\{\w+\}/g, '999999');

const people = new Map<Role, { user: User; browser: Browser }>();
async function personAs(role: Role): Promise<{ user: User; browser: Browser }> {
  const known = people.get(role);
  if (known) return known;
  const user = await makeUser(api, [{ clientId: own.clientId, role }]);
  const person = { user, browser: await signIn(api, user) };
  people.set(role, person);
  return person;
}

/** As after twenty minutes in the same session. */
const grow = (personId: number) =>
  api.t.db
    .updateTable('sessions')
    .set({ second_at: new Date(Date.now() - 20 * 60_000) })
    .where('person_id', '=', personId)
    .execute();

it('approvals, adoption, start and stop ask for one; what can be taken back does not', () => {
  const names = ['approveCampaign', 'startCampaign', 'stopCampaign', 'approvePlanVersion', 'adoptPlanVersion'];
  expect(asked.map(([name]) => name).sort()).toEqual([...names, 'approveRequest'].sort());
});

describe.each(asked)('%s', (_name, route) => {
  const role = rolesOf(route)[0]!;

  it('takes a code of the last minutes in a session', async () => {
    const { user, browser } = await personAs(role);
    await grow(user.personId);
    const refused = await browser.post(pathOf(route));
    expect([refused.status, refused.body.code]).toEqual([403, 'fresh_code_needed']);
    await browser.post('/api/session/second-factor', { code: await freshCode(api, user) });
    const heard = await browser.post(pathOf(route), body);
    expect([heard.status, heard.body.code]).toEqual([404, 'not_found']);
  });

  it('takes an API key as before', async () => {
    const heard = await api.act(pathOf(route), own.keys[role].key, body);
    expect([heard.status, heard.body.code]).toEqual([404, 'not_found']);
  });
});
