import { sql } from 'kysely';
import { type BenchCampaign, insertCampaign, release } from './campaign';
import { type Bed, NOOP_QUEUE } from './bed';
import { cpuMeter, type CpuSeconds, difference, total } from '../cpu';
import { sleep } from '../../config/sleep';

export type Kind = 'noop' | 'journeys';

/** One round of launches of one kind. */
export interface Round {
  kind: Kind;
  count: number;
  /** From the release until the last launch was done. */
  seconds: number;
  /** From the release until the reading, including the wait after the last launch. */
  span: number;
  cpu: CpuSeconds;
  /** Bytes that PostgreSQL wrote ahead, for all its databases. */
  wal: number;
}

const POLL_MS = 100;
/** Real ms after the last launch, so that late writes of Temporal and PostgreSQL are included. */
const LATE_WRITES_MS = 1_000;
/** How long idle processes are watched. */
const IDLE_MS = 10_000;
/** A round is given up after this long, or this long a launch. */
const GIVE_UP_MS = 120_000;
const GIVE_UP_EACH_MS = 400;

/** Launches `count` of a kind and measures the CPU used. */
export async function measureRound(bed: Bed, kind: Kind, count: number): Promise<Round> {
  if (kind === 'journeys') return measureLaunch(bed, await insertCampaign(bed.db, bed.vault, count), count);
  return measure(bed, kind, count, prepareNoops(bed, count));
}

/** Launches a campaign of `count` customers and measures the CPU used. */
export async function measureLaunch(bed: Bed, campaign: BenchCampaign, count: number): Promise<Round> {
  return measure(bed, 'journeys', count, await launchOf(bed, campaign, count));
}

async function measure(bed: Bed, kind: Kind, count: number, run: () => Promise<void>): Promise<Round> {
  const read = meterOf(bed, kind);
  await sleep(LATE_WRITES_MS);
  const [before, written] = [read(), await walPosition(bed)];
  const started = performance.now();
  await run();
  const seconds = (performance.now() - started) / 1000;
  await sleep(LATE_WRITES_MS);
  const [cpu, wal] = [difference(read(), before), (await walPosition(bed)) - written];
  return { kind, count, seconds, span: seconds + LATE_WRITES_MS / 1000, cpu, wal };
}

/** Bytes written ahead since PostgreSQL was set up. */
async function walPosition(bed: Bed): Promise<number> {
  const [row] = await bed.query<{ bytes: string }>(
    'bench',
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`,
  );
  return Number(row!.bytes);
}

/** CPU milliseconds of each launch of a round, in all processes or one of them. */
export const cpuEach = ({ cpu, count }: Round, part?: keyof CpuSeconds): number =>
  ((part ? cpu[part] : total(cpu)) / count) * 1000;

/** CPU seconds per second used by the servers and a worker of this kind while idle. */
export async function measureIdle(bed: Bed, kind: Kind): Promise<number> {
  const read = meterOf(bed, kind);
  const before = read();
  const started = performance.now();
  await sleep(IDLE_MS);
  return (total(difference(read(), before)) * 1000) / (performance.now() - started);
}

function meterOf({ pids }: Bed, kind: Kind) {
  return cpuMeter({ ...pids, worker: kind === 'noop' ? pids.noop : pids.worker });
}

let campaigns = 0;

function prepareNoops({ client }: Bed, count: number): () => Promise<void> {
  const campaignId = 1_000_000 + ++campaigns;
  return async () => {
    await client.workflow.execute('noopCampaignWorkflow', {
      workflowId: `noops:${campaignId}`,
      taskQueue: NOOP_QUEUE,
      args: [{ campaignId, count }],
    });
    const query = `CampaignId = '${campaignId}' AND ExecutionStatus = 'Completed'`;
    await until(async () => (await client.workflow.count(query)).count >= count, count);
  };
}

/** Releases a campaign of `count` customers and waits until each one's mail was accepted and booked. */
export async function launchOf(bed: Bed, campaign: BenchCampaign, count: number): Promise<() => Promise<void>> {
  const mails = (await bed.mailsAccepted()) + count;
  return async () => {
    await release(bed.db, campaign);
    await until(async () => (await bed.mailsAccepted()) >= mails, count);
    await until(async () => (await handedOver(bed, campaign.campaignId)) >= count, count);
  };
}

async function handedOver({ db }: Bed, campaignId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from messages where campaign_id = ${campaignId} and status = 'handed_over'`.execute(db);
  return rows[0]!.count;
}

async function until(done: () => Promise<boolean>, count: number): Promise<void> {
  const limit = Math.max(GIVE_UP_MS, count * GIVE_UP_EACH_MS);
  for (const end = performance.now() + limit; performance.now() < end;) {
    if (await done()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`a round was not over after ${limit / 1000} s`);
}
