import pg from 'pg';
import { sleep } from '../../../config/sleep';
import { DATABASE_LIMITS } from '../bounded-client';
import { CHANNEL } from './announce';

const RECONNECT_MS = 1_000;
const CONNECT_MS = 5_000;

interface Listener {
  /** Hears what is announced: `outbox`, a lane's topic, or the name of a maintenance job. */
  notified: (topic: string) => void;
  /** Called after each connection, since notifications before it were not heard. */
  connected: () => void;
}

/** What the database announces, on one connection for all of a process. */
export interface Notifications {
  /** Whether what is announced now would be heard. */
  readonly heard: boolean;
  /** Returns a function that ends it. */
  subscribe(listener: Listener): () => void;
  stop(): Promise<void>;
}

/** Listens for what triggers and statements of the database announce, and connects again whenever the connection is lost. */
export function listenForNotifications(url: string): Notifications {
  const stopping = new AbortController();
  const listeners = new Set<Listener>();
  let heard = false;
  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'tsunagi-listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: DATABASE_LIMITS.keepAliveMs,
      connectionTimeoutMillis: CONNECT_MS,
    });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => listeners.forEach(({ notified }) => notified(payload ?? '')));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      heard = true;
      listeners.forEach(({ connected }) => connected());
      await ended;
    } catch {
      // the database is away: the polls are slower, and this tries again
    } finally {
      heard = false;
      await client.end().catch(() => undefined);
    }
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await listen();
      await sleep(RECONNECT_MS, stopping.signal);
    }
  };
  const running = run();
  return {
    get heard() {
      return heard;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
