import { readClock } from '../../../db/platform/clock';
import { letClockRun, startSteppedClock, stepClock } from '../../../db/platform/stepped-clock';
import { testDb, type TestDb } from '../../support/test-db';

let t: TestDb;
beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());

const at = Date.parse('2027-03-17T10:00:00+09:00');

it('runs on from where it was stepped to, at the speed of real time, and can be stepped again from there', async () => {
  await startSteppedClock(t.db, { speed: 86_400, from: at - 86_400_000 });
  await stepClock(t.db, at);
  await letClockRun(t.db);
  const began = Date.now();
  const running = await readClock(t.db);
  expect(running).toMatchObject({ speed: 1, slotMs: 0, slackMs: 0 });
  expect(running.now).toBeGreaterThanOrEqual(at);
  await letClockRun(t.db);
  const later = await readClock(t.db);
  // between two readings as much time went by as on the wall clock
  expect(later.now - running.now).toBeLessThanOrEqual(Date.now() - began + 50);
  expect(later.now).toBeGreaterThan(running.now);

  await startSteppedClock(t.db, { speed: 86_400, from: at - 86_400_000 });
  const stepped = await readClock(t.db);
  expect(stepped.now).toBeGreaterThanOrEqual(later.now);
  expect((await readClock(t.db)).now).toBe(stepped.now);
});
