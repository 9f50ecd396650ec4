import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey, revokeApiKey } from '../../db/access/api-keys';
import { accessRule, type Action, allowed, mayAct, RIGHTS, ROLE_NAMES } from '../../domain/access/access';
import { type Document, type Operation, pathTable, sample, tableOf } from './access-sample';
import { makeWorld, type World } from './access-world';
import { type Api, type ApiClient, openApi } from '../support/api';
import { contract } from '../../api/contract';
import { openapiDocument } from '../../api/http/openapi';

// Every route of the OpenAPI document, found there and nowhere else: a new one is covered without anybody's doing. What
// the sampler can't guess makes its test fail until it is named here.
const BODIES: Record<string, object> = {
  bookAnswer: {
    identity: [
      { item: 'birthDate', said: '1970-01-02' },
      { item: 'contractNumber', said: 'x' },
    ],
    takeBack: [1],
  },
  checkIdentity: {
    identity: [
      { item: 'birthDate', said: '1970-01-02' },
      { item: 'nameKana', said: 'x' },
    ],
  },
  sendNewLink: {
    identity: [
      { item: 'birthDate', said: '1970-01-02' },
      { item: 'contractNumber', said: 'x' },
    ],
  },
  addRepresentative: { phone: '0312345678' },
  endEnclosure: { ending: 'to_client' },
  proposeAddress: { postalCode: '105-0022' },
  recordResearch: { ways: ['phone'], ground: null, found: 'nothing', next: 'end' },
  endBox: { certificate: 'R-2027-1' },
  openBox: { no: 'B-1' },
  endSetAside: { handedTo: 'post' },
  setLane: { opens: '09:00', closes: '19:00' },
};

const document = openapiDocument(contract, 'http://localhost') as unknown as Document;
const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method as 'get', operation })),
);
type Route = (typeof routes)[number];
const guarded = routes.filter(({ operation }) => operation['x-action'] !== undefined);
const named = (list: Route[]) => list.map((route) => [route.operation.operationId, route] as const);

const OTHER = 7_700_000_000;
const SISTER = 8_800_000_000;
const FOREIGN = /\b[78][78]000\d{5}\b|秘密[78]/;
const ABSENT = 999_999_999_999;
/** Parameters of paths that are no ids. */
const PLAIN: Record<string, string | number> = { version: 2, no: 1, noticeId: 'notice' };

let api: Api;
let own: ApiClient;
let ours: World;
let other: World;
let sister: World;
let keys: { expired: string; revoked: string };
/** Only the first wall: the scope that the queries take. */
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  api = await openApi();
  // with every right beyond the roles, so that the role alone decides; access.test.ts takes the rights away
  own = await api.client({ rights: RIGHTS });
  const elsewhere = await api.client();
  const person = own.keys.auditor.personId;
  ours = await makeWorld(api.t, { clientId: own.clientId, personId: person }, 5_000_000_000);
  sister = await makeWorld(api.t, { clientId: own.clientId, personId: person }, SISTER);
  const stranger = { clientId: elsewhere.clientId, personId: elsewhere.keys.auditor.personId };
  other = await makeWorld(api.t, stranger, OTHER);
  other.clients = elsewhere.clientId;
  const grant = { personId: own.keys.manager.personId, clientId: own.clientId, role: 'manager' as const };
  const revoked = await createApiKey(api.t.db, grant);
  await revokeApiKey(api.t.db, revoked.id);
  const expired = await createApiKey(api.t.db, { ...grant, expiresAt: Date.now() - 1000 });
  keys = { expired: expired.key, revoked: revoked.key };
  const { db, pool, vault, url } = api.t;
  const config = loadConfig({ DATABASE_URL: url, MASTER_KEY_FILE: '/unused', RATE_SCALE: '10000' });
  const scoped = { db: () => db };
  app = createApp({ config, db, pool, scoped, vault, log: pino({ level: 'silent' }) });
});
afterAll(() => api.t.close());

describe('who may call', () => {
  it.each(named(guarded))('%s', async (_name, route) => {
    const action = route.operation['x-action'] as Action;
    expect(accessRule(action)).toBeDefined();
    for (const role of ROLE_NAMES) {
      const { status, body } = await call(route, own.keys[role].key);
      expect([role, status === 403 && body.code === 'forbidden']).toEqual([role, !allowed(role, action)]);
      expect(status).not.toBe(401);
    }
    for (const key of [undefined, keys.expired, keys.revoked, `tk_${'x'.repeat(43)}`]) {
      const { status, text } = await call(route, key);
      expect(status).toBe(401);
      expect(text).not.toMatch(/秘密|5000\d{6}/);
    }
  });

  it('every route that is open to all is one of these', () => {
    const open = routes.filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ path }) => path).filter((path) => !path.startsWith('/api/sign-in'))).toEqual(
      expect.arrayContaining(['/healthz', '/readyz']),
    );
    expect(open.length).toBeLessThanOrEqual(OPEN);
  });
});

/** Number of public routes: sign-in, health, clock and the document itself. Review this number before raising it. */
const OPEN = 16;

describe("another client's ids", () => {
  it.each(named(guarded.filter((route) => slotsOf(route).length > 0 && reachOf(route) !== 'installation')))(
    '%s answers as if there were none',
    async (_name, route) => {
      const role = ROLE_NAMES.find(
        (name) => name !== 'administrator' && allowed(name, route.operation['x-action'] as Action),
      );
      if (role) await same(route, own.keys[role].key, other);
    },
  );
});

