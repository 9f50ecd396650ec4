import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from '../../sandbox/demo/api-client';
import { decideHeldRows } from '../../sandbox/demo/held-rows';
import { EXAMPLE, type Api, type ApiClient as Client, openApi } from '../support/api';

const CUSTOMERS = readFileSync(join(__dirname, '..', '..', 'examples', 'customers.csv'));

let api: Api;
let own: Client;
let server: Server;
let campaign: string;
const by = (role: 'manager' | 'operator') =>
  new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, own.keys[role].key);

beforeAll(async () => {
  api = await openApi();
  own = await api.client();
  server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const file = { method: 'POST' as const, body: EXAMPLE, type: 'application/yaml' };
  campaign = `/api/campaigns/${(await by('manager').call<{ id: number }>('/api/campaigns', file)).id}`;
  const rows = { method: 'PUT' as const, body: CUSTOMERS, type: 'text/csv' };
  await by('manager').call(`${campaign}/audience`, rows);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.t.close();
});

it('the people of the sandbox decide every held row of the example, and follow its remarks', async () => {
  const desk = { operator: by('operator'), manager: by('manager'), path: campaign, today: '2027-01-10' };
  const decided = await decideHeldRows(desk);
  expect(decided.exclude).toBeGreaterThan(0);
  const { contracts } = await by('manager').call<{ contracts: { held: number } }>(`${campaign}/audience`);
  expect(contracts.held).toBe(0);
  const { db } = api.t;
  const refused = db.selectFrom('consents').select('customer_id').where('source', '=', 'remark').distinct();
  expect(await refused.execute()).toHaveLength(1);
  expect(await db.selectFrom('representatives').select(['relation', 'channels']).execute()).toEqual([
    { relation: 'contact', channels: ['post'] },
  ]);
  expect(await db.selectFrom('customers').select('id').where('large_print', '=', true).execute()).toHaveLength(1);
  expect(await db.selectFrom('protections').select('id').where('lifted_at', 'is', null).execute()).toHaveLength(1);
  const open = db.selectFrom('holds').select('reason').where('released_at', 'is', null).orderBy('reason');
  expect((await open.execute()).map(({ reason }) => reason)).toEqual(['death', 'other']);
});
