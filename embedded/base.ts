import { join, resolve } from 'node:path';
import { makePassableDir } from '../config/files';
import { claimFolder } from './folder-owner';
import { type Postgres, startPostgres } from './postgres/postgres';
import { startTemporal, type Temporal, temporalKind, type TemporalOptions } from './temporal/temporal';
import { makeCertificates, removeCertificates } from './temporal/certificates';
import { findTemporal, type TemporalProgram } from './temporal/find';
import { connectionOptions } from '../temporal/connection';
import { embeddedTlsSettings } from '../temporal/embedded-tls';
import { sleep } from '../config/sleep';

/** PostgreSQL and Temporal in one data folder. */
export interface Base {
  /** The current server. After a crash it is a new object with the same port. */
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  /** Settings of a process that may call it: its address and, unless open, the files of TLS. */
  readonly temporalSettings: Record<string, string> & { TEMPORAL_ADDRESS: string };
  /** Stops both, Temporal first; the data stays. */
  stop(): Promise<void>;
}

export type BaseOptions = {
  /** The data folder; `postgres/` and `temporal/` in it are managed here. */
  dir: string;
  /** False: PostgreSQL does not wait for the disk. For tests. Default true. */
  durable?: boolean;
  /** True: Temporal takes calls of any user of this machine. For tests that share one. Default false. */
  open?: boolean;
  log: (line: string) => void;
  /** Called once PostgreSQL runs and before anything is changed in it; throws to refuse the data. */
  check?: (postgresSuperUrl: string) => Promise<void>;
} & Partial<
  Pick<TemporalOptions, 'namespaces' | 'rehearsals' | 'dynamicConfig' | 'faultInjection' | 'shards' | 'connection'>
>;

// on systems other than Linux, checking a process costs a `ps`
const WATCH_MS = process.platform === 'linux' ? 100 : 2_000;
const AFTER_FAILURE_MS = 3_000;

/**
 * Starts both servers, or adopts those left by a killed run, and restarts them on the same port when they die. Throws
 * when another live process uses the data folder. Nothing is started while Temporal is located or built.
 */
export async function startBase(options: BaseOptions): Promise<Base> {
  const { dir, durable, log } = options;
  makePassableDir(dir);
  const release = claimFolder(dir);
  try {
    const program = await findTemporal(log, temporalKind(join(dir, 'temporal')));
    const postgres = await startPostgres({ dir: join(dir, 'postgres'), durable, log });
    try {
      await options.check?.(postgres.superUrl);
      const secured = { ...options, ...secure(options, program) };
      const temporal = await startServer(secured, program, postgres);
      return new WatchedBase(secured, program, postgres, temporal, release);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  } catch (error) {
    release();
    throw error;
  }
}

type Secured = BaseOptions & Pick<TemporalOptions, 'access'>;

/**
 * Closes a server that is started here to other users of this machine: it and its callers show certificates made now.
 * The server in Temporal's CLI knows no TLS, which is said in the log.
 */
function secure({ dir, open = false, log }: BaseOptions, program: TemporalProgram): Partial<Secured> {
  const folder = join(resolve(dir), 'temporal');
  if (program.kind === 'server' && !open) {
    makePassableDir(folder);
    const access = makeCertificates(folder);
    const { address: _, ...connection } = connectionOptions({ ...NOWHERE, ...embeddedTlsSettings(folder) });
    return { access, connection };
  }
  removeCertificates(folder);
  if (program.kind === 'cli' && !open) log(OPEN_TO_USERS);
  return {};
}

const NOWHERE = { TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' };
const OPEN_TO_USERS =
  'この Temporal は CLI 付属のサーバーで TLS がないため、このマシンの他の利用者も接続できます。 / ' +
  "This Temporal is the CLI's server, which has no TLS: other users of this machine can reach it.";

function startServer(options: Secured, program: TemporalProgram, postgres: Postgres): Promise<Temporal> {
  const dir = join(options.dir, 'temporal');
  return startTemporal({ namespaces: ['default'], ...options, program, dir, postgresSuperUrl: postgres.superUrl });
}

class WatchedBase implements Base {
  readonly #watching: Promise<void>;
  #stopping = false;

  constructor(
    private readonly options: Secured,
    private readonly program: TemporalProgram,
    public postgres: Postgres,
    public temporal: Temporal,
    private readonly release: () => void,
  ) {
    this.#watching = this.#watch();
  }

  get temporalSettings() {
    const files = embeddedTlsSettings(join(resolve(this.options.dir), 'temporal')); // none where it is open, or a cluster
    return { TEMPORAL_ADDRESS: this.temporal.address, ...files };
  }

  async stop() {
    this.#stopping = true;
    await this.#watching;
    await this.temporal.stop();
    await this.postgres.stop();
    this.release();
  }

  async #watch() {
    while (!this.#stopping) {
      const mended = await this.#mend().catch((error: unknown) => {
        this.options.log(error instanceof Error ? error.message : String(error));
        return false;
      });
      await sleep(mended ? WATCH_MS : AFTER_FAILURE_MS);
    }
  }

  async #mend() {
    const { dir, durable, log } = this.options;
    if (!this.postgres.running()) {
      log('PostgreSQL has died, starting it again');
      this.postgres = await startPostgres({ dir: join(dir, 'postgres'), durable, log });
    }
    if (!this.temporal.running()) {
      log('Temporal has died, starting it again');
      this.temporal = await startServer(this.options, this.program, this.postgres);
    }
    return true;
  }
}
