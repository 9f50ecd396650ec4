import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { addAccountCommands } from './accounts';
import { positive, wholeNumber, withLanguage } from './arguments';
import { addAuditCommands } from './audit';
import { addBenchCommand } from './bench';
import { addChannelCommands } from './channel/command';
import { addPlanCommands } from './plans';
import { addPrintCommands } from './print';
import { addRehearseCommand } from './rehearse';
import { productVersion } from './version';
import { SERVED } from '../config/settings';
import { AppError } from '../domain/errors';
import { defaultDataDir } from '../embedded/postgres/user';

const ROOT = join(__dirname, '..');
const example = (name: string) => join(ROOT, 'examples', name);

const program = new Command('tsunagi')
  .description('Runs service-closing campaigns: every customer notified, followed up and accounted for.')
  .version(productVersion(), '-V, --version', 'print the version and end')
  .showHelpAfterError();

/** Throws, in both languages, where the folder that a command needs is absent, as in the image. */
function needRepository(command: string, folder: string): void {
  if (existsSync(join(ROOT, folder))) return;
  throw new Error(
    `この環境には「${command}」が含まれていません。ソースのリポジトリで npm run ${command} を実行してください。\n` +
      `"${command}" is not part of this installation: run "npm run ${command}" in the source repository.`,
  );
}

/** The demo and its cluster variant differ only in the number of processes. */
function playCommand(name: string, description: string, folder: string, cluster: boolean): void {
  program
    .command(name)
    .description(description)
    .option('--customers <file>', 'audience as CSV', example('customers.csv'))
    .option('--campaign <file>', 'campaign file, YAML or JSON', example('campaign.yaml'))
    .option('--seed <n>', 'seed of customers and faults', wholeNumber, 1)
    .option('--day <seconds>', 'shortest real length of a day; 86400 plays in real time', positive, 1)
    .option('--data <dir>', `data folder; default ${folder}, with --desk ${folder}-desk, where data are kept`)
    .option('--port <n>', 'port of the console, the API and the customer pages', wholeNumber)
    .option('--desk', 'play to a day with full queues, then leave the desks to you at the speed of real time', false)
    .option('--exit', 'end with the campaign; the last line on stdout is its result as JSON', false)
    .addOption(new Option('--lang <language>', 'language of the terminal').choices(['ja', 'en']).default('ja'))
    .action(async (options) => {
      needRepository(name, 'sandbox');
      const { runDemo } = await import('../sandbox/demo/run');
      const data = options.data ?? join(defaultDataDir(ROOT), options.desk ? `${folder}-desk` : folder);
      end(await runDemo({ ...options, data, cluster }, options.lang));
    });
}

playCommand('demo', 'set up everything on this machine and play the example campaign', 'demo', false);
playCommand('cluster', 'the same with the processes of docker-compose.yml: two workers, two APIs', 'cluster', true);

program
  .command('api')
  .description('start the API and the customer pages (settings from the environment)')
  .action(async () => {
    const { runServer } = await import('../api/server');
    await runServer();
  });

program
  .command('worker')
  .description('start a worker: workflows, lanes, outbox (settings from the environment)')
  .addOption(
    new Option(
      '--serve <what>',
      'which task queues: journeys (and all that is not a lane), lanes, or all; WORKER_SERVES without it',
    ).choices(SERVED),
  )
  .action(async ({ serve }: { serve?: (typeof SERVED)[number] }) => {
    const { runWorker } = await import('../worker');
    await runWorker(serve && { WORKER_SERVES: serve });
  });

program
  .command('check')
  .description(
    'print the settings of the environment, secrets hidden, what of them is unsafe, and whether bounces can arrive',
  )
  .option('--json', 'answer as JSON', false)
  .action(async (options) => {
    const { checkSettings } = await import('../config/safety');
    end(await checkSettings(options, (line) => void process.stdout.write(`${line}\n`)));
  });

program
  .command('migrate')
  .description(
    'bring the database of DATABASE_OWNER_URL to the newest schema, and that of rehearsals where there is one',
  )
  .action(async () => {
    const { migrate } = await import('../db/platform/migrate');
    const { startConfig } = await import('../config/safety');
    const { DATABASE_OWNER_URL, REHEARSAL_DATABASE_OWNER_URL } = startConfig();
    if (!DATABASE_OWNER_URL) throw new Error('settings are wrong:\n  DATABASE_OWNER_URL: needed to migrate');
    const applied = await migrate({ url: DATABASE_OWNER_URL });
    process.stdout.write(applied.length > 0 ? `${applied.join('\n')}\n` : 'nothing to do\n');
    if (!REHEARSAL_DATABASE_OWNER_URL) return;
    const { prepareRehearsalDatabase } = await import('../db/rehearsals/engine/database');
    await prepareRehearsalDatabase({ ownerUrl: REHEARSAL_DATABASE_OWNER_URL });
    process.stdout.write('database of rehearsals: ready\n');
  });

program
  .command('deploy')
  .description('replay open histories against this build, then make it the current one')
  .option('--all', 'every open history, not only some of each path', false)
  .action(async ({ all }: { all: boolean }) => {
    const { deploy } = await import('../temporal/deploy');
    const { connectDb } = await import('../db/platform/connect');
    const { openPaths } = await import('../db/platform/evidence/open-paths');
    const { workflowBundle } = await import('../temporal/bundle');
    const { connectTemporal } = await import('../temporal/connection');
    (await import('../temporal/runtime')).installRuntime();
    const config = (await import('../config/safety')).startConfig();
    const client = await connectTemporal(config);
    const log = (line: string) => void process.stderr.write(`${line}\n`);
    const { db } = connectDb({ url: config.DATABASE_URL, max: 1, application: 'tsunagi-deploy' });
    const done = await deploy({
      ...{ client, deployment: config.DEPLOYMENT, bundle: await workflowBundle(), log, all },
      openPaths: () => openPaths(db),
    });
    await db.destroy();
    await client.connection.close();
    process.stdout.write(`${JSON.stringify(done)}\n`);
    end(0);
  });

const keys = program.command('keys').description('master keys of the vault, and keys of the payload codec');
const keysCommand = (name: string, description: string) =>
  withLanguage(keys.command(name).description(description))
    .option('--data <dir>', 'data folder of an embedded installation; else settings from the environment')
    .option('--json', 'answer as JSON', false);
keysCommand('status', 'which keys there are, and how many customers hang on each').action(async (options) => {
  const { keysStatus } = await import('./keys');
  end(await keysStatus(options));
});
keysCommand('rotate', 'add a key that is used from now on')
  .option('--codec', "of Temporal's payloads instead of the master keys", false)
  .option('--announce', 'let it open only as yet, until the next rotation: for machines with copies of the file', false)
  .action(async (options) => {
    const { keysRotate } = await import('./keys');
    end(await keysRotate(options));
  });
keysCommand('rewrap', "wrap every customer's key with the current master key, while everything runs")
  .option('--batch <n>', 'customers a transaction', wholeNumber, 1_000)
  .action(async (options) => {
    const { keysRewrap } = await import('./keys');
    end(await keysRewrap(options));
  });

addAuditCommands(program, end);
addPlanCommands(program, end);
addChannelCommands(program, end);
addRehearseCommand(program, end);
addPrintCommands(program, end);

addBenchCommand(program, { end, needRepository });
addAccountCommands(program, end);

/** Exits once a command is done: the Temporal SDK's native threads would keep the process alive. */
function end(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

program.parseAsync().catch((error: unknown) => {
  const message =
    error instanceof AppError
      ? `${error.code} ${JSON.stringify(error.detail)}`
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${message}\n`);
  end(1);
});
