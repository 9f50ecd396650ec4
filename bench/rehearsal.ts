import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { sql } from 'kysely';
import { runJourneys } from '../activities/rehearsal/run-journeys';
import { createRehearsedSteps } from '../activities/rehearsal/steps';
import { CampaignDocs } from '../db/campaigns/campaigns';
import { laneLookup } from '../db/delivery/lanes';
import { connectDb } from '../db/platform/connect';
import { migrate } from '../db/platform/migrate';
import { ensureDatabase } from '../db/platform/roles';
import { type Db } from '../db/platform/types';
import { openRehearsalDatabase, prepareRehearsalDatabase } from '../db/rehearsals/engine/database';
import { prepareRun } from '../db/rehearsals/engine/runs';
import { type CampaignDoc } from '../domain/campaigns/campaign';
import { DEFAULT_BEHAVIOUR } from '../domain/rehearsals/default-behaviour';
import { startBase } from '../embedded/base';
import { workflowBundle } from '../temporal/bundle';
import { connectionOptions } from '../temporal/connection';
import { connectRehearsals, createRehearsalWorker } from '../temporal/rehearsal';
import { installRuntime } from '../temporal/runtime';
import { parseCampaignFile } from '../api/campaign-file/read';
import { type Measurement } from './measurement';
import { cpuMeter, type CpuSeconds, difference } from './cpu';

const NAMESPACE = 'bench';
const REHEARSALS = 'bench-rehearsal';
const PASSWORDS = { ownerPassword: 'bench-only', appPassword: 'bench-only' };
const SEED = 1_130;
/** For 1,000 customers. */
const SECONDS_LIMIT = 45;
const QUEUE = 'rehearsal';

export interface RehearsalBench {
  customers: number;
  /** From the first dispatch to the last date an answer counts. */
  days: number;
  /** One entry per round: wall seconds from the prepared sample to the last journey, and CPU seconds meanwhile. */
  rounds: { wallSeconds: number; journeysPerSecond: number; cpu: CpuSeconds; steps: number }[];
}

export interface RehearsalBenchOptions {
  /** Folder for the servers' data; PostgreSQL's user must be able to pass it. */
  dir: string;
  customers?: number;
  rounds?: number;
  log?: (line: string) => void;
}

/**
 * Rehearses a campaign of four channels for `customers` simulated customers over 90 days, `rounds` times on servers of its
 * own. The worker of rehearsals is this process.
 */
export async function runRehearsalBench(options: RehearsalBenchOptions): Promise<RehearsalBench> {
  const { dir, customers = 1_000, rounds = 3, log = () => undefined } = options;
  const base = await startBase({ dir, log, namespaces: [NAMESPACE], rehearsals: [REHEARSALS] });
  try {
    const { superUrl } = base.postgres;
    const main = await ensureDatabase({ superUrl, database: 'bench', ...PASSWORDS });
    await migrate({ url: main.ownerUrl });
    const own = await ensureDatabase({ superUrl, database: 'bench_rehearsal', ...PASSWORDS });
    await prepareRehearsalDatabase(own);
    const { db } = connectDb({ url: main.appUrl, max: 4, application: 'bench' });
    const rehearsed = await openRehearsalDatabase({ url: own.appUrl, main: db });
    const settings = { ...base.temporalSettings, TEMPORAL_NAMESPACE: REHEARSALS };
    const connection = await NativeConnection.connect(connectionOptions(settings));
    const rehearsals = await connectRehearsals(settings);
    const steps = createRehearsedSteps({ db: rehearsed, docs: new CampaignDocs(), laneOf: laneLookup() });
    const parts = { settings, connection, taskQueue: QUEUE, bundle: await workflowBundle(), activities: steps };
    const worker = await createRehearsalWorker(parts);
    const running = worker.run();
    try {
      const campaignId = await fill(db, customers);
      const pids = { worker: process.pid, temporal: base.temporal.pid!, postmaster: base.postgres.pid };
      const measured: RehearsalBench['rounds'] = [];
      for (let round = 1; round <= rounds; round++) {
        await prepare({ db, rehearsed }, { campaignId, round });
        const meter = cpuMeter(pids);
        const before = meter();
        const begun = performance.now();
        await runJourneys({ rehearsed, rehearsals, taskQueue: QUEUE }, round, async () => undefined);
        const wallSeconds = (performance.now() - begun) / 1_000;
        const cpu = difference(meter(), before);
        measured.push({
          wallSeconds,
          journeysPerSecond: customers / wallSeconds,
          cpu,
          steps: await stepsOf(rehearsed),
        });
        log(`round ${round}: ${(customers / wallSeconds).toFixed(1)} journeys per second`);
      }
      const { dates } = benchDoc();
      const days = Math.round((dates.graceUntil! - dates.firstDispatch) / 86_400_000);
      return { customers, days, rounds: measured };
    } finally {
      worker.shutdown();
      await running;
      await rehearsals.connection.close();
      await connection.close();
      await rehearsed.destroy();
      await db.destroy();
    }
  } finally {
    await base.stop();
  }
}

