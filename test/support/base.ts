import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl } from '../../config/database-url';
import { ensureDatabase } from '../../db/platform/roles';
import { migrate } from '../../db/platform/migrate';
import { type Base, startBase } from '../../embedded/base';
import { defaultDataDir } from '../../embedded/postgres/user';

const root = join(__dirname, '..', '..');
/** Where a base that is already running tells its addresses; tests attach to it instead of starting their own. */
const sharedFile = join(root, '.data', 'test-base.json');
export const TEST_NAMESPACE = 'tsunagi-test';
/** Where tests rehearse: they share it, and are apart by task queue and database. */
export const TEST_REHEARSALS = 'tsunagi-test-rehearsal';
/** Each test's worker is a deployment of its own, and the data stays from run to run; the server's default is 100. */
const TEST_DYNAMIC = { 'matching.maxDeployments': 1_000_000 };
const PASSWORD = 'test-only';

export interface TestBase {
  superUrl: string;
  temporalAddress: string;
  template: string;
}

/** PostgreSQL and Temporal for a test run: the shared ones when they answer, else our own. */
export async function openTestBase(log: (line: string) => void): Promise<{ base: TestBase; close(): Promise<void> }> {
  const shared = await attachShared();
  if (shared)
    return { base: { ...shared, template: await ensureTemplate(shared.superUrl) }, close: async () => undefined };
  const dir = process.env.TEST_DATA ?? join(defaultDataDir(root), 'test');
  const started = await startTestBase(dir, log);
  const superUrl = started.postgres.superUrl;
  const base = { superUrl, temporalAddress: started.temporal.address, template: await ensureTemplate(superUrl) };
  return { base, close: () => started.stop() };
}

/** Starts PostgreSQL and Temporal for tests: their data need not survive a power cut, nor is there anything to protect. */
export function startTestBase(dir: string, log: (line: string) => void): Promise<Base> {
  const namespaces = [TEST_NAMESPACE];
  return startBase({
    dir,
    log,
    durable: false,
    open: true,
    namespaces,
    rehearsals: [TEST_REHEARSALS],
    dynamicConfig: TEST_DYNAMIC,
  });
}

/** Announces a base for other test runs on this machine (used by `npx tsx test/support/serve-base.ts`). */
export function announceBase(base: { superUrl: string; temporalAddress: string }): void {
  mkdirSync(join(root, '.data'), { recursive: true });
  writeFileSync(sharedFile, JSON.stringify(base), { mode: 0o600 });
}

async function attachShared(): Promise<{ superUrl: string; temporalAddress: string } | undefined> {
  if (!existsSync(sharedFile)) return undefined;
  const shared = JSON.parse(readFileSync(sharedFile, 'utf8')) as { superUrl: string; temporalAddress: string };
  const client = new pg.Client({ connectionString: shared.superUrl, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return shared;
  } catch {
    return undefined;
  }
}

/** A migrated database to clone, named after the migrations' contents so that a changed schema gets a new one. */
async function ensureTemplate(superUrl: string): Promise<string> {
  const folder = join(root, 'db', 'migrations');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  const template = `tsunagi_template_${hash.digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(727001)'); // two test runs must not build it at once
    const urls = await ensureDatabase({ superUrl, database: template, ownerPassword: PASSWORD, appPassword: PASSWORD });
    await migrate({ url: urls.ownerUrl });
  } finally {
    await client.end();
  }
  return template;
}

export const appUrl = (superUrl: string, database: string) => databaseUrl(superUrl, database, 'tsunagi_app', PASSWORD);
export const ownerUrl = (superUrl: string, database: string) =>
  databaseUrl(superUrl, database, 'tsunagi_owner', PASSWORD);
