import { randomUUID } from 'node:crypto';
import { contract } from '../../api/contract';
import { rolesOf, type RouteContract } from '../../api/http/route';
import { type Owner, vaultPatterns } from './leak-search/values';
import { searchDatabase } from './leak-search/sources';
import { type Pattern, Patterns } from './leak-search/patterns';
import { type Api, type ApiClient, openApi } from '../support/api';

let api: Api;
let own: ApiClient;
let patterns: Patterns<Owner>;
beforeAll(async () => {
  api = await openApi({ RATE_SCALE: '10000' });
  own = await api.client({ customers: [{ channels: ['phone', 'sms'] }, {}] });
  const all: Pattern<Owner>[] = [];
  for await (const pattern of vaultPatterns(api.t.db, api.t.vault)) all.push(pattern);
  patterns = new Patterns(all);
});
afterAll(() => api.t.close());

/** A caller who puts personal data of a customer into every field. */
const VALUES = ['見本 0', 'c0@customers.example', '+81312345678'];
const ALL = VALUES.join(' ');

const holds = (text: string): boolean => {
  let found = false;
  patterns.search(Buffer.from(text), () => (found = true));
  return found;
};

const routes = Object.entries<RouteContract>(contract);
/** One body with a value wherever a route might look for something. */
const bodyOf = (value: string) => ({
  ...Object.fromEntries(
    ['reason', 'note', 'source', 'evidence', 'comment', 'purpose', 'reference', 'channel', 'kind', 'code', 'name'].map(
      (field) => [field, value],
    ),
  ),
  [value]: value,
  customerId: value,
  contractId: value,
  fields: [value],
  choices: { [value]: value },
  scope: { notice: value, customers: [value] },
  reviewOn: value,
  until: value,
});

it.each(routes)('%s echoes no value back, whatever is wrong with the request', async (_name, route) => {
  const role = rolesOf(route)[0];
  const key = role && own.keys[role].key;
  const wild = route.path.replace(/\{\w+\}/g, encodeURIComponent(ALL));
  const known = route.path.replace(/\{\w+\}/g, String(own.campaignId));
  const bodies = [
    ['application/json', JSON.stringify(bodyOf(ALL))],
    ['text/csv', `{${ALL}`],
  ] as const;
  for (const path of new Set([wild, known])) {
    for (const [type, body] of route.method === 'get' ? bodies.slice(0, 1) : bodies) {
      const sent = api
        .send(route.method, path, key)
        .query({ cursor: ALL, limit: ALL, campaign: ALL, day: ALL })
        .set('Idempotency-Key', randomUUID())
        .set('If-Match', '"1"');
      const answer = await (route.method === 'get' ? sent : sent.set('Content-Type', type).send(body));
      // an author reads what in the campaign file is wrong, in the file's own words
      const shown = route.body?.kind === 'text' ? '' : (answer.text ?? '');
      expect({ path, type, found: holds(shown) }).toEqual({ path, type, found: false });
      expect(answer.status).not.toBe(500);
    }
  }
});

it('an unreadable body, an unknown path and a key that is a name are not echoed either', async () => {
  for (const value of VALUES) {
    const key = own.keys.manager.key;
    const path = `/api/customers/${encodeURIComponent(value)}`;
    const answers = [
      await api.send('post', '/api/campaigns', key).set('Content-Type', 'application/json').send(`{"a": "${value}`),
      await api.send('get', `/${encodeURIComponent(value)}`, key),
      await api.send('get', path, key),
      await api.send('get', `/api/campaigns?cursor=${encodeURIComponent(value)}`, key),
      await api.send('get', '/api/campaigns', encodeURIComponent(value)),
    ];
    for (const answer of answers) expect([value, holds(answer.text)]).toEqual([value, false]);
  }
});

it('and nothing of it is in the log, the metrics or the database', async () => {
  expect(api.logged.length).toBeGreaterThan(routes.length);
  expect(api.logged.filter(holds)).toEqual([]);
  expect(holds((await api.send('get', '/metrics', own.keys.administrator.key).expect(200)).text)).toBe(false);
  const found: string[] = [];
  await searchDatabase(api.t.ownerUrl, patterns, (where) => found.push(where));
  expect(found).toEqual([]);
});