/** Journeys rehearsed a second, and the seconds that 1,000 customers take. */
export const rehearsal: Measurement = {
  name: 'rehearsal',
  what: '1,000 customers over 90 days rehearsed on the real engine: journeys a second',
  async run({ quick, count = quick ? 100 : 1_000, rounds = quick ? 1 : 3 }, say) {
    installRuntime();
    const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'));
    await chmod(dir, 0o711); // PostgreSQL runs as another user
    try {
      const done = await runRehearsalBench({ dir, customers: count, rounds, log: say });
      const of = `${count.toLocaleString('en')} customers, ${done.days} days`;
      const values = done.rounds.map(({ journeysPerSecond }) => journeysPerSecond);
      const limit = { least: 1_000 / SECONDS_LIMIT };
      return [{ name: 'journeys rehearsed', of, unit: 'per second', values, limit, detail: done.rounds }];
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

const prepare = (
  { db, rehearsed }: { db: Db; rehearsed: Db },
  { campaignId, round }: { campaignId: number; round: number },
) => {
  const doc = benchDoc();
  const given = { sample: null, seed: SEED, behaviour: DEFAULT_BEHAVIOUR };
  const run = { id: round, clientId: 1, campaignId, doc, startsAt: doc.dates.firstDispatch, ...given };
  return prepareRun({ main: db, rehearsed }, run, () => undefined);
};

/** The example's campaign. */
function benchDoc(): CampaignDoc {
  const text = readFileSync(join(__dirname, '..', 'examples', 'campaign.yaml'), 'utf8');
  const hashContract = (number: string) => createHash('sha256').update(number).digest('hex');
  return parseCampaignFile(text, { now: 0, hashContract });
}

async function stepsOf(rehearsed: Db): Promise<number> {
  const { rows } = await sql<{ steps: number }>`select count(*)::int as steps from step_results`.execute(rehearsed);
  return rows[0]!.steps;
}

/** Customers as an import leaves them, of whom all have post and phone, most a mail address and some a mobile number. */
async function fill(db: Db, customers: number): Promise<number> {
  await sql`insert into clients (code, name) values ('bench', 'bench')`.execute(db);
  const { rows } = await sql<{ id: number }>`
    insert into campaigns (client_id, name) select id, 'bench' from clients returning id`.execute(db);
  const id = rows[0]!.id;
  await sql`
    insert into customers (client_id, kind, party_hash, age_from)
    select c.id, 'person', sha256(n::text::bytea), 20 + 5 * (n % 13) from clients c, generate_series(1, ${customers}::int) n`.execute(
    db,
  );
  await sql`
    insert into contact_points (customer_id, channel, client_id, hash)
    select k.id, c.channel, k.client_id, sha256((c.channel || k.id)::bytea) from customers k,
      (values ('mail', 5), ('sms', 2), ('post', 1), ('phone', 1)) c(channel, part)
    where c.part = 1 or (c.part = 5 and k.id % 5 > 0) or (c.part = 2 and k.id % 2 = 0)`.execute(db);
  await sql`
    with c as (insert into contracts (client_id, customer_id, number_hash, row_hash, product)
      select client_id, id, sha256(('c' || id)::bytea), '', 'light' from customers returning id, client_id, customer_id)
    insert into audience (campaign_id, contract_id, client_id, customer_id, line, state)
    select ${id}, id, client_id, customer_id, id, 'included' from c`.execute(db);
  return id;
}
