import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import { contract } from '../../api/contract';
import { type RouteContract, rolesOf } from '../../api/http/route';
import { type Api, type ApiClient, openApi } from '../support/api';
import { valueOf } from './json-schema';
import { FUZZ_MS, runs } from './runs';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi({ RATE_SCALE: '10000' });
  own = await api.client({ status: 'running', customers: [{ channels: ['phone', 'post'] }, { protected: true }] });
});
afterAll(() => api.t.close());

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
const routes = Object.entries<RouteContract>(contract).filter(
  ([, { body, query }]) => query ?? (body && 'schema' in body),
);

it.each(routes)(
  '%s answers whatever it is sent, and never with a fault of its own',
  async (_, route) => {
    const body =
      route.body && 'schema' in route.body && route.body.schema
        ? valueOf(schemaOf(route.body.schema))
        : fc.constant(undefined);
    const query = route.query ? valueOf(schemaOf(route.query)) : fc.constant({});
    const id = fc.oneof(
      { weight: 3, arbitrary: fc.constant('own') },
      { weight: 1, arbitrary: fc.constantFrom('0', '9007199254740991', '1e3', '%00', 'x') },
    );
    const key = own.keys[rolesOf(route)[0] ?? 'manager'].key;
    await fc.assert(
      fc.asyncProperty(body, query, id, async (sent, asked, part) => {
        const mine = route.path.includes('/customers/') ? own.customers[0]!.id : own.campaignId;
        const path = route.path.replace(/\{\w+\}/g, part === 'own' ? String(mine) : part);
        const request = api
          .send(route.method, path, key)
          .query(textsOf(asked))
          .set({ 'Idempotency-Key': randomUUID(), 'If-Match': '"1"' });
        const response = await (sent === undefined
          ? request
          : request
              .type('application/json')
              .serialize(String)
              .send(JSON.stringify(sent) as never));
        if (response.status >= 500) throw new Error(`${response.status}: ${api.logged.at(-2)}`);
      }),
      runs(4),
    );
  },
  FUZZ_MS,
);

function textsOf(asked: unknown): Record<string, string> {
  if (typeof asked !== 'object' || asked === null) return {};
  const known = Object.entries(asked).filter(([name]) => /^\w+$/.test(name) && name !== '__proto__');
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? well(value) : String(JSON.stringify(value))]),
  );
}

/** A query is UTF-8: half a character cannot be sent. */
const well = (text: string): string => Buffer.from(text).toString();
