import { type WorkflowHandle } from '@temporalio/client';
import { installRuntime } from '../../temporal/runtime';
import { sleep } from '../../config/sleep';
import { recordArrival } from '../../db/journeys/arrivals';
import { type Figure, type Measurement, medianOf, quantile } from '../measurement';
import { type BenchCampaign, insertCampaign } from './campaign';
import { type Bed, NOOP_QUEUE, withBed } from './bed';
import { launchOf } from './rounds';

/** ms, p95, with nothing else at work. */
const IDLE_LIMIT = 200;
const POLL_MS = 4;
const GIVE_UP_MS = 60_000;
/** Between two answers, so that no two are in one batch. */
const PAUSE_MS = 25;

/** An open journey that can be answered. */
interface Answerable {
  customerId: number;
  contractId: number;
}

/** Times in ms: of our answers, and of a bare workflow signalled in turn with them. */
interface Times {
  ours: number[];
  bare: number[];
}

/**
 * From an answer that begins to be recorded until its outcome can be read in the database, against a bare workflow from
 * its signal until its result is known: alone, and while a campaign is launched.
 */
export const latency: Measurement = {
  name: 'latency',
  what: 'from an answer to its outcome in the database, idle and while a campaign is launched',
  async run({ quick, count = quick ? 60 : 300 }, say) {
    installRuntime();
    return withBed(say, async (bed) => {
      const campaign = await insertCampaign(bed.db, bed.vault, 2 * count + 20);
      await (
        await launchOf(bed, campaign, 2 * count + 20)
      )();
      const waiting = await openJourneys(bed, campaign);
      await answerEach(bed, campaign, waiting.splice(0, 20), () => true); // compiled and warm from here on
      const idle = await answerEach(bed, campaign, waiting.splice(0, count), () => true);
      say(`idle: p95 ${quantile(idle.ours, 0.95).toFixed(0)} ms`);
      const launched = quick ? 300 : 2_000;
      const launch = await launchOf(bed, await insertCampaign(bed.db, bed.vault, launched), launched);
      let launching = true;
      const ends = launch().finally(() => (launching = false));
      const [busy] = await Promise.all([answerEach(bed, campaign, waiting, () => launching), ends]);
      say(`under launch: p95 ${quantile(busy.ours, 0.95).toFixed(0)} ms of ${busy.ours.length} answers`);
      return [...figuresOf('idle', idle, IDLE_LIMIT), ...figuresOf('under launch', busy)];
    });
  },
};

function figuresOf(when: string, { ours, bare }: Times, most?: number): Figure[] {
  const of = `answer → outcome, ${ours.length} answers`;
  const at = (share: number): Figure => ({
    name: `answer to effect ${when}, p${share * 100}`,
    of,
    unit: 'ms',
    values: [quantile(ours, share)],
  });
  return [
    at(0.5),
    { ...at(0.95), ...(most !== undefined && { limit: { most } }) },
    at(0.99),
    {
      name: `answer to effect ${when}, against a bare signal`,
      of: 'p50 ÷ p50 of signal → result',
      unit: '×',
      values: [medianOf(ours) / medianOf(bare)],
      detail: { bareP50: quantile(bare, 0.5), bareP95: quantile(bare, 0.95) },
    },
  ];
}

async function openJourneys({ db }: Bed, { campaignId }: BenchCampaign): Promise<Answerable[]> {
  const rows = await db
    .selectFrom('audience')
    .select(['customer_id', 'contract_id'])
    .where('campaign_id', '=', campaignId)
    .orderBy('customer_id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, contractId: row.contract_id }));
}

/** Answers one after another while `going`, a bare workflow after each. */
async function answerEach(bed: Bed, campaign: BenchCampaign, journeys: Answerable[], going: () => boolean) {
  const times: Times = { ours: [], bare: [] };
  for (const journey of journeys) {
    if (!going()) break;
    times.ours.push(await answer(bed, campaign, journey));
    await sleep(PAUSE_MS);
    times.bare.push(await signalBare(bed, `bare:${campaign.campaignId}:${journey.customerId}`));
    await sleep(PAUSE_MS);
  }
  return times;
}

async function answer({ db }: Bed, { campaignId }: BenchCampaign, { customerId, contractId }: Answerable) {
  const started = performance.now();
  await db.transaction().execute((trx) =>
    recordArrival(trx, {
      ...{ campaignId, customerId, kind: 'answer', at: Date.now(), source: 'web', dedupe: `bench:${customerId}` },
      data: { choices: { [contractId]: 'migrate' }, receipt: 'BENCH' },
    }),
  );
  const outcome = db
    .selectFrom('outcomes')
    .select('outcome')
    .where('campaign_id', '=', campaignId)
    .where('contract_id', '=', contractId);
  while ((await outcome.executeTakeFirst()) === undefined) {
    if (performance.now() - started > GIVE_UP_MS) throw new Error('an answer had no effect within a minute');
    await sleep(POLL_MS);
  }
  return performance.now() - started;
}

async function signalBare({ client }: Bed, workflowId: string): Promise<number> {
  const handle: WorkflowHandle = await client.workflow.start('answeredWorkflow', {
    workflowId,
    taskQueue: NOOP_QUEUE,
  });
  for (let tasks = 0; tasks < 4;) {
    tasks = (await handle.describe()).historyLength; // waits for its answer from the fourth event on
    await sleep(POLL_MS);
  }
  const started = performance.now();
  await handle.signal('answered');
  await handle.result();
  return performance.now() - started;
}
