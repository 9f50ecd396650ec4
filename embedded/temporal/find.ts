import { spawnSync } from 'node:child_process';
import { downloadCli, downloadedCli } from './download';
import { cachedServer, hasGo, installServer, SERVER_VERSION, type ServerProgram } from './install';

/** Where Temporal comes from: an external cluster, the server on our PostgreSQL, or the CLI's server on SQLite. */
export type TemporalProgram =
  { kind: 'cluster'; address: string } | ({ kind: 'server' } & ServerProgram) | { kind: 'cli'; command: string };

// CLI 1.5 contains server 1.29.1, the first with worker versioning; a CLI built from source reports only its server's
// version
const CLI_WANTED = '1.5';
const CLI_SERVER = [1, 29] as const;

/**
 * Locates Temporal in the order of docs/operations.md, building it as the last resort. `before`: what the data folder
 * was started with. Server and CLI store their data separately, so only a cluster can replace either. Throws with all
 * options when none works.
 */
export async function findTemporal(
  log: (line: string) => void,
  before?: TemporalProgram['kind'],
): Promise<TemporalProgram> {
  const address = process.env.TEMPORAL_ADDRESS;
  if (address) return { kind: 'cluster', address };
  const cached = before === 'cli' ? undefined : cachedServer();
  if (cached) return { kind: 'server', ...cached };
  const command = before === 'server' ? undefined : await findCli(log);
  if (command) return { kind: 'cli', command };
  let goError = before === 'cli' ? "this data folder was begun with the CLI's server" : 'go is not in PATH';
  if (before !== 'cli' && hasGo()) {
    try {
      return { kind: 'server', ...(await installServer(log)) };
    } catch (error) {
      goError = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(noTemporal(goError));
}

async function findCli(log: (line: string) => void): Promise<string | undefined> {
  const inPath = cliServer('temporal');
  if (inPath && isNewEnough(inPath)) return 'temporal';
  if (inPath) log(`The temporal command in PATH brings the server ${inPath.join('.')}, too old: not used`);
  const downloaded = downloadedCli() ?? (await downloadCli(log));
  if (!downloaded) log('The download is not reachable from here');
  return downloaded;
}

/** Major and minor version of the server in a CLI. */
function cliServer(command: string): [number, number] | undefined {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const match = /temporal version .*\(Server (\d+)\.(\d+)/.exec(stdout ?? '');
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

function isNewEnough([major, minor]: [number, number]): boolean {
  return major > CLI_SERVER[0] || (major === CLI_SERVER[0] && minor >= CLI_SERVER[1]);
}

function noTemporal(goError: string): string {
  return [
    'Temporal のサーバーが見つかりません。次のいずれかをご用意ください。 / No Temporal server was found. Any of these will do:',
    '  1. a cluster:         TEMPORAL_ADDRESS=host:7233',
    `  2. Temporal's CLI:    \`temporal\` ${CLI_WANTED} or newer in PATH (https://docs.temporal.io/cli)`,
    '  3. open the network:  temporal.download must be reachable for the SDK to fetch its development server',
    `  4. Go 1.26 or newer:  the server ${SERVER_VERSION} is then built once, in about five minutes`,
    `     (${goError})`,
  ].join('\n');
}
