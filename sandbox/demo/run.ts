import { mkdirSync, writeFileSync } from 'node:fs';
import { type Language } from '../../domain/campaigns/campaign';
import { join, resolve } from 'node:path';
import { writeJson } from '../../config/files';
import { type Db } from '../../db/platform/types';
import { FileMasterKeys } from '../../db/privacy/master-keys';
import { openVault } from '../../db/privacy/vault';
import { terminalText } from '../../domain/texts/terminal';
import { installRuntime } from '../../temporal/runtime';
import { type Client } from '@temporalio/client';
import { connectTemporal } from '../../temporal/connection';
import { type Installation, openDatabase, startInstallation, temporalOf } from '../installation/installation';
import { authenticatorFile, campaignIdFile, type SimulationKeys } from '../installation/programs';
import { keepDesk, openDesk, shopFaults } from './desk/play-desk';
import { queuesOf, tellQueues } from './desk/queues';
import { finish } from './finish';
import { type KnownAccount, openAccounts } from './accounts';
import { createPeople } from './people';
import { playCampaign } from './play';
import { type DemoOptions, type DemoState, playingOf, readDemo, urlsOf, writeDemo } from './state';
import { prepareCampaign, type ScenarioContext } from './scenario';
import { findCampaign } from '../../db/campaigns/campaigns';

/**
 * Plays a campaign in the terminal. With `exit` it ends with the campaign and resolves to the exit code; otherwise
 * everything keeps running until Ctrl-C. After a kill at any moment, the next start continues from the data.
 */
export async function runDemo(given: DemoOptions, language: Language): Promise<number> {
  const options = { ...given, data: resolve(given.data) };
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const text = (code: Parameters<typeof terminalText>[1], values = {}) => say(terminalText(language, code, values));
  const before = readDemo(options.data);
  const playing = playingOf(options);
  if (before && before.playing !== playing) throw new Error(OTHER_DATA(language, options.data));
  installRuntime();
  const interrupted = onInterrupt();
  const began = Date.now();
  mkdirSync(options.data, { recursive: true });
  text('preparing', { dir: options.data });
  const log = (line: string) => void process.stderr.write(`  ${line}\n`);
  const installation = await startInstallation({
    dir: options.data,
    seed: options.seed,
    customersFile: resolve(options.customers),
    log,
    keysOf: (db) => keysOf(db, options.data, playing),
    ...(options.desk && { extraEnv: { 'print-shop': { SHOP_FAULTS: withoutFaults(options.data) } } }),
    ...(options.cluster && { workers: 2, apis: 2 }),
    ...(options.port !== undefined && { apiPort: options.port }),
    ...(options.day === 86_400 && { dayMs: REAL_TIME_DAY_MS }),
  });
  let code = 0;
  try {
    text('ready', { seconds: Math.round((Date.now() - began) / 1000) });
    const scenario = play(options, language, installation, { say, interrupted });
    code = await Promise.race([scenario, interrupted.then(() => 130)]);
    if (code !== 130 && !options.exit && !options.desk) {
      tellWhere(language, say, options.data);
      await interrupted;
      code = 0;
    }
  } finally {
    process.stderr.write(`${terminalText(language, 'stopping')}\n`);
    await installation.stop();
    process.stderr.write(`${terminalText(language, 'stopped', { dir: options.data })}\n`);
  }
  return code;
}

/** The print shop makes no mistake until the desk needs one. */
function withoutFaults(data: string): string {
  const file = shopFaults(data);
  writeJson(file, {});
  return file;
}

/** In real time plans count in minutes, so customers and bounces use four seconds as a day. */
const REAL_TIME_DAY_MS = 4_000;

const OTHER_DATA = (language: Language, dir: string) =>
  language === 'ja'
    ? `${dir} には別の案件・対象者・seed のデータがあります。--data で別のフォルダーを指定するか、このフォルダーを消してください。`
    : `${dir} holds another campaign, audience, seed or build. Name another folder with --data, or remove this one.`;

