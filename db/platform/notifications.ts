import pg from 'pg';
import { sleep } from '../../config/sleep';

const CHANNEL = 'tsunagi';
const RECONNECT_MS = 1_000;

/**
 * Listens for what triggers of the database announce: `outbox`, or the name of a maintenance job. `connected` is
 * called after each connection, since notifications before it were not heard. Returns a function that ends it.
 */
export function listenForNotifications(
  url: string,
  { notified, connected }: { notified: (topic: string) => void; connected: () => void },
): () => Promise<void> {
  const stopping = new AbortController();
  const listen = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, application_name: 'tsunagi-listen', keepAlive: true });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => notified(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      connected();
      await ended;
    } catch {
      // the database is away: the poll is slower, and this tries again
    } finally {
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
  return async () => {
    stopping.abort();
    await running;
  };
}
