import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import pg from 'pg';
import { stepUntil } from '../../embedded/clock-stepper';
import { instantNow } from '../../db/platform/stepped-clock';
import { ApiClient } from '../../sandbox/demo/api-client';
import { createPeople } from '../../sandbox/demo/people';
import { partiesOf } from '../../sandbox/demo/play';
import { TASK_QUEUE } from '../../sandbox/installation/programs';
import { type DemoState, urlsOf } from '../../sandbox/demo/state';
import { prepareCampaign, type ScenarioContext } from '../../sandbox/demo/scenario';
import {
  type Installation,
  openDatabase,
  startInstallation,
  temporalOf,
} from '../../sandbox/installation/installation';
import { campaignIdFile, urlOf } from '../../sandbox/installation/programs';
import { connectTemporal } from '../../temporal/connection';
import { collectEvidence } from './evidence';
import { type Evidence } from './judge';
import { Killer, planKills } from './killer';
import { eventually, type See } from '../support/eventually';
import { type Mark, markRecords } from './records';
import { DATES, type Stage } from './stage';
import { type Db } from '../../db/platform/types';

export interface RunOptions {
  stage: Stage;
  seed: number;
  kills: number;
  /** Shortest real seconds of a day. */
  day: number;
  /** Without what keeps contacts single: the control run. */
  control: boolean;
  /** History shards of the Temporal server. */
  shards: number;
  /** Share of Temporal's writes that are carried out and yet answered with a timeout. */
  timeouts: number;
  /** Real instant at which the run gives up, epoch ms. */
  until: number;
  /** Ctrl-C: gives up at once, and ends what was started. */
  interrupted: AbortSignal;
  say: (line: string) => void;
}

export interface RunEnd {
  evidence: Evidence;
  /** Whether everything came to its end in time. */
  finished: boolean;
  kills: number;
  recoveries: number[];
}

const DAY_MS = 86_400_000;
/** The client's system hears of the last day's outcomes on the days after it. */
const AFTERWARDS_MS = 4 * DAY_MS;
const FIRST = Date.parse(`${DATES.firstDispatch}T00:00:00+09:00`);
const LAST = Date.parse(`${DATES.applyBy}T00:00:00+09:00`);
/** Kills and the stop come within this part of the days; most contacts are made there. */
const BUSY = 0.75;
const STOP_AT = 0.14;
/** The control run only has to show that contacts are doubled; notices will do. */
const CONTROL_MS = 2 * DAY_MS;

/** Plays the stage once from an empty data folder to the end of its campaigns, and collects what is to be judged. */
export async function runOnce(options: RunOptions): Promise<RunEnd> {
  const { stage, seed, say, control } = options;
  const people: { state?: Omit<DemoState, 'urls'> } = {};
  const installation = await startInstallation({
    dir: stage.dir,
    seed,
    customersFile: stage.everybody,
    clientFile: stage.whole.customers,
    workers: control ? 1 : 2,
    extraEnv: stage.extraEnv,
    server: { shards: options.shards, ...(options.timeouts > 0 && { faultInjection: lostReplies(options.timeouts) }) },
    log: (line) => say(`  ${line}`),
    keysOf: async (db) => {
      people.state = { playing: 'faults', startedAt: '', starts: 1, ...(await createPeople(db)) };
      const { operator, operator2, manager, approver, client_system: clientSystem } = people.state.keys;
      return { operators: { operator, operator2, manager, approver }, clientSystem };
    },
    ...(control && { prepareSchema: dropUniqueKeys }),
  });
  const { db } = openDatabase(installation);
  const client = await connectTemporal(temporalOf(installation));
  try {
    return await play(options, {
      installation,
      db,
      client,
      state: { ...people.state!, urls: urlsOf(installation.ports) },
    });
  } finally {
    await client.connection.close();
    await db.destroy();
    await installation.stop();
  }
}

interface Running {
  installation: Installation;
  db: Db;
  client: Client;
  state: DemoState;
}

async function play(options: RunOptions, running: Running): Promise<RunEnd> {
  const { stage, say } = options;
  const { installation, db } = running;
  const campaigns = await prepare(options, running);
  writeFileSync(campaignIdFile(stage.dir), String(campaigns.whole));
  const killer = new Killer(installation, db, say);
  const span = options.control ? CONTROL_MS : (LAST - FIRST) * BUSY;
  const share = async () => ((await instantNow(db)) - FIRST) / span;
  const killing = killer.run(planKills(options.seed, options.kills), share);
  const stopping = campaigns.halted === undefined ? undefined : stopAt(options, running, campaigns.halted);
  for (const begun of [killing, stopping]) begun?.catch(() => undefined); // they are waited for further down
  const resending = options.control ? resendDoubtful(db) : undefined;
  const ticker = setInterval(() => void tell(options, db).catch(() => undefined), 5_000);
  try {
    const playing = async () => {
      if (options.control) {
        let killed = false;
        void killing.finally(() => (killed = true)).catch(() => undefined);
        // days go on until every victim has got on: a kill counts as made good only once something moves
        await stepping(options, running, async () => killed && (await instantNow(db)) > FIRST + CONTROL_MS);
        await killing;
        return { mark: undefined };
      }
      await stepping(options, running, () => ended(db));
      await Promise.all([killing, stopping]);
      const afterwards = (await instantNow(db)) + AFTERWARDS_MS;
      await stepping(options, running, async () => (await instantNow(db)) >= afterwards);
      return { mark: await stopping };
    };
    const end = await Promise.race([playing(), timeUp(options)]);
    const { records, ...rest } = await collectEvidence({ installation, db, stage, state: running.state, campaigns });
    const { halted } = campaigns;
    const stop = end?.mark && halted !== undefined ? { campaignId: halted, mark: end.mark } : undefined;
    const { done, recoveries } = killer;
    return { evidence: { ...rest, records, stop }, finished: end !== undefined, kills: done.length, recoveries };
  } finally {
    clearInterval(ticker);
    killer.stop();
    resending?.stop();
  }
}

