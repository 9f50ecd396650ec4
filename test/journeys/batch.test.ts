import { batch } from '../../activities/journey/batch';

interface Request {
  journey: number;
  turn: number;
}

function batched(run: (requests: Request[]) => Promise<string[]>, { waitMs = 5, busyMs = 5, max = 100 } = {}) {
  const runs: Request[][] = [];
  const call = batch<Request, string>({
    waitMs,
    busyMs,
    max,
    keyOf: ({ journey }) => journey,
    run: (requests) => {
      runs.push(requests);
      return run(requests);
    },
  });
  return { call, runs };
}

const named = (requests: Request[]) => requests.map(({ journey, turn }) => `${journey}/${turn}`);
const [one, two, three] = [1, 2, 3].map((journey) => ({ journey, turn: 0 })) as [Request, Request, Request];

test('calls share one run, in the order of their journeys', async () => {
  const { call, runs } = batched((requests) => Promise.resolve(named(requests)));
  expect(await Promise.all([call(three), call(one), call(two)])).toEqual(['3/0', '1/0', '2/0']);
  expect(runs.map(named)).toEqual([['1/0', '2/0', '3/0']]);
});

describe('once several calls have come together', () => {
  const LONG = 60_000; // real ms: nothing that waits so long ends within the test
  const answer = (requests: Request[]) => Promise.resolve(named(requests));
  const afterSeveral = async (max = 100) => {
    const { call, runs } = batched(answer, { busyMs: LONG, max });
    await Promise.all([call(one), call(two)]);
    return { call, runs: () => runs.slice(1).map(named) };
  };

  test('the next ones wait longer, and one that is urgent takes them along at once', async () => {
    const { call, runs } = await afterSeveral();
    const waiting = call(one);
    await Promise.all([call(two, 'urgent'), waiting]);
    expect(runs()).toEqual([['1/0', '2/0']]);
  });

  test('they run at once when they fill a run', async () => {
    const { call, runs } = await afterSeveral(3);
    await Promise.all([call(three), call(two), call(one)]);
    expect(runs()).toEqual([['1/0', '2/0', '3/0']]);
  });

  test('a lone call ends the long waits', async () => {
    const { call, runs } = await afterSeveral();
    await call(one, 'urgent');
    await call(two);
    expect(runs()).toEqual([['1/0'], ['2/0']]);
  });
});

test('two turns of one journey never run together, and each gets its own result', async () => {
  const { call, runs } = batched((requests) => Promise.resolve(named(requests)));
  const next = { journey: 1, turn: 1 };
  expect(await Promise.all([call(one), call(next), call(two)])).toEqual(['1/0', '1/1', '2/0']);
  expect(runs.map(named)).toEqual([['1/0', '2/0'], ['1/1']]);
});

test('after a permanent failure each request runs alone: only the bad one is rejected', async () => {
  const bad = (requests: Request[]) => requests.some(({ journey }) => journey === 2);
  const { call, runs } = batched((requests) =>
    bad(requests) ? Promise.reject(new Error('odd data')) : Promise.resolve(named(requests)),
  );
  const results = await Promise.allSettled([call(one), call(two), call(three)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(runs).toHaveLength(4);
});

test('a transient failure rejects the whole run, to be tried again together', async () => {
  const { call, runs } = batched(() => Promise.reject(Object.assign(new Error('deadlock'), { code: '40P01' })));
  const results = await Promise.allSettled([call(one), call(two), call(three)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(runs).toHaveLength(1);
});

test('a database that goes away while requests run alone is not asked once more for each of them', async () => {
  const away = () => Object.assign(new Error('terminating connection'), { code: '57P01' });
  const { call, runs } = batched((requests) => {
    if (requests.length > 1) return Promise.reject(new Error('odd data'));
    return requests[0]!.journey === 1 ? Promise.resolve(['1/0']) : Promise.reject(away());
  });
  const hundred = Array.from({ length: 100 }, (_, index) => ({ journey: index + 1, turn: 0 }));
  const results = await Promise.allSettled(hundred.map((request) => call(request)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', ...Array<string>(99).fill('rejected')]);
  expect(runs).toHaveLength(3);
});

test('a database that is away is asked once for a hundred requests', async () => {
  const { call, runs } = batched(() => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })));
  await Promise.allSettled(Array.from({ length: 100 }, (_, index) => call({ journey: index + 1, turn: 0 })));
  expect(runs.map((requests) => requests.length)).toEqual([100]);
});
