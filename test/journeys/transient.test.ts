import { isTransient } from '../../activities/retry-transient';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

test.each([
  ['a server that stops', coded('57P01')],
  ['a deadlock', coded('40P01')],
  ['a name that cannot be resolved for now', coded('EAI_AGAIN')],
  ['a host that cannot be reached for now', coded('EHOSTUNREACH')],
  ['a connection that was closed', new Error('Client was closed and is not queryable')],
])('%s is transient', (_, error) => expect(isTransient(error)).toBe(true));

test.each([
  ['odd data', coded('23514')],
  ['a bug', new TypeError('x is not a function')],
])('%s is not', (_, error) => expect(isTransient(error)).toBe(false));
