import { randomBytes, randomInt } from 'node:crypto';
import pg from 'pg';
import { connectDb } from '../../db/platform/connect';
import { type ScopedPool } from '../../db/platform/scope';
import { Vault } from '../../db/privacy/vault';
import { appUrl, ownerUrl, type TestBase } from './base';
import { type Db } from '../../db/platform/types';
import { requireLockOrder, watchLockOrder } from './database/lock-order';

watchLockOrder();

/** The servers of this run, as global-setup started them. */
export function testBase(): TestBase {
  const text = process.env.TEST_BASE;
  if (!text) throw new Error('run tests through jest: global-setup starts the servers');
  return JSON.parse(text) as TestBase;
}

export interface TestDb {
  db: Db;
  pool: pg.Pool;
  /** Connections on which a caller's scope holds, as the API uses them. */
  scoped: ScopedPool;
  url: string;
  ownerUrl: string;
  /** A vault with a fixed key, so that hashes repeat. */
  vault: Vault;
  close(): Promise<void>;
}

/** An empty database of its own for one test file: a clone of the migrated template, used as tsunagi_app. */
export async function testDb(): Promise<TestDb> {
  const { superUrl, template } = testBase();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuper(superUrl, async (client) => {
    await client.query('select pg_advisory_lock(727002)'); // a template must have no other user while cloned
    await client.query(`create database ${name} template ${template} owner tsunagi_owner`);
  });
  // Workflow ids hold campaign, lane and print run ids, and all tests share one Temporal namespace.
  const firstId = randomInt(1, 1_000_000_000);
  await asSuper(ownerUrl(superUrl, name), async (client) => {
    for (const table of ['campaigns', 'lanes', 'print_runs', 'rehearsals'])
      await client.query(`alter table ${table} alter column id restart with ${firstId}`);
  });
  const url = appUrl(superUrl, name);
  const { db, pool, scoped } = connectDb({ url, max: 10 });
  return {
    db,
    pool,
    scoped,
    url,
    ownerUrl: ownerUrl(superUrl, name),
    vault: new Vault(Buffer.alloc(32, 7)),
    close: async () => {
      await db.destroy();
      await asSuper(superUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
      requireLockOrder();
    },
  };
}

async function asSuper(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
