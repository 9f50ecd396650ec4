import { claimMessages } from '../../db/delivery/claims';
import { bringBack, type LaneSettings, setLane, setShare } from '../../db/delivery/lane-settings';
import { hasDue } from '../../db/delivery/due-messages';
import { takeOverLane } from '../../db/delivery/lane-health';
import { getLane } from '../../db/delivery/lanes';
import { nextDueInstant, outstanding } from '../../db/platform/stepped-clock';
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

/** Changes the lane as the manager does, while a drainer holds it. */
async function set(at: Scene, settings: Partial<LaneSettings>): Promise<void> {
  const scope = wholeClient(await clientOf(at));
  const change = { laneId: at.laneId, settings: { ...limits, ...settings }, by: { personId, shared: false } };
  const { wider } = await test.db.transaction().execute((trx) => setLane(trx, scope, change));
  if (wider) await bringBack(test.db, at.laneId);
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

const restOf = async (at: Scene) => {
  const { rests_for: why, rests_until: until } = await getLane(test.db, at.laneId);
  return { why, until };
};

it('lets out today what waited for more capacity, in the next claim after it was raised', async () => {
  const { at, ids, claim } = await running({ dailyCapacity: 2 });
  expect(await claim()).toEqual(ids.slice(0, 2));
  expect(await claim()).toEqual([]);
  expect(await restOf(at)).toEqual({ why: 'capacity', until: START + 14 * HOUR });
  await set(at, { dailyCapacity: 4 });
  expect(await claim()).toEqual(ids.slice(2, 4));
  await set(at, { dailyCapacity: 3 });
  expect(await claim()).toEqual([]);
  await set(at, { dailyCapacity: null });
  expect(await claim()).toEqual([ids[4]]);
});

it('lets out what was given back on a day that was used up', async () => {
  const { at, ids, claim } = await running({ dailyCapacity: 2 });
  await claim();
  await claim();
  const { fence } = await takeOverLane(test.db, at.docs, at.laneId); // gives both claims back
  const again = await claimMessages(test.db, at.docs, { laneId: at.laneId, fence, limit: 100 });
  expect(again.messages.map(({ messageId }) => messageId)).toEqual(ids.slice(0, 2));
});

it('rewrites none of the messages that a lane has no room for, and sends them in their order the next day', async () => {
  const { at, ids, claim } = await running({ dailyCapacity: 2 });
  const rows = () => test.db.selectFrom('messages').selectAll().where('id', 'in', ids.slice(2)).orderBy('id').execute();
  const before = await rows();
  for (let turn = 0; turn < 3; turn++) await claim();
  expect(await rows()).toEqual(before);
  expect(await hasDue(test.db, at.laneId)).toBe(false);
  await setClock(test, START + 14 * HOUR - 1);
  expect(await hasDue(test.db, at.laneId)).toBe(false);
  await setClock(test, START + 24 * HOUR);
  expect(await hasDue(test.db, at.laneId)).toBe(true);
  expect(await claim()).toEqual(ids.slice(2, 4));
  await setClock(test, START + 48 * HOUR);
  expect(await claim()).toEqual([ids[4]]);
});

it('owes nothing while it rests, and is the next thing due', async () => {
  const { at, claim } = await running({ dailyCapacity: 2 });
  const before = await outstanding(test.db);
  await claim();
  await claim();
  expect((await outstanding(test.db)) - before).toBe(-3); // two are in hand
  expect(await nextDueInstant(test.db, START)).toBe(START + 14 * HOUR);
  await set(at, { dailyCapacity: 2 });
  expect((await outstanding(test.db)) - before).toBe(0);
});

it('lets out at once what waited for the lane to open, when its hours change; quiet hours still hold', async () => {
  const { at, ids, claim } = await running({ opens: '15:00', closes: '18:00' });
  expect(await claim()).toEqual([]);
  expect(await restOf(at)).toEqual({ why: 'lane_hours', until: START + 5 * HOUR });
  expect(await messageOf(test, ids[0]!)).toMatchObject({ deferred_reason: null, not_before: START - 5 });
  await set(at, { opens: '09:00', closes: '18:00' });
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
