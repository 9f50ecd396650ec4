import { sql } from 'kysely';
import { insertCampaign, release } from './campaign';
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
}

const POLL_MS = 100;
/** Real ms after the last launch, so that late writes of Temporal and PostgreSQL are included. */
const LATE_WRITES_MS = 1_000;
const GIVE_UP_MS = 120_000;

/** Launches `count` of a kind and measures the CPU used. */
export async function measureRound(bed: Bed, kind: Kind, count: number): Promise<Round> {
  const run = kind === 'noop' ? prepareNoops(bed, count) : await prepareJourneys(bed, count);
  const read = meterOf(bed, kind);
  await sleep(LATE_WRITES_MS);
  const before = read();
  const started = performance.now();
  await run();
  const seconds = (performance.now() - started) / 1000;
  await sleep(LATE_WRITES_MS);
  return { kind, count, seconds, span: seconds + LATE_WRITES_MS / 1000, cpu: difference(read(), before) };
}

/** CPU seconds per second used by the servers and a worker of this kind while idle. */
export async function measureIdle(bed: Bed, kind: Kind): Promise<number> {
  const read = meterOf(bed, kind);
  const before = read();
  const started = performance.now();
  await sleep(4_000);
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
    await until(async () => (await client.workflow.count(query)).count >= count);
  };
}

async function prepareJourneys(bed: Bed, count: number): Promise<() => Promise<void>> {
  const campaign = await insertCampaign(bed.db, bed.vault, count);
  const mails = (await bed.mailsAccepted()) + count;
  return async () => {
    await release(bed.db, campaign);
    await until(async () => (await bed.mailsAccepted()) >= mails);
    await until(async () => (await handedOver(bed, campaign.campaignId)) >= count);
  };
}

async function handedOver({ db }: Bed, campaignId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from messages where campaign_id = ${campaignId} and status = 'handed_over'`.execute(db);
  return rows[0]!.count;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + GIVE_UP_MS; performance.now() < end;) {
    if (await done()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`a round was not over after ${GIVE_UP_MS / 1000} s`);
}