describe('what can be read', () => {
  const reading = guarded.filter((route) => route.method === 'get' && reachOf(route) !== 'installation');
  it.each(named(reading))("%s shows nothing of another client's", async (_name, route) => {
    for (const role of ROLE_NAMES) {
      if (!allowed(role, route.operation['x-action'] as Action)) continue;
      const text = saidIn(await call(route, own.keys[role].key, ours));
      // the access log keeps which campaign a caller has asked for
      expect(text.replace(/"campaignId":\d+/g, route.path === '/api/access-log' ? '' : '$&')).not.toMatch(
        /\b77000\d{5}\b|秘密7/,
      );
    }
  });
});

describe('a key limited to one campaign', () => {
  it.each(named(guarded.filter((route) => reachOf(route) !== 'installation')))('%s', async (_name, route) => {
    const action = route.operation['x-action'] as Action;
    const role = ROLE_NAMES.find((name) => name !== 'administrator' && allowed(name, action));
    if (!role) return;
    const campaigns = [ours.campaigns!];
    const limit = { personId: own.keys[role].personId, clientId: own.clientId, role, campaigns, rights: RIGHTS };
    const { key } = await createApiKey(api.t.db, limit);
    const may = mayAct({ role, campaigns, actions: null, rights: RIGHTS }, action);
    const answer = await call(route, key, ours);
    expect(answer.status === 403 && answer.body.code === 'forbidden').toBe(!may);
    expect(saidIn(answer)).not.toMatch(FOREIGN);
    if (may && slotsOf(route).length > 0) await same(route, key, sister);
  });

  it('a key limited to some actions has no other', async () => {
    const grant = { personId: own.keys.manager.personId, clientId: own.clientId, role: 'manager' as const };
    const { key } = await createApiKey(api.t.db, { ...grant, actions: ['campaign.read'] });
    const send = (path: string) => request(app).get(path).set('Authorization', `Bearer ${key}`);
    await send('/api/campaigns').expect(200);
    await send('/api/requests').expect(403);
  });
});

/** Each id of the route, one at a time, from elsewhere: the answer is the same as for an id that does not exist. */
async function same(route: Route, key: string, world: World): Promise<void> {
  for (const [index, slot] of slotsOf(route).entries()) {
    const theirs = world[slot.table];
    if (theirs === ours[slot.table]) continue; // a colleague is one of all campaigns
    if (theirs === undefined) throw new Error(`no row of ${slot.table} in access-world.ts`);
    const foreign = await call(route, key, ours, { at: slot.at, id: theirs });
    const absent = await call(route, key, ours, { at: slot.at, id: ABSENT });
    expect([slot.at, foreign.status, textWithout(foreign, theirs)]).toEqual([
      slot.at,
      absent.status,
      textWithout(absent, ABSENT),
    ]);
    expect(textWithout(foreign, theirs)).not.toMatch(FOREIGN);
    if (index === 0 && slot.at.startsWith('path.')) {
      expect([slot.at, foreign.status, foreign.body.code, foreign.body.issues]).toEqual([
        slot.at,
        404,
        'not_found',
        [],
      ]);
    }
  }
}

/** Text of an answer without the id that was sent, and without what differs in every answer. */
function textWithout({ text }: { text: string }, id: number): string {
  return text
    .replaceAll(String(id), 'ID')
    .replace(/"(errorId|instance)":"[^"]*"/g, '')
    .replace(/"(id|sequence)":\d+/g, '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T');
}

function reachOf({ operation }: Route) {
  return accessRule(operation['x-action']!)?.reach;
}

interface Slot {
  at: string;
  table: string;
}

/** Every place of the request that takes an id. */
function slotsOf({ path, operation }: Route): Slot[] {
  const slots: Slot[] = [];
  for (const { in: where, name } of operation.parameters ?? []) {
    const table = where === 'path' ? pathTable(path, name) : where === 'query' ? tableOf(name) : undefined;
    const at = `${where}.${name}`;
    if (table && name !== 'version' && name !== 'noticeId') slots.push({ at, table });
  }
  const schema = bodySchema(operation);
  if (schema) sample(document, schema, (table, at) => (slots.push({ at, table }), 1), 'body');
  return slots;
}

function bodySchema({ requestBody }: Operation) {
  return requestBody?.content['application/json']?.schema;
}

async function call(route: Route, key?: string, world?: World, put?: { at: string; id: number }) {
  const { path, method, operation } = route;
  const idOf = (table: string, at: string) => (put?.at === at ? put.id : (world?.[table] ?? ABSENT));
  let url = path;
  const query: Record<string, string | number> = {};
  for (const { in: where, name, required, schema } of operation.parameters ?? []) {
    const at = `${where}.${name}`;
    if (where === 'path') {
      const value = PLAIN[name] ?? idOf(pathTable(path, name), at);
      url = url.replace(`{${name}}`, String(value));
    }
    const table = where === 'query' ? tableOf(name) : undefined;
    if (table && (put || required)) query[name] = idOf(table, at);
    else if (where === 'query' && required) query[name] = String(sample(document, schema, idOf, at));
  }
  const sent = request(app)[method](url).query(query).set('Idempotency-Key', randomUUID()).set('If-Match', '"1"');
  if (key) void sent.set('Authorization', `Bearer ${key}`);
  if (!world) return sent;
  const types = Object.keys(operation.requestBody?.content ?? {});
  if (types.length === 0) return sent;
  const schema = bodySchema(operation);
  const given = schema
    ? JSON.stringify({ ...(sample(document, schema, idOf, 'body') as object), ...BODIES[operation.operationId] })
    : 'x';
  const type = schema ? 'application/json' : types[0]!;
  return sent.set('Content-Type', type).send(given);
}

/** An answer as text; a printed sheet is bytes. */
const saidIn = ({ text, body }: request.Response): string => text ?? String(body);
