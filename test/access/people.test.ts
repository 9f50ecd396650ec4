import { endGrant } from '../../db/access/grants';
import { setDisabled } from '../../db/access/accounts';
import { type Api, type ApiClient, openApi } from '../support/api';
import { administratorHeaders, makeUser } from './sign-in-fixture';
import request from 'supertest';

let api: Api;
let own: ApiClient;
let other: ApiClient;
beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  other = await api.client();
});
afterAll(() => api.t.close());

interface Person {
  id: number;
  name: string;
  roles: string[];
  active: boolean;
}

/** Everybody, page by page. */
async function people(key: string, limit: number): Promise<Person[]> {
  const found: Person[] = [];
  let next: string | null | undefined;
  for (let page = 0; next !== null && page < 100; page += 1) {
    const query: string = next === undefined ? '' : `&cursor=${next}`;
    const { body } = await api.send('get', `/api/people?limit=${limit}${query}`, key).expect(200);
    found.push(...(body.items as Person[]));
    next = body.next as string | null;
  }
  return found;
}

describe('people of a client', () => {
  test('are named to each role of the client, once each, and to no other client', async () => {
    const ids = Object.entries(own.keys)
      .filter(([role]) => role !== 'administrator')
      .map(([, { personId }]) => personId);
    for (const role of ['manager', 'client_viewer'] as const) {
      const seen = await people(own.keys[role].key, 2);
      expect(seen.map(({ id }) => id)).toEqual([...ids].sort((a, b) => a - b));
      expect(seen.find(({ id }) => id === own.keys.operator.personId)).toMatchObject({
        roles: ['operator'],
        active: true,
      });
    }
    const theirs = (await people(other.keys.manager.key, 50)).map(({ id }) => id);
    expect(theirs.filter((id) => ids.includes(id))).toEqual([]);
    await api.send('get', '/api/people', own.keys.administrator.key).expect(403);
  });

  test('who left keep their name, without a role', async () => {
    const left = await makeUser(api, [{ clientId: other.clientId, role: 'operator' }]);
    const closed = await makeUser(api, [
      { clientId: other.clientId, role: 'auditor' },
      { clientId: own.clientId, role: 'manager' },
    ]);
    const grant = await api.t.db
      .selectFrom('grants')
      .select('id')
      .where('person_id', '=', left.personId)
      .executeTakeFirstOrThrow();
    await api.t.db.transaction().execute(async (trx) => {
      await endGrant(trx, { personId: left.personId, grantId: grant.id, endedBy: null });
      await setDisabled(trx, closed.personId, true);
    });
    const seen = await people(other.keys.auditor.key, 50);
    const of = (id: number) => seen.find((person) => person.id === id);
    expect(of(left.personId)).toEqual({ id: left.personId, name: '青木 悠', roles: [], active: false });
    expect(of(closed.personId)).toEqual({ id: closed.personId, name: '青木 悠', roles: ['auditor'], active: false });
  });
});

test('an administrator chooses among the clients; no other role sees them', async () => {
  const { body } = await request(api.app)
    .get('/api/clients?limit=1')
    .set(await administratorHeaders(api));
  const first = await request(api.app)
    .get(`/api/clients?cursor=${body.next}`)
    .set(await administratorHeaders(api));
  const ids = [...body.items, ...first.body.items].map(({ id }: { id: number }) => id);
  expect(body.items).toHaveLength(1);
  expect(ids).toEqual(expect.arrayContaining([own.clientId, other.clientId]));
  await api.send('get', '/api/clients', own.keys.manager.key).expect(403);
});
