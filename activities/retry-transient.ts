import DataLoader from 'dataloader';
import pRetry from 'p-retry';

const TRANSIENT = /^(08|40|53|57P)|^E(CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|PIPE|TIMEDOUT|AI_AGAIN)$/;

/**
 * Whether the database may accept the same statement a moment later: it was away, full, or aborted us to resolve a
 * deadlock.
 */
export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return TRANSIENT.test(code);
  return /connection|timeout|not queryable/i.test(String(message));
}

/**
 * Repeats a write until the database accepts it, for up to 30 s, because a provider's reply must not be lost when
 * PostgreSQL restarts. `write` must be idempotent. Afterwards throws the last error; any other error is thrown at once.
 */
export function retryTransient<Result>(write: () => Promise<Result>): Promise<Result> {
  return pRetry(write, {
    retries: Infinity,
    minTimeout: 50,
    maxTimeout: 1_000,
    maxRetryTime: 30_000,
    shouldRetry: ({ error }) => isTransient(error),
  });
}

/**
 * Returns a function that writes one item and resolves once it is stored. While one batch is being written the next one
 * fills, so that commits are fewest when load is highest.
 */
export function batchWriter<Item>(write: (items: Item[]) => Promise<unknown>): (item: Item) => Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Item, null>(
    async (items) => {
      writing = retryTransient(() => write([...items]));
      await writing;
      return items.map(() => null);
    },
    { cache: false, batchScheduleFn: (dispatch) => void writing.then(dispatch, dispatch) },
  );
  return async (item) => void (await loader.load(item));
}
