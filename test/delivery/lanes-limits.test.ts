import { claimMessages } from '../../db/delivery/claims';
import { bringBack, type LaneSettings, setLane, setShare } from '../../db/delivery/lane-settings';
import { takeOverLane } from '../../db/delivery/lane-health';
import { wholeClient } from '../../db/platform/scope';
import { testDb, type TestDb } from '../support/test-db';
import {
  addCampaign,
  messageOf,
  MINUTE,
  queue,
  sampleDoc,
  scene,
  type Scene,
  setClock,
  START,
} from './mail/mail-fixture';

const HOUR = 60 * MINUTE;
let test: TestDb;
let personId: number;
beforeAll(async () => {
  test = await testDb();
  const person = { login: 'manager', name: 'manager' };
  personId = (await test.db.insertInto('persons').values(person).returning('id').executeTakeFirstOrThrow()).id;
});
afterAll(() => test.close());

const limits: LaneSettings = { ratePerMinute: 6000, burst: 100, opens: '00:00', closes: '24:00', dailyCapacity: null };

async function clientOf(at: Scene): Promise<number> {
  const lane = test.db.selectFrom('lanes').select('client_id').where('id', '=', at.laneId);
  return (await lane.executeTakeFirstOrThrow()).client_id!;
}

/** Changes the lane as the manager does, while a drainer holds it; resolves to the number of messages brought back. */
async function set(at: Scene, settings: Partial<LaneSettings>): Promise<number> {
  const scope = wholeClient(await clientOf(at));
  const change = { laneId: at.laneId, settings: { ...limits, ...settings }, by: { personId, shared: false } };
  const { wider } = await test.db.transaction().execute((trx) => setLane(trx, scope, change));
  return wider ? bringBack(test.db, at.laneId) : 0;
}

/** A lane with five mails due and the claims of one drainer that goes on all the time. */
async function running(settings: Partial<LaneSettings>) {
  const at = await scene(test);
  const ids: number[] = [];
  for (let i = 0; i < 5; i++) ids.push((await queue(test, at, undefined, START - 5 + i)).messageId);
  await set(at, settings);
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId);
  const claim = async (limit = 100) => {
    const claimed = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit });
    return claimed.messages.map((message) => message.messageId);
  };
  return { at, ids, claim };
}

it('lets out today what the capacity had put off to tomorrow, in the next claim after it was raised', async () => {
  const { at, ids, claim } = await running({ dailyCapacity: 2 });
  expect(await claim()).toEqual(ids.slice(0, 2));
  expect((await messageOf(test, ids[4]!)).deferred_reason).toBe('capacity');
  expect(await claim()).toEqual([]);
  expect(await set(at, { dailyCapacity: 4 })).toBe(3);
  expect(await claim()).toEqual(ids.slice(2, 4));
  expect(await messageOf(test, ids[4]!)).toMatchObject({ deferred_reason: 'capacity', deferrals: 2 });
  expect(await set(at, { dailyCapacity: 3 })).toBe(0);
  expect(await claim()).toEqual([]);
  expect(await set(at, { dailyCapacity: null })).toBe(1);
  expect(await claim()).toEqual([ids[4]]);
});

it('lets out at once what waited for the lane to open, when its hours change; quiet hours still hold', async () => {
  const { at, ids, claim } = await running({ opens: '15:00', closes: '18:00' });
  expect(await claim()).toEqual([]);
  const put = await messageOf(test, ids[0]!);
  expect(put).toMatchObject({ deferred_reason: 'lane_hours', not_before: START + 5 * HOUR });
  expect(await set(at, { opens: '09:00', closes: '18:00' })).toBe(5);
  expect(await claim()).toEqual(ids);
  const night = await running({ opens: '23:00', closes: '24:00' });
  expect(await night.claim()).toEqual([]);
  await setClock(test, START + 12 * HOUR);
  await set(night.at, {});
  expect(await night.claim()).toEqual([]);
  expect((await messageOf(test, night.ids[0]!)).deferred_reason).toBe('quiet_hours');
});

it('keeps to another rate from the next claim on', async () => {
  const { at, ids, claim } = await running({ ratePerMinute: 60, burst: 1 });
  expect(await claim()).toEqual(ids.slice(0, 1));
  await setClock(test, START + 1000);
  expect(await claim()).toEqual(ids.slice(1, 2));
  await set(at, { ratePerMinute: 6000, burst: 100 });
  await setClock(test, START + 2000);
  expect(await claim()).toEqual(ids.slice(2));
});

it('takes turns by another weight from the next claim on', async () => {
  const { at, ids, claim } = await running({});
  const clientId = await clientOf(at);
  const other = { ...at, campaignId: await addCampaign(test, clientId, sampleDoc()) };
  const theirs: number[] = [];
  for (let i = 0; i < 5; i++) theirs.push((await queue(test, other, undefined, START - 1)).messageId);
  expect(await claim(2)).toEqual([ids[0], theirs[0]]);
  const share = { laneId: at.laneId, campaignId: other.campaignId, weight: 3 };
  const by = { personId, shared: false };
  await test.db.transaction().execute((trx) => setShare(trx, wholeClient(clientId), share, by));
  expect(await claim(4)).toEqual([...theirs.slice(1, 4), ids[1]]);
});