/** Resolves at the first Ctrl-C, for an orderly stop; the second one exits at once. */
function onInterrupt(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    const ask = () => {
      if (asked) process.exit(130);
      asked = true;
      done();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}

async function play(
  options: DemoOptions,
  language: Language,
  installation: Installation,
  { say, interrupted }: { say: (line: string) => void; interrupted: Promise<void> },
): Promise<number> {
  const { db } = openDatabase(installation);
  const client = await connectTemporal(temporalOf(installation));
  try {
    const state = await withAccounts(openState(options, installation), options, installation, db);
    const context: ScenarioContext = { options, state, db, language, say };
    const campaignId = await beginOrGoOn(context);
    writeDemo(options.data, { ...readDemo(options.data)!, campaignId });
    writeFileSync(campaignIdFile(options.data), String(campaignId));
    if (options.desk) return await desk(context, installation, client, { campaignId, interrupted });
    await playCampaign(context, installation, client, campaignId);
    const kills = installation.processes.get('worker')!.restarts + state.starts - 1;
    const seconds = (Date.now() - Date.parse(state.startedAt)) / 1000;
    const { result, good } = await finish(context, installation, client, { campaignId, seconds, kills });
    if (options.exit) say(JSON.stringify(result));
    return good ? 0 : 1;
  } finally {
    await client.connection.close();
    await db.destroy();
  }
}

/** The desks are a visitor's until Ctrl-C; with `exit` it ends once they are open. */
async function desk(
  context: ScenarioContext,
  installation: Installation,
  client: Client,
  { campaignId, interrupted }: { campaignId: number; interrupted: Promise<void> },
): Promise<number> {
  await openDesk(context, installation, client, campaignId);
  const queues = await queuesOf(context);
  tellQueues(context, queues);
  if (context.options.exit) {
    context.say(JSON.stringify(queues));
    return 0;
  }
  tellWhere(context.language, context.say, context.options.data);
  let over = false;
  void interrupted.then(() => (over = true));
  await keepDesk(context, installation, client, () => over);
  return 0;
}

/** API keys of the simulation. The people are created with the data folder and stored in its state. */
async function keysOf(db: Db, data: string, playing: string): Promise<SimulationKeys> {
  const known = readDemo(data);
  if (!known) {
    const fresh = { playing, startedAt: new Date().toISOString(), starts: 0, ...(await createPeople(db)) };
    writeDemo(data, fresh as Omit<DemoState, 'urls'> as DemoState);
  }
  const { keys } = readDemo(data)!;
  const { operator, operator2, manager, approver, client_system: clientSystem } = keys;
  return { operators: { operator, operator2, manager, approver }, clientSystem };
}

/** The state of this data folder. Starts are counted, since each may follow a kill. */
function openState(options: DemoOptions, installation: Installation): DemoState {
  const known = readDemo(options.data)!;
  const next = { ...known, urls: urlsOf(installation.ports), starts: known.starts + 1 };
  writeDemo(options.data, next);
  return next;
}

/** The state with an account for everybody; their authenticator shows the codes from now on. */
async function withAccounts(state: DemoState, { data }: DemoOptions, installation: Installation, db: Db) {
  const { clientId, suffix, accounts: known = [] } = state;
  const base = state.urls.api;
  const { origin } = new URL(state.urls.console);
  const save = (accounts: KnownAccount[]) => {
    writeDemo(data, { ...state, accounts });
    const ready = accounts.filter((account) => account.ready).map(({ ready: _, ...account }) => account);
    writeJson(authenticatorFile(data), ready, 0o600);
  };
  const vault = await openVault(new FileMasterKeys(installation.masterKeyFile));
  const accounts = await openAccounts({ db, vault, clientId, suffix, api: { base, origin }, known, save });
  return { ...state, accounts };
}

/** A started campaign is only watched; otherwise the scenario runs from its beginning. */
async function beginOrGoOn(context: ScenarioContext): Promise<number> {
  const { campaignId } = context.state;
  if (campaignId !== undefined) {
    const row = await findCampaign(context.db, campaignId);
    if (row && !['draft', 'submitted', 'approved'].includes(row.status)) {
      context.say(terminalText(context.language, 'resumed', { id: campaignId, status: row.status }));
      return campaignId;
    }
  }
  return prepareCampaign(context);
}

function tellWhere(language: Language, say: (line: string) => void, dir: string): void {
  const state = readDemo(dir)!;
  const text = (code: Parameters<typeof terminalText>[1], values = {}) => say(terminalText(language, code, values));
  text('urlsHead');
  for (const [name, url] of Object.entries(state.urls)) text('url', { name: name.padEnd(14), url });
  text('accountsHead', { url: state.urls.authenticator });
  for (const { login, password, name } of state.accounts ?? []) {
    text('account', { login: login.padEnd(18), password, name });
  }
  text('loginsHead', { file: join(dir, 'demo.json') });
  for (const [role, who] of Object.entries(state.logins)) text('login', { role: role.padEnd(16), who });
}
