import DataLoader from 'dataloader';
import { isTransient } from '../retry-transient';

interface BatchOptions<Request, Result> {
  waitMs: number;
  max: number;
  /** What a request is about. Two requests with the same key never run together. */
  keyOf: (request: Request) => number;
  /** Runs requests in ascending order of their keys; returns one result each, in the same order. */
  run: (requests: Request[]) => Promise<Result[]>;
}

/**
 * Groups calls made within `waitMs` into one run. A run that fails for a transient reason rejects all its calls, which
 * are then retried together; after any other failure each request runs alone, so that one bad request cannot fail its
 * neighbours, until a transient failure rejects the rest.
 */
export function batch<Request, Result>(options: BatchOptions<Request, Result>): (request: Request) => Promise<Result> {
  const loader = new DataLoader<Request, PromiseSettledResult<Result>>(
    async (requests) => {
      const results = new Map<Request, PromiseSettledResult<Result>>();
      for (const group of groupsOf(requests, options.keyOf)) {
        const outcomes = await runGroup(group, options.run);
        for (const [index, request] of group.entries()) results.set(request, outcomes[index]!);
      }
      return requests.map((request) => results.get(request)!);
    },
    { cache: false, maxBatchSize: options.max, batchScheduleFn: (dispatch) => setTimeout(dispatch, options.waitMs) },
  );
  return async (request) => {
    const result = await loader.load({ ...request });
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
}

/** Splits requests so that no group has a key twice; each group ascends by key. */
function groupsOf<Request>(requests: readonly Request[], keyOf: (request: Request) => number): Request[][] {
  const groups: Map<number, Request>[] = [];
  for (const request of requests) {
    const key = keyOf(request);
    let group = groups.find((one) => !one.has(key));
    if (!group) groups.push((group = new Map()));
    group.set(key, request);
  }
  return groups.map((group) => [...group.values()].sort((a, b) => keyOf(a) - keyOf(b)));
}

async function runGroup<Request, Result>(
  requests: Request[],
  run: (requests: Request[]) => Promise<Result[]>,
): Promise<PromiseSettledResult<Result>[]> {
  try {
    return (await run(requests)).map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    if (requests.length === 1 || isTransient(reason)) return requests.map(() => ({ status: 'rejected', reason }));
    return runAlone(requests, run);
  }
}

/** Runs each request by itself. Once the database is away, the rest is not tried: all of it would wait in vain. */
async function runAlone<Request, Result>(
  requests: Request[],
  run: (requests: Request[]) => Promise<Result[]>,
): Promise<PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  for (const request of requests) {
    const last = results.at(-1);
    if (last?.status === 'rejected' && isTransient(last.reason)) results.push(last);
    else results.push(...(await runGroup([request], run)));
  }
  return results;
}
