import { isTransient, retryTransient } from '../../activities/retry-transient';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

test.each([
  ['a server that stops', coded('57P01')],
  ['a deadlock', coded('40P01')],
  ['a lock that others hold', coded('55P03')],
  ['a statement past its time', coded('57014')],
  ['a name that cannot be resolved for now', coded('EAI_AGAIN')],
  ['a host that cannot be reached for now', coded('EHOSTUNREACH')],
  ['a name that is gone during a failover', coded('ENOTFOUND')],
  ['a server that has become a standby', coded('25006')],
  ['a connection that was closed', new Error('Client was closed and is not queryable')],
])('%s is transient', (_, error) => expect(isTransient(error)).toBe(true));

test.each([
  ['odd data', coded('23514')],
  ['a bug', new TypeError('x is not a function')],
])('%s is not', (_, error) => expect(isTransient(error)).toBe(false));

test('what a provider has accepted is written however long the database is away, and for a while after a stop', async () => {
  jest.useFakeTimers();
  try {
    const stop = new AbortController();
    const back = Date.now() + 600_000;
    const write = jest.fn(async () => {
      if (Date.now() < back) throw coded('25006');
      return 'written';
    });
    const written = retryTransient(write, stop.signal);
    const givenUp = retryTransient(write).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await givenUp).toMatchObject({ code: '25006' });
    await jest.advanceTimersByTimeAsync(541_000);
    expect(await written).toBe('written');
  } finally {
    jest.useRealTimers();
  }
});

test('a stopped drain gives up half a minute later', async () => {
  jest.useFakeTimers();
  try {
    const stop = new AbortController();
    const waiting = retryTransient(() => Promise.reject(coded('ENOTFOUND')), stop.signal).catch(
      (error: unknown) => error,
    );
    await jest.advanceTimersByTimeAsync(300_000);
    stop.abort();
    await jest.advanceTimersByTimeAsync(40_000);
    expect(await waiting).toMatchObject({ code: 'ENOTFOUND' });
  } finally {
    jest.useRealTimers();
  }
});
