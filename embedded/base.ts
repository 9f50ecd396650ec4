import { join } from 'node:path';
import { makePassableDir } from '../config/files';
import { claimFolder } from './folder-owner';
import { type Postgres, startPostgres } from './postgres/postgres';
import { startTemporal, type Temporal, temporalKind, type TemporalOptions } from './temporal/temporal';
import { findTemporal, type TemporalProgram } from './temporal/find';
import { sleep } from '../config/sleep';

/** PostgreSQL and Temporal in one data folder. */
export interface Base {
  /** The current server. After a crash it is a new object with the same port. */
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  /** Stops both, Temporal first; the data stays. */
  stop(): Promise<void>;
}

export type BaseOptions = {
  /** The data folder; `postgres/` and `temporal/` in it are managed here. */
  dir: string;
  /** False: PostgreSQL does not wait for the disk. For tests. Default true. */
  durable?: boolean;
  log: (line: string) => void;
  /** Called once PostgreSQL runs and before anything is changed in it; throws to refuse the data. */
  check?: (postgresSuperUrl: string) => Promise<void>;
} & Partial<Pick<TemporalOptions, 'namespaces' | 'dynamicConfig' | 'faultInjection' | 'shards' | 'connection'>>;

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
      const temporal = await startServer(options, program, postgres);
      return new WatchedBase(options, program, postgres, temporal, release);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  } catch (error) {
    release();
    throw error;
  }
}

function startServer(options: BaseOptions, program: TemporalProgram, postgres: Postgres): Promise<Temporal> {
  const dir = join(options.dir, 'temporal');
  return startTemporal({ namespaces: ['default'], ...options, program, dir, postgresSuperUrl: postgres.superUrl });
}

class WatchedBase implements Base {
  readonly #watching: Promise<void>;
  #stopping = false;

  constructor(
    private readonly options: BaseOptions,
    private readonly program: TemporalProgram,
    public postgres: Postgres,
    public temporal: Temporal,
    private readonly release: () => void,
  ) {
    this.#watching = this.#watch();
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
