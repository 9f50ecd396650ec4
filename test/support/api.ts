import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Express } from 'express';
import { pino } from 'pino';
import request, { type Test } from 'supertest';
import { createApp } from '../../api/app';
import { loadConfig } from '../../config/settings';
import { createApiKey } from '../../db/access/api-keys';
import { type Right, ROLE_NAMES, type Role } from '../../domain/access/access';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type SeedCustomer, seedCampaign, stepClock } from './seed';
import { type TestDb, testDb } from './test-db';

export const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'examples', 'campaign.yaml'), 'utf8');
export const ROLES = ROLE_NAMES;

/** One client with a draft campaign, one person and key per role. */
export interface ApiClient {
  clientId: number;
  campaignId: number;
  customers: { id: number; contracts: number[] }[];
  keys: Record<Role, { key: string; personId: number }>;
}

interface ClientOptions {
  customers?: SeedCustomer[];
  status?: 'running' | 'draft';
  doc?: CampaignDoc;
  /** Of every key, beyond its role. */
  rights?: readonly Right[];
}

export interface Api {
  t: TestDb;
  app: Express;
  /** What the app logged, one line of JSON each. */
  logged: string[];
  /** A request with this key; without one it is anonymous. */
  send(method: 'get' | 'post' | 'put', path: string, key?: string): Test;
  /** A POST with a fresh idempotency key. */
  act(path: string, key: string, body?: object): Test;
  client(options?: ClientOptions): Promise<ApiClient>;
}

/** The app on a database of its own, its clock standing before the first dispatch of the seeded campaign. */
export async function openApi(env: Record<string, string> = {}): Promise<Api> {
  const t = await testDb();
  await stepClock(t, '2027-01-10T10:00:00+09:00');
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const config = loadConfig({ DATABASE_URL: t.url, MASTER_KEY_FILE: '/unused', ...env });
  const app = createApp({ config, db: t.db, pool: t.pool, scoped: t.scoped, vault: t.vault, log });
  const send: Api['send'] = (method, path, key) => {
    const sent = request(app)[method](path);
    return key ? sent.set('Authorization', `Bearer ${key}`) : sent;
  };
  return {
    t,
    app,
    logged,
    send,
    act: (path, key, body) => send('post', path, key).set('Idempotency-Key', randomUUID()).send(body),
    client: (options) => makeClient(t, options),
  };
}

async function makeClient(
  t: TestDb,
  { customers = [{}, {}, {}], status = 'draft', doc, rights = [] }: ClientOptions = {},
): Promise<ApiClient> {
  const seeded = await seedCampaign(t, { customers, status, ...(doc && { doc }) });
  const keys = {} as ApiClient['keys'];
  for (const role of ROLES) {
    const personId = await makePerson(t, role);
    const clientId = role === 'administrator' ? null : seeded.clientId;
    keys[role] = { personId, key: (await createApiKey(t.db, { personId, clientId, role, rights })).key };
  }
  return { ...seeded, keys };
}

export async function makePerson(t: TestDb, name: string): Promise<number> {
  const person = { login: `${name}-${randomUUID()}`, name };
  const row = await t.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow();
  return row.id;
}

/** Submits and, for both gates, approves; answers the content hash. */
export async function approveAll(api: Api, own: ApiClient, id = own.campaignId): Promise<string> {
  const submitted = await api.act(`/api/campaigns/${id}/submit`, own.keys.manager.key).expect(200);
  const { contentHash } = submitted.body as { contentHash: string };
  await api.act(`/api/campaigns/${id}/approve`, own.keys.approver.key, { contentHash }).expect(200);
  await api.act(`/api/campaigns/${id}/approve`, own.keys.client_approver.key, { contentHash }).expect(200);
  return contentHash;
}

/** What the ledger of a campaign says, oldest first. */
export async function ledgerKinds(t: TestDb, campaignId: number): Promise<string[]> {
  const rows = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${campaignId}`)
    .orderBy('seq')
    .execute();
  return rows.map((row) => (JSON.parse(row.body) as { kind: string }).kind);
}
