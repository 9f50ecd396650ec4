import { spawnSync } from 'node:child_process';
import { downloadCli, downloadedCli } from './temporal-download';
import { cachedServer, hasGo, installServer, SERVER_VERSION, type ServerProgram } from './temporal-install';

/** Where Temporal comes from: a cluster elsewhere, the server on our PostgreSQL, or the CLI's server on SQLite. */
export type TemporalProgram =
  { kind: 'cluster'; address: string } | ({ kind: 'server' } & ServerProgram) | { kind: 'cli'; command: string };

const CLI_WANTED = [1, 5] as const;

/** Finds Temporal, in the order of README.md, building it as the last resort. Throws with all the ways when none works. */
export async function findTemporal(log: (line: string) => void): Promise<TemporalProgram> {
  const address = process.env.TEMPORAL_ADDRESS;
  if (address) return { kind: 'cluster', address };
  const cached = cachedServer();
  if (cached) return { kind: 'server', ...cached };
  const inPath = cliVersion('temporal');
  if (inPath && isNewEnough(inPath)) return { kind: 'cli', command: 'temporal' };
  if (inPath) log(`The temporal command in PATH is ${inPath.join('.')}, older than ${CLI_WANTED.join('.')}: not used`);
  const cli = downloadedCli() ?? (await downloadCli(log));
  if (cli) return { kind: 'cli', command: cli };
  log('The download is not reachable from here');
  let goError = 'go is not in PATH';
  if (hasGo()) {
    try {
      return { kind: 'server', ...(await installServer(log)) };
    } catch (error) {
      goError = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(noTemporal(goError));
}

function cliVersion(command: string): [number, number] | undefined {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const match = /temporal version (\d+)\.(\d+)/.exec(stdout ?? '');
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

function isNewEnough([major, minor]: [number, number]): boolean {
  return major > CLI_WANTED[0] || (major === CLI_WANTED[0] && minor >= CLI_WANTED[1]);
}

function noTemporal(goError: string): string {
  return [
    'Temporal のサーバーが見つかりません。次のいずれかをご用意ください。 / No Temporal server was found. Any of these will do:',
    '  1. a cluster:         TEMPORAL_ADDRESS=host:7233',
    `  2. Temporal's CLI:    \`temporal\` ${CLI_WANTED.join('.')} or newer in PATH (https://docs.temporal.io/cli)`,
    '  3. open the network:  temporal.download must be reachable for the SDK to fetch its development server',
    `  4. Go 1.26 or newer:  the server ${SERVER_VERSION} is then built once, in about five minutes`,
    `     (${goError})`,
  ].join('\n');
}
