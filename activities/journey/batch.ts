import { isTransient } from '../retry-transient';

interface BatchOptions<Request, Result> {
  /** How long a call waits for others that come at the same moment, ms. */
  waitMs: number;
  /** How long it waits instead while calls come in numbers, ms; an urgent one never waits so long, nor do those with it. */
  busyMs: number;
  max: number;
  /** What a request is about. Two requests with the same key never run together. */
  keyOf: (request: Request) => number;
  /** Runs requests in ascending order of their keys; returns one result each, in the same order. */
  run: (requests: Request[]) => Promise<Result[]>;
}

interface Call<Request, Result> {
  request: Request;
  tell: (outcome: PromiseSettledResult<Result>) => void;
}

/** After a run of several calls more are expected for so long, ms. */
const BUSY_FOR_MS = 1_000;

/**
 * Groups calls into one run. A lone call hardly waits; once several have come together, as in a launch, the next ones wait
 * longer, so that a run has more of them. A run that fails for a transient reason rejects all its calls, which
 * are then retried together; after any other failure each request runs alone, so that one bad request cannot fail its
 * neighbours, until a transient failure rejects the rest.
 */
export function batch<Request, Result>(
  options: BatchOptions<Request, Result>,
): (request: Request, urgency?: 'urgent') => Promise<Result> {
  const { waitMs, busyMs, max } = options;
  let waiting: Call<Request, Result>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  let busyUntil = 0;

  const dispatch = (): void => {
    clearTimeout(timer);
    const calls = waiting;
    waiting = [];
    dueAt = Infinity;
    busyUntil = calls.length > 1 ? performance.now() + BUSY_FOR_MS : 0;
    void runCalls(calls, options);
  };
  const dispatchWithin = (ms: number): void => {
    const at = performance.now() + ms;
    if (at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(dispatch, ms);
  };
  return (request, urgency) =>
    new Promise((resolve, reject) => {
      const tell = (outcome: PromiseSettledResult<Result>): void =>
        outcome.status === 'fulfilled' ? resolve(outcome.value) : reject(outcome.reason as Error);
      waiting.push({ request, tell });
      if (waiting.length === max) return dispatch();
      const patient = urgency !== 'urgent' && performance.now() < busyUntil;
      dispatchWithin(patient ? busyMs : waitMs);
    });
}

async function runCalls<Request, Result>(
  calls: Call<Request, Result>[],
  { keyOf, run }: BatchOptions<Request, Result>,
): Promise<void> {
  for (const group of groupsOf(calls, ({ request }) => keyOf(request))) {
    const outcomes = await runGroup(
      group.map(({ request }) => request),
      run,
    );
    for (const [index, { tell }] of group.entries()) tell(outcomes[index]!);
  }
}

/** Splits items so that no group has a key twice; each group ascends by key. */
function groupsOf<Item>(items: Item[], keyOf: (item: Item) => number): Item[][] {
  const groups: Map<number, Item>[] = [];
  for (const item of items) {
    const key = keyOf(item);
    let group = groups.find((one) => !one.has(key));
    if (!group) groups.push((group = new Map()));
    group.set(key, item);
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
