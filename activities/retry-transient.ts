import DataLoader from 'dataloader';
import pRetry from 'p-retry';

/**
 * Connection lost, aborted, out of resources, or shutting down; 25006: a standby, after a failover; 55P03, 57014: a lock
 * or an answer that did not come in time; and what the network and the name service say meanwhile.
 */
const TRANSIENT =
  /^(08|40|53|57P|25006$|55P03$|57014$)|^E(CONNREFUSED|CONNRESET|CONNABORTED|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|PIPE|TIMEDOUT|AI_AGAIN)$|^ENOTFOUND$/;

/**
 * Whether the database may accept the same statement a moment later: it was away, full, busy, or aborted us to resolve
 * a deadlock.
 */
export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return TRANSIENT.test(code);
  return /connection|timeout|not queryable/i.test(String(message));
}

const RETRY_MS = 30_000;

/**
 * Repeats a write until the database accepts it, for up to 30 s. `write` must be idempotent. Afterwards throws the last
 * error; any other error is thrown at once. With `until` it goes on for as long as the database is away, and for 30 s
 * after that is aborted: what a provider has accepted must not be lost in a failover.
 */
export async function retryTransient<Result>(write: () => Promise<Result>, until?: AbortSignal): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isTransient(error)) throw error;
    return retrying(error, write, until);
  }
}

/** The first attempt of these is the one that has failed so. */
function retrying<Result>(failed: unknown, write: () => Promise<Result>, until?: AbortSignal): Promise<Result> {
  let last = until ? Infinity : Date.now() + RETRY_MS;
  const ends = () => (last = Date.now() + RETRY_MS);
  until?.addEventListener('abort', ends, { once: true });
  if (until?.aborted) ends();
  return pRetry((attempt) => (attempt === 1 ? Promise.reject(failed as Error) : write()), {
    retries: Infinity,
    minTimeout: 50,
    maxTimeout: 1_000,
    shouldRetry: ({ error }) => isTransient(error) && Date.now() < last,
  }).finally(() => until?.removeEventListener('abort', ends));
}

/** Whom a batch waits for: until `expected` items are there, and not longer than `waitMs`. */
interface Joining {
  expected: () => number;
  waitMs: number;
}

/**
 * Returns a function that has one item dealt with together with others: while one batch is at work the next one fills, so
 * that batches are largest when load is highest. `work` gives the results in the order of the items; where it fails, all
 * items of the batch fail. With `joining`, a batch waits a moment for items that are about to come.
 */
export function inBatches<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  joining?: Joining,
): (item: Item) => Promise<Result> {
  let working: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let check = (): void => undefined;
  const begin = (items: readonly Item[]) => {
    waiting = 0;
    const results = work([...items]);
    working = results;
    return results;
  };
  const othersCame = (): Promise<void> =>
    new Promise((resolve) => {
      if (!joining) return resolve();
      const timer = setTimeout(resolve, joining.waitMs);
      check = () => {
        if (waiting < joining.expected()) return;
        clearTimeout(timer);
        resolve();
      };
      check();
    });
  const batchScheduleFn = (dispatch: () => void) => void working.then(othersCame, othersCame).then(dispatch);
  const loader = new DataLoader<Item, Result>(begin, { cache: false, batchScheduleFn });
  return (item) => {
    const result = loader.load(item);
    waiting += 1;
    check();
    return result;
  };
}

/**
 * Returns a function that writes one item, in batches, and resolves once it is stored. `until`: see retryTransient;
 * `joining`: see inBatches.
 */
export function batchWriter<Item>(
  write: (items: Item[]) => Promise<unknown>,
  until?: AbortSignal,
  joining?: Joining,
): (item: Item) => Promise<void> {
  return inBatches(async (items) => {
    await retryTransient(() => write(items), until);
    return items.map(() => undefined);
  }, joining);
}