/** Resolves when the run has to give up: what is open then is stuck. */
async function timeUp({ until, interrupted, say }: RunOptions): Promise<undefined> {
  await new Promise((resolve) => {
    setTimeout(resolve, until - Date.now()).unref();
    if (interrupted.aborted) resolve(undefined);
    interrupted.addEventListener('abort', resolve);
  });
  say(interrupted.aborted ? 'interrupted' : 'the time is up');
}

const stepping = ({ day }: RunOptions, { installation, db, client }: Running, done: () => Promise<boolean>) =>
  stepUntil({ db, client, taskQueue: TASK_QUEUE, dayMs: day * 1000, parties: partiesOf(installation.ports) }, done);

/** Plays the scenario up to the start of each campaign; the access codes of both lie where the customers find them. */
async function prepare({ stage, seed, day }: RunOptions, { db, state }: Running) {
  const begin = async (files: { customers: string; campaign: string }, data: string): Promise<number> => {
    mkdirSync(data, { recursive: true });
    const options = { ...files, seed, day, data, exit: true };
    const context: ScenarioContext = { options, state, db, language: 'en', say: () => undefined };
    return prepareCampaign(context);
  };
  const whole = await begin(stage.whole, stage.dir);
  if (!stage.halted) return { whole, halted: undefined };
  const folder = join(stage.dir, 'halted');
  const halted = await begin(stage.halted, folder);
  const [, ...codes] = readFileSync(join(folder, 'access-codes.csv'), 'utf8').split('\n');
  const file = join(stage.dir, 'access-codes.csv');
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${codes.join('\n')}`);
  return { whole, halted };
}

/** Stops a campaign in the middle; resolves to the mark made at the acknowledgement. */
async function stopAt(
  { stage, say, until }: RunOptions,
  { db, installation, state }: Running,
  campaign: number,
): Promise<Mark> {
  const wanted = FIRST + (LAST - FIRST) * STOP_AT;
  const reached = async (see: See) => see(await instantNow(db).catch(() => 0)) >= wanted;
  await eventually('the day of the stop', reached, until - Date.now());
  const manager = new ApiClient(urlOf(installation.ports.api), state.keys.manager);
  const body = { reason: '試験のため中止' };
  const answer = await manager.call<object>(`/api/campaigns/${campaign}/stop`, { method: 'POST', body });
  const { campaign: _, ...inFlight } = answer as Record<string, unknown>;
  say(`stopped campaign ${campaign}: ${JSON.stringify(inFlight)}`);
  return markRecords(stage.dir);
}

async function ended(db: Db): Promise<boolean> {
  const { open } = await db
    .selectFrom('campaigns')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(open) === 0;
}

async function tell({ say }: RunOptions, db: Db): Promise<void> {
  const now = new Date(await instantNow(db)).toISOString().slice(0, 16);
  const rows = await db
    .selectFrom('journeys')
    .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute();
  say(`${now} ${rows.map(({ state, n }) => `${state} ${n}`).join(', ')}`);
}

/** Temporal's own persistence: what was written, but answered with a timeout. */
function lostReplies(rate: number): object {
  const errors = { ExecuteAndTimeout: rate };
  const methods = Object.fromEntries(
    ['CreateWorkflowExecution', 'UpdateWorkflowExecution', 'AppendHistoryNodes'].map((name) => [name, { errors }]),
  );
  return { targets: { dataStores: { ExecutionStore: { methods } } } };
}

/** The control run's schema: what keeps a contact single is gone. */
async function dropUniqueKeys(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('alter table messages drop constraint messages_journey_id_run_step_occurrence_channel_key');
  } finally {
    await owner.end();
  }
}

/** The control run sends doubtful mails again and restarts stopped lanes, as a careless operator would. */
function resendDoubtful(db: Db): { stop(): void } {
  const timer = setInterval(() => {
    void db
      .updateTable('messages')
      .set({ status: 'queued' })
      .where('status', '=', 'doubtful')
      .where('attempts', '<', 3)
      .execute()
      .catch(() => undefined);
    void db
      .updateTable('lanes')
      .set({ breaker: 'closed', breaker_reason: null })
      .where('breaker', '=', 'open')
      .execute()
      .catch(() => undefined);
  }, 50);
  return { stop: () => clearInterval(timer) };
}
