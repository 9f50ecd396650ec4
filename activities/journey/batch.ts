/**
 * Gathers calls made within `waitMs` into one batch. When the batch fails, each request is tried alone, so that one
 * bad request can't fail its neighbours. Requests with the same key in one batch share one answer.
 */
export function batch<Request, Result>(options: {
  waitMs: number;
  max: number;
  keyOf: (request: Request) => number;
  run: (requests: Request[]) => Promise<Result[]>;
}): (request: Request) => Promise<Result> {
  type Waiting = { request: Request; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    const byKey = new Map(batch.map((item) => [options.keyOf(item.request), item.request]));
    const keys = [...byKey.keys()].sort((a, b) => a - b);
    const answerAll = (results: Result[]) => {
      const answers = new Map(keys.map((key, index) => [key, results[index]!]));
      for (const item of batch) item.resolve(answers.get(options.keyOf(item.request))!);
    };
    try {
      answerAll(await options.run(keys.map((key) => byKey.get(key)!)));
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const item of batch) await options.run([item.request]).then(([one]) => item.resolve(one!), item.reject);
    }
  };

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (waiting.length >= options.max) void flush();
      else timer ??= setTimeout(() => void flush(), options.waitMs);
    });
}
