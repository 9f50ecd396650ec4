import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { connectDb } from '../../db/platform/connect';
import { ensureDatabase } from '../../db/platform/roles';
import { Vault } from '../../db/privacy/vault';
import { testDoc } from '../support/seed';
import { testBase, type TestDb } from '../support/test-db';
import { type Db } from '../../db/platform/types';

const FIRST = ['0001_spine', '0002_import', '0003_ledger_by_journey'];

/** A database as the first release left it: mail only, before any of the later migrations. */
export async function oldDb(): Promise<TestDb> {
  const { superUrl } = testBase();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const passwords = { ownerPassword: 'test-only', appPassword: 'test-only' };
  const { ownerUrl, appUrl } = await ensureDatabase({ superUrl, database: name, ...passwords });
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const owner = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrations = FIRST.map(async (migration) => {
    const text = await readFile(join(__dirname, '..', '..', 'db', 'migrations', `${migration}.sql`), 'utf8');
    return [migration, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }] as const;
  });
  const provider = { getMigrations: async () => Object.fromEntries(await Promise.all(migrations)) };
  const { error } = await new Migrator({ db: owner, provider }).migrateToLatest();
  if (error) throw new Error('the first migrations failed', { cause: error });
  for (const table of ['campaigns', 'lanes']) {
    await sql.raw(`alter table ${table} alter column id restart with ${randomInt(1, 1_000_000_000)}`).execute(owner);
  }
  await owner.destroy();
  const { db, pool: app, scoped } = connectDb({ url: appUrl, max: 10 });
  const close = async () => {
    await db.destroy();
    const admin = new pg.Client({ connectionString: superUrl });
    await admin.connect();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
  return { db, pool: app, scoped, url: appUrl, ownerUrl, vault: new Vault(Buffer.alloc(32, 7)), close };
}

export interface OldCampaign {
  campaignId: number;
  laneId: number;
  customers: { customerId: number; journeyId: number; contractId: number }[];
}

/** Instants of the old installation. */
export const TOLD_AT = new Date('2027-02-01T00:00:00Z');

/**
 * A campaign in flight, written in the terms of the first schema: everybody's notice was placed, the first two have it,
 * the third's is still queued, and the second's answer has come in and was not read.
 */
export async function oldCampaign({ db, vault }: TestDb): Promise<OldCampaign> {
  const one = async (statement: ReturnType<typeof sql<{ id: number }>>) => (await statement.execute(db)).rows[0]!.id;
  const clientId = await one(sql`insert into clients (code, name) values ('old', 'みなと通信') returning id`);
  await sql`update clock set stepped_to = ${TOLD_AT}, speed = 86400, slot_ms = 86400000, slack_ms = 60000`.execute(db);
  const laneId = await one(sql`insert into lanes (channel, name, provider, launched)
    values ('mail', 'default', '{"zone":"Asia/Tokyo"}', true) returning id`);
  const campaignId =
    await one(sql`insert into campaigns (client_id, name, status, epoch, started_at, launched, turn, wake_at)
    values (${clientId}, 'みなとADSL 終了', 'running', 1, ${TOLD_AT}, true, 1, ${new Date('2027-02-02T03:00:00Z')}) returning id`);
  // `service` came later: `name` stands in where it is absent
  const { service: _, ...doc } = testDoc();
  await sql`insert into campaign_versions (campaign_id, version, client_id, doc)
    values (${campaignId}, 1, ${clientId}, ${JSON.stringify(doc)})`.execute(db);
  const scope = { db, vault, clientId, campaignId, laneId };
  const customers = [];
  for (const index of [0, 1, 2]) customers.push(await oldCustomer(scope, index));
  const { journeyId, contractId } = customers[1]!;
  await sql`insert into arrivals (client_id, campaign_id, journey_id, seq, kind, at, received_at, source, data, dedupe)
    values (${clientId}, ${campaignId}, ${journeyId}, 1, 'answer', ${TOLD_AT}, ${TOLD_AT}, 'web',
      ${JSON.stringify({ receipt: 'R', choices: { [contractId]: 'cancel' } })}, 'old-answer')`.execute(db);
  await sql`update journeys set arrival_seq = 1 where id = ${journeyId}`.execute(db);
  return { campaignId, laneId, customers };
}

interface OldScope {
  db: Db;
  vault: Vault;
  clientId: number;
  campaignId: number;
  laneId: number;
}

async function oldCustomer({ db, vault, clientId, campaignId, laneId }: OldScope, index: number) {
  const one = async (statement: ReturnType<typeof sql<{ id: number }>>) => (await statement.execute(db)).rows[0]!.id;
  const customerId = await one(sql`insert into customers (client_id, kind, party_hash)
    values (${clientId}, 'person', ${vault.index(clientId, 'party', String(index))}) returning id`);
  const { key, wrapped } = vault.newKey();
  const mail = `old${index}@customers.example`;
  await sql`insert into vault_keys values (${customerId}, ${clientId}, ${vault.keyId}, ${wrapped})`.execute(db);
  await sql`insert into vault_items values (${customerId}, 'profile', ${clientId},
    ${vault.encrypt(key, { name: `見本 ${index}`, birth: '1970-01-02', mail })})`.execute(db);
  await sql`insert into contact_points (customer_id, channel, client_id, hash)
    values (${customerId}, 'mail', ${clientId}, ${vault.index(clientId, 'mail', mail)})`.execute(db);
  const number = `OLD-${index}`;
  const contractId = await one(sql`insert into contracts (client_id, customer_id, number_hash, row_hash)
    values (${clientId}, ${customerId}, ${vault.index(clientId, 'contract', number)}, ${Buffer.from(number)}) returning id`);
  await sql`insert into vault_items values (${customerId}, ${`contract:${contractId}`}, ${clientId},
    ${vault.encrypt(key, { number })})`.execute(db);
  await sql`insert into audience (campaign_id, contract_id, client_id, customer_id, line, state)
    values (${campaignId}, ${contractId}, ${clientId}, ${customerId}, ${index + 2}, 'included')`.execute(db);
  const handed = index < 2;
  const state = handed ? 'notified' : 'scheduled';
  const journeyId = await one(sql`insert into journeys
      (client_id, campaign_id, customer_id, state, step, turn, wake_at, started_run)
    values (${clientId}, ${campaignId}, ${customerId}, ${state}, 'reminder', 0, ${new Date('2027-02-15T00:30:00Z')}, 1)
    returning id`);
  const placed = {
    did: 'place',
    step: 'notice',
    on: 'mail',
    why: 'consent_unknown_allowed',
    next: 'reminder',
    sleep: 74_000,
    read: 0,
  };
  await sql`insert into step_results (journey_id, run, turn, client_id, at, result)
    values (${journeyId}, 1, 0, ${clientId}, ${TOLD_AT}, ${JSON.stringify(placed)})`.execute(db);
  const pieceId = await one(sql`insert into pieces (client_id, campaign_id, customer_id, code)
    values (${clientId}, ${campaignId}, ${customerId}, ${`OLDPIECE000${index}`}) returning id`);
  await sql`insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel,
      purpose, notice, version, status, due_at, not_before, handed_over_at)
    values (${clientId}, ${campaignId}, ${customerId}, ${journeyId}, ${pieceId}, ${laneId}, 1, 'notice', 'mail',
      'service_notice', 'notice', 1, ${handed ? 'handed_over' : 'queued'}, ${TOLD_AT}, ${TOLD_AT},
      ${handed ? TOLD_AT : null})`.execute(db);
  return { customerId, journeyId, contractId };
}
