import { join } from 'node:path';
import { makePassableDir } from './files';
import { claimFolder } from './folder-owner';
import { type Postgres, startPostgres } from './postgres';
import { startTemporal, type Temporal, type TemporalOptions } from './temporal';

/** PostgreSQL and Temporal together, in one data folder. */
export interface Base {
  /** The server of the moment; after a crash it is another object with the same port. */
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  /** Stops both, Temporal first; the data stays. */
  stop(): Promise<void>;
}

export type BaseOptions = {
  /** The data folder; its `postgres/` and `temporal/` are ours. */
  dir: string;
  log: (line: string) => void;
} & Partial<Pick<TemporalOptions, 'namespaces' | 'dynamicConfig' | 'faultInjection' | 'shards' | 'connection'>>;

// elsewhere than on Linux a look at a process costs a `ps`
const WATCH_MS = process.platform === 'linux' ? 100 : 2_000;

/**
 * Starts both, or takes over what a killed run left; from then on whichever dies is started again on the same port.
 * Throws when another live process holds the data folder.
 */
export async function startBase(options: BaseOptions): Promise<Base> {
  const { dir, log, ...temporalOptions } = options;
  makePassableDir(dir);
  const release = claimFolder(dir);
  try {
    const startDatabase = () => startPostgres({ dir: join(dir, 'postgres'), log });
    let postgres = await startDatabase();
    const startServer = () =>
      startTemporal({
        namespaces: ['default'],
        ...temporalOptions,
        dir: join(dir, 'temporal'),
        postgresSuperUrl: postgres.superUrl,
        log,
      });
    let temporal = await startServer();
    let stopping = false;
    const mend = async () => {
      while (!stopping) {
        try {
          if (!postgres.running()) {
            log('PostgreSQL has died, starting it again');
            postgres = await startDatabase();
          }
          if (!temporal.running() && !stopping) {
            log('Temporal has died, starting it again');
            temporal = await startServer();
          }
        } catch (error) {
          log(error instanceof Error ? error.message : String(error));
        }
        await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
      }
    };
    const mended = mend();
    const stop = async () => {
      stopping = true;
      await mended;
      await temporal.stop();
      await postgres.stop();
      release();
    };
    return {
      get postgres() {
        return postgres;
      },
      get temporal() {
        return temporal;
      },
      stop,
    };
  } catch (error) {
    release();
    throw error;
  }
}
