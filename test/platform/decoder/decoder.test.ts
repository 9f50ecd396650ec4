import { createDecoder } from '../../../config/decoder/decoder';
import { eventually } from '../../support/eventually';
import { type Task } from './stand-in';

const standIn = require.resolve('./stand-in');
const decoder = (limitMs = 30_000) => createDecoder<Task, unknown>({ module: standIn, limitMs, memoryMb: 300 });

/** Waits for the end of a process; one that was killed is there until the kernel has ended it. */
const ends = (pid: number): Promise<boolean> =>
  eventually(`the end of process ${pid}`, () => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  });

it('answers in one process as long as it answers, apart from ours and without our environment', async () => {
  const ask = decoder();
  const [first, second] = [await ask({ do: 'echo' }), await ask({ do: 'echo' })];
  expect(second).toBe(first);
  expect(first).not.toBe(process.pid);
  const names = (await ask({ do: 'show environment' })) as string[];
  expect(names.filter((name) => !name.startsWith('NODE_CHANNEL') && name !== 'NODE_UNIQUE_ID')).toEqual([]);
});

it.each<[Task['do'], object]>([
  ['fill heap', { why: 'memory' }],
  ['fill memory', { why: 'memory' }],
  ['refuse', { code: 'scan_unreadable', detail: { pages: 21 } }],
  ['throw', { why: 'broken', message: expect.stringMatching(/^decoding ended: broken, RangeError\n +at .*stand-in/) }],
  ['exit', { why: 'broken' }],
])('after "%s" the process is thrown away, and the next input has a new one', async (bad, error) => {
  const ask = decoder();
  const first = (await ask({ do: 'echo' })) as number;
  const [refused, next] = await Promise.allSettled([ask({ do: bad }), ask({ do: 'echo' })]);
  expect(refused).toMatchObject({ status: 'rejected', reason: error });
  expect(next).toMatchObject({ status: 'fulfilled' });
  expect((next as PromiseFulfilledResult<unknown>).value).not.toBe(first);
  expect(await ends(first)).toBe(true);
});

it('an input that never ends is killed after its time, and our own work goes on meanwhile', async () => {
  const ask = decoder(1_000);
  const first = (await ask({ do: 'echo' }, 30_000)) as number;
  let beats = 0;
  const heart = setInterval(() => (beats += 1), 20);
  await expect(ask({ do: 'spin' })).rejects.toMatchObject({ why: 'time' });
  clearInterval(heart);
  expect(beats).toBeGreaterThan(10); // of 50
  expect(await ask({ do: 'echo' }, 30_000)).not.toBe(first);
  expect(await ends(first)).toBe(true);
});

it('takes so many inputs at a time, and asks the sender of more to come back', async () => {
  const ask = decoder();
  const asked = await Promise.allSettled(Array.from({ length: 21 }, () => ask({ do: 'echo' })));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(asked[20]).toMatchObject({ reason: { code: 'decoder_busy', status: 503 } });
  expect(await ask({ do: 'echo' })).toEqual(expect.any(Number));
});
